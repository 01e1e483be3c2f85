from odoo import fields, models


class CsmChecklistStep(models.TransientModel):
    """One step of the checklist."""

    _name = "csm.checklist.step"
    _description = "First Step"
    _order = "sequence, id"

    checklist_id = fields.Many2one("csm.checklist", required=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char(readonly=True)
    advice = fields.Char(readonly=True)
    is_done = fields.Boolean("Done", readonly=True)
    action = fields.Char(readonly=True)

    def action_go(self):
        """Open the screen where this step is done."""
        self.ensure_one()
        return self.env["ir.actions.actions"]._for_xml_id(self.action)
