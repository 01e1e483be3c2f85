from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

OPEN = Domain("state", "not in", ("closed", "void"))
MARK = {"csm_is_urgent", "csm_urgent_reason", "csm_urgent_until"}


class ResPartner(models.Model):
    """A customer who may be urgent: whose every matter goes before those of others."""

    _inherit = "res.partner"

    csm_is_urgent = fields.Boolean(
        "Urgent Customer",
        groups="csm.group_agent",
        copy=False,
        index="btree_not_null",
        help="Their cases and those of their contacts are shown as urgent, and rules may set "
        "shorter limits for them.",
    )
    csm_urgent_reason = fields.Text("Why Urgent", groups="csm.group_agent", copy=False)
    csm_urgent_until = fields.Date("Urgent Until", groups="csm.group_agent", copy=False)
    csm_urgent_by_id = fields.Many2one(
        "res.users",
        "Declared Urgent by",
        readonly=True,
        copy=False,
        groups="csm.group_agent",
        ondelete="set null",
    )

    csm_speaks_for_company = fields.Boolean(
        "Sees the Company's Cases",
        groups="csm.group_supervisor",
        copy=False,
        help="On their own pages they find the cases of all contacts of their company, not only "
        "their own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._csm_check_mark(vals)
        partners = super().create([self._csm_signed(vals) for vals in vals_list])
        partners._csm_check_reason(set().union(*vals_list))
        return partners

    def write(self, vals):
        self._csm_check_mark(vals)
        result = super().write(self._csm_signed(vals))
        self._csm_check_reason(vals)
        if MARK & vals.keys() or "csm_grade_id" in vals:
            self._csm_mark_open_cases()
        return result

    @api.model
    def _csm_check_mark(self, vals):
        """Refuse the mark from the hands of those who only work by it."""
        given = MARK & vals.keys()
        if "csm_urgent_by_id" in vals and not self.env.su:
            raise AccessError(self.env._("Who declared a customer urgent is kept by the system."))
        if given and not (self.env.su or self.env.user.has_group("csm.group_supervisor")):
            raise AccessError(
                self.env._("Only a supervisor declares a customer urgent. Ask yours.")
            )

    def _csm_signed(self, vals):
        if "csm_is_urgent" not in vals:
            return vals
        return {**vals, "csm_urgent_by_id": vals["csm_is_urgent"] and self.env.uid}

    def _csm_check_reason(self, vals):
        if not MARK.intersection(vals):
            return
        for partner in self.sudo():
            if partner.csm_is_urgent and not partner.csm_urgent_reason:
                raise UserError(
                    self.env._(
                        "%(customer)s is to be urgent without a reason. Write why.",
                        customer=partner.display_name,
                    )
                )

    def _csm_is_urgent_now(self, company=None):
        """Tell whether this customer or the company behind them is urgent, or of such a grade."""
        if self._csm_is_urgent_by_grade(company):
            return True
        # Whoever takes a case need not see the whole file of the customer.
        customers = self.sudo() | self.sudo().commercial_partner_id
        today = fields.Date.context_today(self)
        return any(
            customer.csm_is_urgent
            and not (customer.csm_urgent_until and customer.csm_urgent_until < today)
            for customer in customers
        )

    def _csm_mark_open_cases(self):
        """Let the open cases of these customers follow; closed ones stay as they were handled."""
        theirs = Domain("partner_id", "child_of", self.ids)
        # A mark reaches all cases of the customer, also those its author does not see.
        for case in self.env["csm.case"].sudo().search(OPEN & theirs):
            urgent = case.partner_id._csm_is_urgent_now(case.company_id)
            if case.partner_is_urgent != urgent:
                case.partner_is_urgent = urgent

    @api.model
    def _csm_cron_end_urgency(self):
        """Take the mark off those whose last day is over."""
        today = fields.Date.context_today(self)
        over = Domain("csm_is_urgent", "=", True) & Domain("csm_urgent_until", "<", today)
        self.sudo().search(over).write({"csm_is_urgent": False})
