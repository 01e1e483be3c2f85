from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    credit_class_ids = fields.One2many("csm.credit.class", "adoption_id", "Classes of Credit")
