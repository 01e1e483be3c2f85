from odoo import fields, models


class CsmRegulationArticle(models.Model):
    _inherit = "csm.regulation.article"

    deadline_rule_ids = fields.One2many(
        "csm.deadline.rule",
        "article_id",
        "Time Limits",
        groups="csm.group_agent,csm.group_auditor",
    )
