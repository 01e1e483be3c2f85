from odoo import fields, models


class CsmAttendanceExcuse(models.Model):
    """Why a finding no longer counts: leave approved later, a punch set right, HR's word."""

    _name = "csm.attendance.excuse"
    _description = "Excuse"
    _order = "id desc"
    _rec_name = "reason"

    line_id = fields.Many2one(
        "csm.attendance.line", "Finding", required=True, readonly=True, ondelete="cascade"
    )
    run_id = fields.Many2one(related="line_id.run_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="line_id.user_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("leave", "Leave approved later"),
            ("punch", "Punch set right"),
            ("other", "Excused by HR"),
        ],
        required=True,
        readonly=True,
        default="other",
    )
    reason = fields.Text(required=True, readonly=True)
    leave_id = fields.Many2one("hr.leave", readonly=True, ondelete="set null")
    punch_id = fields.Many2one("csm.punch", readonly=True, ondelete="restrict")
    excused_by_id = fields.Many2one("res.users", "Excused by", readonly=True)
    excused_at = fields.Datetime("Excused", readonly=True)

    _line = models.Index("(line_id)")
