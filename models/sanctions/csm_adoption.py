from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    sanction_rule_ids = fields.One2many("csm.sanction.rule", "adoption_id", "Rewards and Penalties")

    def _why_not_adopt(self):
        return super()._why_not_adopt() or self._why_not_one_rule()

    def _why_not_one_rule(self):
        """Money, points and dismissal do not compare: one act is answered by one rule."""
        rules = self.sanction_rule_ids.filtered("active").sudo()
        return "\n".join(filter(None, (rule._why_not_alone() for rule in rules)))
