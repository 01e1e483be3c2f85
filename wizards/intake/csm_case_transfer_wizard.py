from odoo import api, fields, models


class CsmCaseTransferWizard(models.TransientModel):
    """Offers cases to a colleague or a team, with the reason."""

    _name = "csm.case.transfer.wizard"
    _description = "Hand Over"

    case_ids = fields.Many2many("csm.case", "csm_case_transfer_wizard_rel", required=True)
    user_id = fields.Many2one("res.users", "Colleague", domain="[('share', '=', False)]")
    team_id = fields.Many2one(
        "csm.team", help="With a colleague: the team the case moves to. Alone: any member."
    )
    reason = fields.Text(required=True)
    is_in_person = fields.Boolean(
        "In Person", help="The customer is led to the receiver, who is there."
    )
    notice = fields.Char(compute="_compute_notice")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env.context.get("active_model") == "csm.case"
        if chosen and not values.get("case_ids"):
            values["case_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    @api.depends("user_id", "team_id", "case_ids")
    def _compute_notice(self):
        """Say before the offer is made to whom it would go."""
        for wizard in self:
            user, case = wizard.user_id, wizard.case_ids[:1]
            reached, notes = case._stand_in(user, wizard.team_id) if user and case else (user, [])
            other = user and reached and reached != user._origin
            wizard.notice = (
                self.env._(
                    "%(notes)s The offer goes to %(who)s.", notes=" ".join(notes), who=reached.name
                )
                if other
                else False
            )

    def action_offer(self):
        """Offer what may be offered, and list the rest with the reason."""
        self.ensure_one()
        refusals = {case: case._why_not_offer(self.user_id, self.team_id) for case in self.case_ids}
        good = self.case_ids.filtered(lambda case: not refusals[case])
        if len(self.case_ids) == 1 and not good:
            self.case_ids._offer(self.reason, self.user_id, self.team_id)
        for case in good:
            case._offer(self.reason, self.user_id, self.team_id, is_in_person=self.is_in_person)
        return self.case_ids._tell_moved(good, [text for text in refusals.values() if text])
