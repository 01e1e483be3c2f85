from odoo import api, models


class CsmRuleLineMixin(models.AbstractModel):
    """One line of a rule: a step, a stage, an addressee. It changes when its rule may change."""

    _name = "csm.rule.line.mixin"
    _description = "Line of a Rule"
    _order = "rule_id, sequence, id"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_rule_may_change()
        return lines

    def write(self, vals):
        self._check_rule_may_change()
        result = super().write(vals)
        # A line may have been moved to another rule.
        self._check_rule_may_change()
        return result

    def unlink(self):
        self._check_rule_may_change()
        return super().unlink()

    def _check_rule_may_change(self):
        if not self.env.su:
            self["rule_id"]._check_may_change()
        self.env.registry.clear_cache()
