from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class CsmAdoptionNewsWizard(models.TransientModel):
    """Shows what a regulation has been shipped with since its adoption, to be taken over."""

    _name = "csm.adoption.news.wizard"
    _description = "New in the Shipped Regulation"

    adoption_id = fields.Many2one("csm.adoption", required=True, ondelete="cascade")
    valid_on = fields.Date(
        "First Day",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=1),
    )
    line_ids = fields.One2many("csm.adoption.news.line", "wizard_id")

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard.adoption_id.check_access("write")
            wizard.line_ids = [
                Command.create(self._prepare_line_vals(preset, present))
                for preset, present in wizard.adoption_id._news()
            ]
        return wizards

    @api.model
    def _prepare_line_vals(self, preset, present):
        return {
            "res_model": preset._name,
            "preset_ref": preset.id,
            "present_ref": present.id,
            "is_taken": not preset.is_incomplete,
        }

    @api.constrains("valid_on")
    def _check_not_in_the_past(self):
        for wizard in self:
            if wizard.valid_on <= fields.Date.context_today(wizard):
                raise ValidationError(
                    self.env._("What is taken over begins tomorrow at the earliest.")
                )

    def action_take_over(self):
        """Make the chosen rules the company's own from the first day on."""
        self.ensure_one()
        valid_from = self.adoption_id._first_moment(self.valid_on)
        # What is on offer is looked up anew: the lines are only the choice among it.
        offered = {
            (preset._name, preset.id): present for preset, present in self.adoption_id._news()
        }
        for line in self.line_ids.filtered("is_taken"):
            key = (line.res_model, line.preset_ref)
            if key in offered:
                self.adoption_id._take_over(line._preset(), offered[key], valid_from)
        return {"type": "ir.actions.act_window_close"}
