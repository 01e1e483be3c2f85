from odoo import api, fields, models


class CsmDeskRule(models.Model):
    """What a regulation wants published about where and to whom people complain."""

    _name = "csm.desk.rule"
    _description = "Rule About the Complaint Desk"
    _inherit = ["csm.rule.mixin"]

    needs_hotline = fields.Boolean("Telephone Number")
    needs_address = fields.Boolean("Place")
    needs_owner = fields.Boolean("Person in Charge")
    preset_id = fields.Many2one("csm.desk.rule", readonly=True, ondelete="restrict")

    _asks_for_something = models.Constraint(
        "CHECK(needs_hotline OR needs_address OR needs_owner)",
        "Tick at least one thing that must be published.",
    )

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "needs_hotline", "needs_address", "needs_owner")

    @api.depends(
        "needs_hotline",
        "needs_address",
        "needs_owner",
        "company_id.csm_hotline",
        "company_id.csm_desk_address",
        "company_id.csm_desk_owner_id",
    )
    def _compute_is_incomplete(self):
        for rule in self:
            rule.is_incomplete = bool(rule._unpublished())

    def _unpublished(self):
        """Return the names of the company's fields that are still empty; a preset has none."""
        wanted = {
            "csm_hotline": self.needs_hotline,
            "csm_desk_address": self.needs_address,
            "csm_desk_owner_id": self.needs_owner,
        }
        # What is published is no secret of the settings.
        company = self.sudo().company_id
        return [name for name, is_wanted in wanted.items() if is_wanted and not company[name]]

    def _gap(self):
        """Say what the company has not published yet, and where to enter it."""
        Company = self.env["res.company"]
        return self.env._(
            "%(rule)s (%(article)s): the source leaves it to you. Enter in the settings of the "
            "company: %(fields)s.",
            rule=self.name,
            article=self.article_id.display_name,
            fields=", ".join(
                Company._fields[name]._description_string(self.env) for name in self._unpublished()
            ),
        )
