from math import inf

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import window

# What is typed with a proposal, and changed only while it is one.
TYPED = {
    "description",
    "evidence_ids",
    "evidence_text",
    "minutes",
    "cost",
    "quantity",
    "severity",
    "offence_at",
    "statement",
    "hearing_note",
}
NAMED = {"employee_id", "offence_id", "offence_on"}
CHOSEN = {"chosen_amount", "chosen_points", "chosen_measure"}
# What the ladder looks at.
RECKONED = {"minutes", "cost", "severity", *CHOSEN}


class CsmSanction(models.Model):
    """One reward or penalty: what was done, which rule answers, what it brings.

    What rests on a wage stands in ``csm.sanction.pay``, for HR managers and the employee alone; so
    this record carries no discussion, no tracking and no total of it.
    """

    _name = "csm.sanction"
    _description = "Sanction"
    _inherit = [
        "csm.fund.posting.mixin",
        "csm.sanction.gate.mixin",
        "csm.deadline.mixin",
        "csm.sanction.reach.mixin",
        "csm.sanction.appeal.mixin",
        "csm.sanction.count.mixin",
        "csm.sanction.propose.mixin",
        "csm.sanction.share.mixin",
        "csm.sanction.settle.mixin",
        "csm.sanction.forecast.mixin",
        "csm.sanction.correction.mixin",
        "csm.sanction.wording.mixin",
    ]
    _order = "offence_on desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", index=True, check_company=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    manager_id = fields.Many2one(
        "hr.employee", "Superior at the Time", readonly=True, ondelete="restrict"
    )
    offence_id = fields.Many2one("csm.offence", required=True, ondelete="restrict", index=True)
    kind = fields.Selection(
        [("penalty", "Penalty"), ("merit", "Merit")], readonly=True, default="penalty"
    )
    group = fields.Selection(related="offence_id.group", string="Subject")
    offence_on = fields.Date(
        "Date", required=True, default=fields.Date.context_today, help="In the employee's zone."
    )
    offence_at = fields.Datetime("Moment")
    minutes = fields.Integer()
    month_minutes = fields.Integer(
        "Working Minutes of the Month", readonly=True, help="Of the employee's own schedule."
    )
    cost = fields.Monetary("Cost or Loss")
    quantity = fields.Integer("Pieces", default=1)
    severity = fields.Selection([("light", "Light"), ("serious", "Serious")])
    description = fields.Text("What Happened")
    evidence_ids = fields.Many2many(
        "ir.attachment", "csm_sanction_evidence_rel", "sanction_id", "attachment_id", "Files"
    )
    evidence_text = fields.Text("Evidence")
    destination = fields.Selection(
        [("payroll", "Payroll"), ("fund", "Department Fund")],
        "Goes to",
        readonly=True,
        default="payroll",
    )
    res_model = fields.Char("Model Name", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    source_text = fields.Char("Comes of", readonly=True)
    batch_key = fields.Char(readonly=True, copy=False)
    expires_on = fields.Date("Lapses on", readonly=True, copy=False)
    pay_ids = fields.One2many("csm.sanction.pay", "sanction_id", "Wage")

    _once = models.UniqueIndex(
        "(company_id, batch_key) WHERE batch_key IS NOT NULL", "This sanction is there already."
    )
    _of_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _counted = models.Index(
        "(employee_id, company_id, root_id, window_on, offence_on, id) "
        "WHERE parent_id IS NULL AND corrects_id IS NULL"
    )

    @api.model
    def _number_prefix(self, vals):
        day = fields.Date.to_date(vals.get("offence_on")) or self.env.cr.now().date()
        return f"SAN{day:%Y}-"

    _kept_fields = (
        "department_id",
        "manager_id",
        "user_id",
        "kind",
        "month_minutes",
        "destination",
        "res_model",
        "res_id",
        "source_text",
        "batch_key",
        "expires_on",
        "appeal_until",
        "proposer_id",
        "rule_id",
        "root_id",
        "article_id",
        "step_id",
        "window_on",
        "occurrence",
        "points",
        "points_max",
        "percent",
        "amount",
        "amount_max",
        "is_wage_based",
        "measure",
        "suspension_days",
        "withholds_bonus",
        "legal_action",
        "parent_id",
        "share_ids",
        "corrects_id",
        "correction_ids",
        "month_on",
        "settled_on",
        "pay_ids",
        "next_due_at",
        "next_deadline_id",
    )

    @api.depends("number")
    def _compute_display_name(self):
        for sanction in self:
            sanction.display_name = sanction.number or self.env._("New sanction")

    @api.onchange("offence_at", "employee_id")
    def _onchange_offence_at(self):
        if self.offence_at and self.employee_id:
            self.offence_on = self._day_of(
                {"employee_id": self.employee_id.id, "offence_at": self.offence_at}
            )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Whatever comes in comes in as a proposal."""
        if not self.env.su:
            self.check_access("create")
            for vals in vals_list:
                self._check_kept(vals)
                self._check_given_facts(vals, ())
                self._check_typed_at_first(vals)
        records = self._propose(vals_list)
        if not self.env.su:
            records.check_access("create")
        return records

    @api.model
    def _check_typed_at_first(self, vals):
        strange = set(vals) - TYPED - NAMED - {"company_id"}
        if strange:
            name = sorted(strange)[0]
            label = self._fields[name]._description_string(self.env) if name in self._fields else ""
            raise UserError(
                self.env._(
                    "“%(field)s” is not part of a proposal. Propose first, then go on.",
                    field=label or name,
                )
            )

    def write(self, vals):
        if not self.env.su and not self._admitted(vals):
            self._check_kept({name: value for name, value in vals.items() if name != "state"})
            for sanction in self:
                sanction._check_may_write(set(vals) - {"state"})
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._keep_files()
        if RECKONED & vals.keys() and not self._admitted(vals):
            self._check_chosen()
            self._recount_mine()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("A sanction stays in the register. Waive it with a reason instead.")
            )

    def _keep_files(self):
        """Let a file uploaded as evidence be read by whoever reads the sanction, nobody else."""
        for sanction in self:
            # Whose file hangs on nothing yet is asked of the files themselves.
            loose = sanction.sudo().evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": sanction.id})

    # What may be written, and by whom

    def _check_may_write(self, names):
        strange = sorted(name for name in names if name not in self._writable())
        if strange:
            raise UserError(
                self.env._(
                    "%(sanction)s is “%(state)s”: you cannot change “%(field)s” there.",
                    sanction=self.display_name,
                    state=self._state_labels()[self.state],
                    field=self._fields[strange[0]]._description_string(self.env),
                )
            )

    def _writable(self):
        """Return the names of the fields the user may write on this record as it is."""
        user, state = self.env.user, self.state
        if self._is_mine():
            return {"proposed": {"statement"}, "confirmed": {"appeal_text"}}.get(state, set())
        is_officer = user.has_group("hr.group_hr_user")
        names = set()
        if state == "proposed" and (is_officer or self.proposer_id == user):
            names |= TYPED
        if user.has_group("hr.group_hr_manager"):
            names |= CHOSEN if state == "proposed" else set()
            names |= {"waive_reason"} if state in ("proposed", "confirmed", "appealed") else set()
            names |= {"decision_text"} if state == "appealed" else set()
        return names

    def _check_chosen(self):
        for sanction in self.sudo():
            if reason := sanction._why_not_within():
                raise ValidationError(reason)

    def _why_not_within(self):
        """Refuse what was chosen beyond the bounds of the step."""
        step, values = self.step_id, {"sanction": self.display_name}
        high = self.cost if step.amount_kind == "up_to_cost" else step.amount_max or inf
        low = 0 if step.amount_kind == "up_to_cost" else step.amount
        if self.chosen_amount and not (low <= self.chosen_amount <= high):
            return self.env._(
                "%(sanction)s: choose an amount from %(low)g to %(high)g.",
                low=low,
                high=high,
                **values,
            )
        points = sorted((step.points, step.points_max))
        if self.chosen_points and not (points[0] <= self.chosen_points <= points[1]):
            return self.env._(
                "%(sanction)s: choose points from %(low)g to %(high)g.",
                low=step.points,
                high=step.points_max,
                **values,
            )
        if self.chosen_measure and self.chosen_measure not in step._measures():
            return self.env._("%(sanction)s: the rule does not know this measure here.", **values)
        return ""

    def _why_not_chosen(self):
        """Refuse to confirm while something between two bounds is still to be chosen."""
        step = self.sudo().step_id
        is_range = step.amount_kind in ("range", "up_to_cost") and self.amount != self.amount_max
        if is_range and not self.chosen_amount:
            return self.env._(
                "%(sanction)s: choose the amount, %(between)s.",
                sanction=self.display_name,
                between=step._money_words(),
            )
        if step.points_max and not self.chosen_points:
            return self.env._("%(sanction)s: choose the points.", sanction=self.display_name)
        if step.measure_max and not self.chosen_measure:
            return self.env._("%(sanction)s: choose the measure.", sanction=self.display_name)
        return self._why_not_within()

    def action_open_source(self):
        """Open the record the sanction comes of."""
        self.ensure_one()
        return window.record_form(self.res_model, self.res_id)

    # Hooks of the engines

    def _deadline_rights(self):
        """The time limit of an appeal is watched by roles; the employee is told the outcome."""
        return {**super()._deadline_rights(), "user_id": False}

    def _workers(self):
        return (self.proposer_id | self.user_id | self._maker("confirmed_at")).with_env(self.env)
