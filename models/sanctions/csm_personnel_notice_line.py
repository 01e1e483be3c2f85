from odoo import api, fields, models
from odoo.exceptions import UserError

from .csm_sanction_step_choice_mixin import measures


class CsmPersonnelNoticeLine(models.Model):
    """One measure on a personnel announcement, as it was when the announcement was written."""

    _name = "csm.personnel.notice.line"
    _description = "Line of a Personnel Announcement"
    _order = "notice_id, id"
    _rec_name = "employee_name"

    notice_id = fields.Many2one(
        "csm.personnel.notice", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="notice_id.company_id", store=True, index=True)
    state = fields.Selection(related="notice_id.state", store=True, index=True)
    sanction_id = fields.Many2one(
        "csm.sanction",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        groups="hr.group_hr_user",
    )
    employee_name = fields.Char("Employee", required=True, readonly=True)
    department_name = fields.Char("Department", readonly=True)
    day = fields.Date(readonly=True)
    offence_id = fields.Many2one(
        "csm.offence", "What For", required=True, readonly=True, ondelete="restrict"
    )
    article_id = fields.Many2one(
        "csm.regulation.article", "Rests on", readonly=True, ondelete="restrict"
    )
    measure = fields.Selection(
        measures,
        "Disciplinary Measure",
        required=True,
        readonly=True,
    )
    withholds_bonus = fields.Boolean("Bonus Withheld", readonly=True)
    suspension_days = fields.Integer("Days of Suspension", readonly=True)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("A line follows from its sanction. Take it out, or collect anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_draft(self):
        for line in self:
            if line.notice_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(notice)s is approved; its lines stay.",
                        notice=line.notice_id.display_name,
                    )
                )
