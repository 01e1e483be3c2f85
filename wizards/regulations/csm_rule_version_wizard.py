from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmRuleVersionWizard(models.TransientModel):
    """Asks for the first day of a new version of a rule."""

    _name = "csm.rule.version.wizard"
    _description = "New Version of a Rule"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    valid_on = fields.Date(
        "First Day",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=1),
    )

    def action_make(self):
        """Make the version and open it; its figures are edited before its first day."""
        self.ensure_one()
        rule = self.env[self.res_model].browse(self.res_id)
        rule.check_access("write")
        version = rule._new_version(rule.adoption_id._first_moment(self.valid_on), {})
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    @api.constrains("valid_on")
    def _check_not_in_the_past(self):
        for wizard in self:
            if wizard.valid_on <= fields.Date.context_today(wizard):
                raise ValidationError(
                    self.env._("A new version begins tomorrow at the earliest. Choose a later day.")
                )
