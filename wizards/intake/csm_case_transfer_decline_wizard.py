from odoo import fields, models


class CsmCaseTransferDeclineWizard(models.TransientModel):
    """Asks why a case that was offered is not taken."""

    _name = "csm.case.transfer.decline.wizard"
    _description = "Decline a Case"

    transfer_id = fields.Many2one("csm.case.transfer", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_decline(self):
        self.ensure_one()
        self.transfer_id._decline(self.reason)
        return {"type": "ir.actions.act_window_close"}
