from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries

# Facts that not every case comes to; they are offered where they belong.
SELDOM = ("negotiation_read_at", "collected_at", "archived_at")


class CsmCaseCauseMixin(models.AbstractModel):
    """What the departments find out about a case, and what is agreed with the customer."""

    _name = "csm.case.cause.mixin"
    _description = "Cause, Negotiation and Receivable of a Case"
    _inherit = ["csm.case.timeline.mixin"]

    # Production and quality

    production_unit = fields.Char(copy=False)
    machine_shift = fields.Char("Machine and Shift", copy=False)
    production_staff = fields.Char(copy=False, help="Who made it, as production states.")
    produced_on = fields.Date("Production Date", copy=False)
    inspection = fields.Text(
        "Findings of the Inspection", copy=False, help="What the quality department has verified."
    )
    needs_research = fields.Boolean(
        "Needs Research and Development",
        copy=False,
        help="The abnormality can only be judged together with research and development.",
    )
    is_without_loss = fields.Boolean(
        "No Loss Arose",
        copy=False,
        tracking=True,
        help="Nobody has lost anything: the unit concerned is only asked to improve.",
    )
    responsible_treatment = fields.Text(
        "What Was Done About the Person",
        copy=False,
        help="How the person found responsible was dealt with.",
    )

    # With the customer

    negotiation_result = fields.Text(
        "Result of the Negotiation", copy=False, help="What was said and agreed with the customer."
    )
    receivable_currency_id = fields.Many2one(
        "res.currency", compute="_compute_receivable_currency_id", string="Currency"
    )
    receivable_amount = fields.Monetary(
        currency_field="receivable_currency_id",
        copy=False,
        help="What the customer still owes for the goods or the service.",
    )
    receivable_due_at = fields.Datetime(
        "Receivable Due", copy=False, help="When it is due by the normal term of payment."
    )

    _receivable_is_not_negative = models.Constraint(
        "CHECK(receivable_amount >= 0)",
        "A receivable cannot be below zero. Enter the amount the customer owes.",
    )

    def _compute_receivable_currency_id(self):
        for case in self:
            case.receivable_currency_id = case["company_id"].sudo().currency_id

    def write(self, vals):
        if "receivable_due_at" in vals:
            self._check_term_stays(fields.Datetime.to_datetime(vals["receivable_due_at"]))
        return super().write(vals)

    def _check_term_stays(self, moment):
        refusals = [reason for case in self if (reason := case._why_not_postpone(moment))]
        if refusals:
            raise UserError("\n".join(refusals))

    @carries("S1-04-32", "S2-09-27", neutral="")
    def _why_not_postpone(self, moment):
        """A complaint that is unfounded puts off no payment."""
        due = self.receivable_due_at
        is_later = due and (not moment or moment > due)
        if self["judgement"] != "unfounded" or not self._stands("judged_at") or not is_later:
            return ""
        return self.env._(
            "%(case)s is unfounded: the receivable stays due by the normal term (%(moment)s).",
            case=self.display_name,
            moment=self._local_text(due),
        )

    # Steps

    def action_read_negotiation(self):
        return self._act("read_negotiation")

    def action_collect(self):
        return self._act("collect")

    def _why_not_read_negotiation(self):
        """The supervisor reads it, never the one who negotiated."""
        user, here = self.env.user, self.sudo()["station_ids"]
        here = here.filtered(lambda stay: stay.state == "here")
        is_above = user.has_group("csm.group_supervisor") or user in here._signers()
        if user == self["user_id"] or not is_above:
            return self.env._(
                "%(case)s: a supervisor who has not negotiated reads the result.",
                case=self.display_name,
            )
        return self._why_not_without(
            ("negotiation_result",), self.env._("Write what was agreed with the customer first.")
        )

    def _why_not_collect(self):
        return self._why_not_without(
            ("receivable_due_at",), self.env._("Enter when it is due by the normal term.")
        )

    # On the screen

    def _is_open(self, name, step, running):
        if name in SELDOM and name not in running:
            return self._is_offered(name) and not self._stands(name)
        return super()._is_open(name, step, running)

    def _is_offered(self, name):
        """Whether a step that not every case comes to is at hand now."""
        if name == "negotiation_read_at":
            return bool(self.negotiation_result) and self["state"] not in ("closed", "void")
        if name == "collected_at":
            return bool(self.receivable_due_at and self["judgement"] == "unfounded")
        return False
