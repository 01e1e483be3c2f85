from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    category_rule_ids = fields.One2many("csm.category.rule", "adoption_id", "Classes of Cases")
    handler_rule_ids = fields.One2many("csm.handler.rule", "adoption_id", "Handlers of Cases")
    route_rule_ids = fields.One2many("csm.route.rule", "adoption_id", "Routes of Cases")
