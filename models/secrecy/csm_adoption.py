from odoo import api, fields, models
from odoo.fields import Domain


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    secrecy_rule_ids = fields.One2many("csm.secrecy.rule", "adoption_id", "Levels of Secrecy")

    @api.model
    def _wants(self, company, *catalog_ids):
        """Tell whether a regulation in force in a company has one of these catalogued rules."""
        mine = Domain("company_id", "=", company.id) & Domain("state", "=", "adopted")
        mine &= Domain("adopted_on", "<=", self.env.cr.now().date())
        named = Domain.OR(
            Domain("regulation_id.article_ids.catalog_ids", "like", catalog_id)
            for catalog_id in catalog_ids
        )
        # What a company has adopted is no secret of its managers here.
        return bool(self.sudo().search_count(mine & named, limit=1))
