from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    duty_rule_ids = fields.One2many("csm.duty.rule", "adoption_id", "Recurring Duties")
