from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    secrecy_rule_ids = fields.One2many("csm.secrecy.rule", "adoption_id", "Levels of Secrecy")
