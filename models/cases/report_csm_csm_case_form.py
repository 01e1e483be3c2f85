from odoo import api, models


class ReportCsmCsmCaseForm(models.AbstractModel):
    """Prints the registration and handling form of a case (客户投诉处理表), from first to last."""

    _name = "report.csm.csm_case_form"
    _description = "Registration and Handling Form"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_case_form"
    _form_model = "csm.case"

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            *self._reported(doc),
            *self._found(doc),
            self._stations(doc),
            *self._settled(doc),
            self._approvals(doc),
            self._ended(doc),
            self._signatures(doc),
        ]

    @api.model
    def _reported(self, doc):
        return [
            self._grid(
                "registration",
                self.env._("Registration"),
                self._cells(
                    doc,
                    "number! received_at! registered_at! kind channel severity category_id "
                    "cause_class is_special team_id department_id user_id! first_responder_id "
                    "solve_by_at",
                ),
            ),
            self._grid(
                "customer",
                self.env._("Customer"),
                self._cells(
                    doc,
                    "partner_name! partner_phone! partner_email! partner_address:2 region "
                    "other_party_ids:3",
                ),
            ),
            self._grid("goods", self.env._("Goods or Service"), self._cells(doc, self._goods())),
            self._grid(
                "complaint",
                self.env._("What the Customer Says"),
                self._cells(doc, "name:3! description:3 demand:3! sales_opinion:3"),
            ),
        ]

    @api.model
    def _goods(self):
        """Hook: the fields that say what the case is about."""
        return (
            "product item_number specification order_number batch_number shipped_on quantity "
            "defective_quantity has_sample complained_object:3"
        )

    @api.model
    def _found(self, doc):
        return [
            self._grid(
                "cause",
                self.env._("Judgement and Cause"),
                self._cells(
                    doc,
                    "judgement! judged_at! investigated_at inspection:3 cause:3! evidence:3 "
                    "production_unit machine_shift produced_on production_staff:2 "
                    "responsible_employee_id needs_research is_without_loss",
                ),
            ),
            self._grid(
                "measures",
                self.env._("Measures"),
                self._cells(
                    doc,
                    "plan:3 measures:3 corrective_measures:3 preventive_measures:3 "
                    "improvement_effect:3",
                ),
            ),
        ]

    @api.model
    def _stations(self, doc):
        """Return what each unit said, and who signed for it."""
        # Whoever may read the case reads what its units say.
        stays = doc.sudo().station_ids.filtered(lambda stay: stay.state != "withdrawn")
        return self._list(
            "stations",
            self.env._("Opinions of the Units"),
            [
                (self.env._("No."), 5, "right"),
                (self.env._("Unit"), 17, "left"),
                (self.env._("Arrived"), 16, "left"),
                (self.env._("Opinion"), 34, "left"),
                (self.env._("Signature"), 14, "left"),
                (self.env._("On"), 16, "left"),
            ],
            [self._station_row(doc, stay) for stay in stays],
        )

    @api.model
    def _station_row(self, doc, stay):
        said = stay.opinion or stay.return_reason or stay.skip_reason or ""
        if stay.state in ("returned", "skipped"):
            said = f"{stay._state_labels()[stay.state]}: {said}"
        signer = stay.signed_by_id if stay.signed_at else stay._maker("left_at")
        moment = stay.signed_at or stay.left_at or stay.returned_at or stay.skipped_at
        return [
            str(stay.sequence),
            stay._unit(),
            self._moment(doc, stay.arrived_at),
            said,
            signer.name or stay.user_id.name or "",
            self._moment(doc, moment),
        ]

    @api.model
    def _settled(self, doc):
        """Hook: the sections about how the case is settled."""
        return [
            self._grid(
                "decision",
                self.env._("Decision"),
                self._cells(
                    doc,
                    "decision:3! decided_at opinion_at negotiation_read_at negotiation_result:3 "
                    "receivable_amount receivable_due_at collected_at",
                ),
            )
        ]

    @api.model
    def _ended(self, doc):
        return self._grid(
            "end",
            self.env._("Carried Out and Closed"),
            self._cells(
                doc,
                "told_at! told_by executed_at! followed_up_at! is_satisfied closed_at! archived_at "
                "retention_until void_reason:3 reopen_reason:3",
            ),
        )

    @api.model
    def _signatures(self, doc):
        return self._signs(
            "signs",
            [
                self._taken_down(doc),
                self._signed(doc, self.env._("Judged by"), "judged_at"),
                self._signed(doc, self.env._("Decided by"), "decided_at"),
                self._signed(doc, self.env._("Closed by"), "closed_at"),
            ],
        )

    @api.model
    def _taken_down(self, doc):
        box = self._signed(doc, self.env._("Taken Down by"), "registered_at")
        first = doc.sudo().first_responder_id.name
        # A case of an older register knows who took it down, not who signed what.
        return box if box[1] else (box[0], first or "", self._moment(doc, doc.registered_at))
