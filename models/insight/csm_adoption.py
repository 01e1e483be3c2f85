from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    periodic_rule_ids = fields.One2many("csm.periodic.rule", "adoption_id", "Periodic Reports")
