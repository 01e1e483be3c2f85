import ast

from odoo import fields, models


class CsmTeam(models.Model):
    """A team with an address: what arrives there becomes one of its cases."""

    _name = "csm.team"
    _inherit = ["csm.contact.form.mixin", "csm.team", "mail.alias.mixin.optional"]

    acknowledge = fields.Boolean(
        "Acknowledge by E-mail",
        default=True,
        help="A customer whose address is known gets the number of the case and the moment "
        "promised as soon as it has come in.",
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("csm.case")
        if self.id:
            values["alias_defaults"] = defaults = ast.literal_eval(self.alias_defaults or "{}")
            defaults["team_id"] = self.id
        return values
