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

    def _wanted(self):
        """Return the names of the company's fields that must be filled in."""
        wanted = {
            "csm_hotline": self.needs_hotline,
            "csm_desk_address": self.needs_address,
            "csm_desk_owner_id": self.needs_owner,
        }
        return [name for name, is_wanted in wanted.items() if is_wanted]

    def _unpublished(self):
        """Return which of them are still empty; a preset has no company that could fill them."""
        # What is published is no secret of the settings.
        company = self.sudo().company_id
        return [name for name in self._wanted() if not company[name]]

    def _labels(self, names):
        Company = self.env["res.company"]
        return ", ".join(Company._fields[name]._description_string(self.env) for name in names)

    @api.model
    def _demand_heading(self):
        return self.env._("What Is Published")

    def _demand_sentence(self):
        self.ensure_one()
        return self.env._("Published are: %(fields)s.", fields=self._labels(self._wanted()))

    def _gap(self):
        """Say what the company has not published yet, and where to enter it."""
        return self.env._(
            "%(rule)s (%(article)s): the source leaves it to you. Enter in the settings of the "
            "company: %(fields)s.",
            rule=self.name,
            article=self.article_id.display_name,
            fields=self._labels(self._unpublished()),
        )
