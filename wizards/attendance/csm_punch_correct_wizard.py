from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CsmPunchCorrectWizard(models.TransientModel):
    """Adds a punch somebody forgot, or sets one aside that is wrong, with the reason."""

    _name = "csm.punch.correct.wizard"
    _description = "Set a Punch Right"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    line_id = fields.Many2one("csm.attendance.line", "Finding", readonly=True)
    employee_id = fields.Many2one("hr.employee", required=True, check_company=True)
    ignored_punch_id = fields.Many2one(
        "csm.punch",
        "Set Aside",
        domain="[('employee_id', '=', employee_id), ('state', 'in', ('paired', 'double'))]",
        help="The punch that is wrong.",
    )
    punched_at = fields.Datetime("Right Moment", help="Empty: the punch is only set aside.")
    direction = fields.Selection([("in", "In"), ("out", "Out")])
    reason = fields.Char(required=True)

    def action_correct(self):
        """Enter the right punch; the findings of the day follow."""
        self.ensure_one()
        refusal = self._why_not()
        if refusal:
            raise UserError(refusal)
        wrong, moments = self.ignored_punch_id, []
        if wrong:
            wrong._set_aside(self.reason)
            moments.append(wrong.punched_at)
        punch = self.env["csm.punch"]
        if self.punched_at:
            punch = punch._enter(self.employee_id, self.punched_at, self.direction, self.reason)
            moments.append(punch.punched_at)
        self._make_count(punch or wrong, moments)
        return True

    def _make_count(self, punch, moments):
        """Pair the day anew; what is no longer found names this punch as its cause."""
        employee_id = self.employee_id.id
        cause = {"kind": "punch", "reason": self.reason, "punch_id": punch.id}
        spans = {employee_id: (min(moments), max(moments))}
        self.env["csm.punch.pairing"]._pair(spans, cause=cause)

    def _why_not(self):
        if not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(self.env._("Punches are set right by HR."))
        if self.employee_id.company_id not in self.env.companies:
            raise AccessError(self.env._("Choose a company of your own."))
        if self.employee_id.user_id == self.env.user:
            return self.env._(
                "These are your own punches: nobody sets them right for themselves. Ask a "
                "colleague in HR."
            )
        if not self.ignored_punch_id and not self.punched_at:
            return self.env._("Choose the wrong punch, enter the right moment, or both.")
        if self.ignored_punch_id and self.ignored_punch_id.employee_id != self.employee_id:
            return self.env._(
                "%(punch)s is not a punch of %(employee)s. Choose one of theirs.",
                punch=self.ignored_punch_id.display_name,
                employee=self.employee_id.name,
            )
        return ""
