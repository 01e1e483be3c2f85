from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    deadline_rule_ids = fields.One2many(
        "csm.deadline.rule",
        "adoption_id",
        "Time Limits",
        help="The company's own copies of the regulation's time limits.",
    )
