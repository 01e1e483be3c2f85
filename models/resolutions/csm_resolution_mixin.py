from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.listed import listed

# What the engine of the deadlines keeps on every record it watches.
DEADLINE_FIELDS = ("is_on_hold", "next_due_at", "next_deadline_id")
# A case that is over takes no new promise and no new paper.
OVER = ("closed", "void")


class CsmResolutionMixin(models.AbstractModel):
    """What belongs to the settling of one case: a solution, a note, a certificate, a refund.

    Who sees the case sees it, who may change the case makes its steps, and it stands still when the
    case is over. Amounts may be in any currency; totals are kept in the company's.
    """

    _name = "csm.resolution.mixin"
    _description = "Part of the Settling of a Case"
    _inherit = ["csm.approval.mixin", "csm.fact.mixin"]

    case_id = fields.Many2one(
        "csm.case", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(related="case_id.team_id", store=True, index=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )

    _kept_fields = DEADLINE_FIELDS
    # Fields that stand once the record has left its first state.
    _settled_fields = ()
    # The states in which also the proof stands, and the fields that are the proof.
    _final_states = ()
    _proof_fields = ()
    # Fields whose files belong to the record: who may read it, reads them.
    _file_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_of_case(dict(vals)) for vals in vals_list]
        records = super().create(vals_list)
        records._own_files()
        return records

    def write(self, vals):
        if not self._admitted(vals):
            self._check_settled(vals)
        result = super().write(vals)
        if not set(self._file_fields).isdisjoint(vals):
            self._own_files()
        return result

    @api.model
    def _prepare_of_case(self, vals):
        """Return the values with what follows from the case, which must be open and the user's."""
        case_id = vals.get("case_id") or self.env.context.get("default_case_id")
        case = self.env["csm.case"].browse(case_id)
        if not case_id:
            raise UserError(
                self.env._("%(paper)s belongs to a case. Choose it.", paper=self._description)
            )
        case.check_access("write")
        refusal = self._why_not_on(case)
        if refusal:
            raise UserError(refusal)
        return {**vals, "case_id": case_id, **self._values_of_case(case, vals)}

    @api.model
    def _values_of_case(self, case, vals):
        """Hook: return what a new record takes from its case."""
        company = case.company_id
        currency_id = vals.get("currency_id") or company.currency_id.id
        return {"company_id": company.id, "currency_id": currency_id}

    @api.model
    def _why_not_on(self, case):
        # Whether a case is over is no secret to whoever may settle it.
        if case.sudo().state not in OVER:
            return ""
        return self.env._(
            "%(case)s is over; nothing is promised, given or taken back any more. Open it again "
            "first.",
            case=case.display_name,
        )

    def _why_not_move(self, move):
        return super()._why_not_move(move) or self._why_not_on(self.case_id)

    def _check_settled(self, vals):
        moved = [
            name
            for name in ("case_id", "company_id")
            if name in vals and any(record[name].id != vals[name] for record in self)
        ]
        if moved:
            raise UserError(
                self.env._(
                    "%(record)s stays with its case. Make another one for the other case.",
                    record=self[:1].display_name,
                )
            )
        first = self.default_get([self._state_field]).get(self._state_field)
        fixed = self.filtered(lambda record: record[self._state_field] != first)
        self._check_stands(fixed, self._settled_fields, vals)
        final = self.filtered(lambda record: record[self._state_field] in self._final_states)
        self._check_stands(final, self._proof_fields, vals)

    @api.model
    def _check_stands(self, fixed, fixed_fields, vals):
        """Refuse to write fields that stand on these records."""
        names = [name for name in fixed_fields if name in vals]
        if names and fixed:
            raise UserError(
                self.env._(
                    "%(record)s is “%(state)s”: “%(field)s” stands as it is. %(advice)s",
                    record=fixed[0].display_name,
                    state=self._state_labels()[fixed[0][self._state_field]],
                    field=self._fact_label(names[0]),
                    advice=self._settled_advice(),
                )
            )

    @api.model
    def _settled_advice(self):
        """Hook: say what to do instead of changing what stands."""
        return self.env._("Make another one.")

    # Files

    def _own_files(self):
        """Let files that somebody has just uploaded belong to the record they prove."""
        for record in self:
            for name in self._file_fields:
                # The user's own uploads hang on nothing yet; only those are taken.
                files = record.sudo()[name].filtered(
                    lambda file: not file.res_id and file.create_uid == self.env.user
                )
                files.write({"res_model": record._name, "res_id": record.id})

    # Money

    def _in_company_currency(self, amount, moment=False):
        """Return an amount in the company's currency at the rate of a moment's day."""
        if not self.currency_id or self.currency_id == self.company_currency_id:
            return amount
        day = self._local_day(moment or self.env.cr.now())
        return self.currency_id._convert(amount, self.company_currency_id, self.company_id, day)

    def _local_day(self, moment):
        """Return the day of a moment where the company works."""
        zone = self.sudo().company_id.resource_calendar_id.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()

    def _why_not_rate(self):
        """Refuse to promise money of a currency whose rate nobody has entered."""
        if not self.currency_id or self.currency_id == self.company_currency_id:
            return ""
        if self.env["csm.approval.demand"]._has_rate(self.currency_id, self.company_id):
            return ""
        return self.env._(
            "%(record)s is in %(currency)s, and no rate of it is known for %(day)s. Let the rate "
            "be entered, or use %(ours)s.",
            record=self.display_name,
            currency=self.currency_id.name,
            day=self._local_day(self.env.cr.now()),
            ours=self.company_currency_id.name,
        )

    # Refusals and rights

    def _why_not_without(self, names, advice):
        """Refuse while one of these fields is empty, and say which."""
        missing = [self._fact_label(name) for name in names if self._is_not_entered(name)]
        if not missing:
            return ""
        return self.env._(
            "%(record)s lacks: %(fields)s. %(advice)s",
            record=self.display_name,
            fields=listed(self.env, missing),
            advice=advice,
        )

    def _fact_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._fact_rights(), "barred_user_ids": [fields.Command.set(barred)]}

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}

    def _deadline_not_to_be_told(self):
        return self.sudo().case_id.accused_user_ids

    def _deadline_is_silent(self):
        return self.sudo().case_id.is_historic

    def _approval_payee(self, move_name):
        return self["partner_id"]

    def _approval_kind(self, move_name):
        return self["kind"]

    def _approval_order(self, move_name):
        return self.case_id.order_number or ""

    def _log_on_case(self, body):
        """Write into the history of the case what was done for it."""
        # Whoever makes the step may not be the one who writes in the case.
        self.sudo().case_id._message_log(body=body)
