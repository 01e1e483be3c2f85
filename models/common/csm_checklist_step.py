from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmChecklistStep(models.TransientModel):
    """One step of the checklist, with the state of things at the moment it is read."""

    _name = "csm.checklist.step"
    _description = "First Step"
    _order = "sequence, id"

    checklist_id = fields.Many2one("csm.checklist", required=True, ondelete="cascade")
    sequence = fields.Integer()
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(compute="_compute_state_of_things")
    advice = fields.Char(compute="_compute_state_of_things")
    is_done = fields.Boolean("Done", compute="_compute_state_of_things")
    action = fields.Char(compute="_compute_state_of_things")

    @api.depends("code")
    @api.depends_context("lang", "company")
    def _compute_state_of_things(self):
        known = self.env["csm.checklist"]._steps()
        for step in self:
            facts = known.get(step.code, {})
            for name in ("name", "advice", "is_done", "action"):
                step[name] = facts.get(name)

    def action_go(self):
        """Open the screen where this step is done."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(self.action)
        if not self.env[action["res_model"]].has_access("write"):
            raise UserError(
                self.env._(
                    "“%(step)s” is set up by the administrator of the system. Ask yours.",
                    step=self.name,
                )
            )
        return action
