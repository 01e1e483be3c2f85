from odoo import api, fields, models
from odoo.fields import Domain


class CsmRole(models.Model):
    """One function the regulations speak to: deputy GM, quality head, file clerk …"""

    _name = "csm.role"
    _description = "Role"
    _order = "rank desc, code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    rank = fields.Integer(
        default=10, help="The higher the rank, the higher the authority in the company."
    )
    active = fields.Boolean(default=True)
    holder_ids = fields.One2many("csm.role.holder", "role_id", "Holders")
    is_held = fields.Boolean("Held Today", compute="_compute_is_held", search="_search_is_held")

    _code_is_unique = models.UniqueIndex("(code)", "Another role already has this code.")

    @api.depends_context("allowed_company_ids")
    @api.depends("holder_ids.date_from", "holder_ids.date_to", "holder_ids.employee_id")
    def _compute_is_held(self):
        held = self._held_today()
        for role in self:
            role.is_held = role in held

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._held_today().ids)

    @api.model
    def _held_today(self):
        Holder = self.env["csm.role.holder"]
        today = fields.Date.context_today(self)
        return Holder.search(
            Holder._domain_on(today) & Domain("company_id", "=", self.env.company.id)
        ).role_id

    def _employees_on(self, company, day):
        """Return who holds the role on a day, holders first, then the stand-ins in their order."""
        Holder = self.env["csm.role.holder"].sudo()
        holders = Holder.search(
            Holder._domain_on(day)
            & Domain("role_id", "in", self.ids)
            & Domain("company_id", "=", company.id)
        )
        return holders.employee_id
