from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CsmAttendanceExcuseWizard(models.TransientModel):
    """Excuses findings with a reason."""

    _name = "csm.attendance.excuse.wizard"
    _description = "Excuse Findings"

    line_ids = fields.Many2many("csm.attendance.line", string="Attendance Findings", required=True)
    reason = fields.Text(required=True)

    def action_excuse(self):
        """Excuse what can be; the rest is named."""
        self.ensure_one()
        if not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(self.env._("Findings are excused by HR."))
        self.line_ids.check_access("write")
        refusals = {line: line._why_not_excuse() for line in self.line_ids}
        good = self.line_ids.filtered(lambda line: not refusals[line])
        if not good:
            raise UserError("\n".join(refusals.values()))
        good._excuse(self.reason)
        return good.run_id[:1]._tell_moved(good, [reason for reason in refusals.values() if reason])
