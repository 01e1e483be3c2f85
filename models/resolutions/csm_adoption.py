from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    round_rule_ids = fields.One2many("csm.round.rule", "adoption_id", "Solutions and Rounds")
    return_rule_ids = fields.One2many("csm.return.rule", "adoption_id", "Goods That Come Back")
    copy_rule_ids = fields.One2many("csm.copy.rule", "adoption_id", "Copies of Papers")
