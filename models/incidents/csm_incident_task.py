from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmIncidentTask(models.Model):
    """One thing a department has to put right after an incident."""

    _name = "csm.incident.task"
    _description = "Aftermath of an Incident"
    _order = "done_at desc, id"
    _check_company_auto = True

    incident_id = fields.Many2one("csm.incident", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="incident_id.company_id", store=True)
    name = fields.Char("What Is Done", required=True)
    department_id = fields.Many2one("hr.department", check_company=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "By Whom", check_company=True, domain="[('share', '=', False)]"
    )
    done_at = fields.Datetime("Done", readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True)

    def write(self, vals):
        if {"done_at", "done_by_id"} & vals.keys() and not self.env.su:
            raise UserError(self.env._("Say “Done”; the moment is recorded by the system."))
        if "incident_id" in vals or any(task.done_at for task in self):
            raise UserError(self.env._("What was done after an incident stays as it is."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if any({"done_at", "done_by_id"} & vals.keys() for vals in vals_list) and not self.env.su:
            raise UserError(self.env._("Say “Done”; the moment is recorded by the system."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(task.done_at for task in self):
            raise UserError(self.env._("What was done after an incident stays on file."))

    def action_done(self):
        """Record that this was done now, by whom, also in the log."""
        self.check_access("write")
        for task in self.filtered(lambda task: not task.done_at):
            # The moment and the person are written by the system.
            task.sudo().write(
                {
                    "done_at": self.env.cr.now().replace(microsecond=0),
                    "done_by_id": self.env.uid,
                }
            )
            where = task.department_id.name
            text = f"{task.name} ({where})" if where else task.name
            task.incident_id._log_entry("handling", text)
        return True
