from odoo import fields, models


class CsmRegulation(models.Model):
    _inherit = "csm.regulation"

    deadline_rule_ids = fields.One2many(
        "csm.deadline.rule",
        "regulation_id",
        "Time Limits as Shipped",
        domain=[("company_id", "=", False)],
    )
