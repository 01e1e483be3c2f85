from odoo import fields, models


class CsmDeadlinePauseWizard(models.TransientModel):
    """Asks why the clocks of a record are to stand still."""

    _name = "csm.deadline.pause.wizard"
    _description = "Pause the Clocks"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    reason = fields.Text(required=True)

    def action_pause(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("write")
        record._pause_deadlines(self.reason)
        return {"type": "ir.actions.act_window_close"}
