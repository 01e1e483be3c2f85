from odoo import fields, models


class CsmSanctionWordWizard(models.TransientModel):
    """Takes down an employee's own words: before the confirmation, or as an appeal after it."""

    _name = "csm.sanction.word.wizard"
    _description = "Own Words"

    sanction_id = fields.Many2one("csm.sanction", required=True, readonly=True)
    kind = fields.Selection([("speak", "Statement"), ("appeal", "Appeal")], required=True)
    # Read with the rights of the reader: naming a sanction tells nobody what it is about.
    offence_id = fields.Many2one(related="sanction_id.offence_id", related_sudo=False)
    offence_on = fields.Date(related="sanction_id.offence_on", related_sudo=False)
    appeal_until = fields.Datetime(related="sanction_id.appeal_until", related_sudo=False)
    text = fields.Text("My Words", required=True)

    def action_send(self):
        """Enter the words; the gate of the sanction decides whether they come in time."""
        self.ensure_one()
        if self.kind == "appeal":
            self.sanction_id.write({"appeal_text": self.text})
            self.sanction_id.action_appeal()
        else:
            self.sanction_id.write({"statement": self.text})
        return {"type": "ir.actions.act_window_close"}
