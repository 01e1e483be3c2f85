from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    answer_rule_ids = fields.One2many("csm.answer.rule", "adoption_id", "Limits of Answering")
    detail_rule_ids = fields.One2many("csm.detail.rule", "adoption_id", "Particulars Asked")
    desk_rule_ids = fields.One2many("csm.desk.rule", "adoption_id", "What Is Published")
