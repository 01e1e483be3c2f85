from odoo import api, fields, models


class CsmRuleCompareWizard(models.TransientModel):
    """Puts the versions of a rule and its preset side by side."""

    _name = "csm.rule.compare.wizard"
    _description = "Versions Side by Side"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.depends("res_model", "res_id")
    def _compute_comparison(self):
        for wizard in self:
            rule = wizard._rule()
            wizard.comparison = rule and self.env["ir.qweb"]._render(
                "csm.csm_rule_compare_wizard_table",
                {"versions": rule._versions(), "rows": rule._version_rows()},
            )

    def _rule(self):
        """Return the rule, if it is one and the reader may read it."""
        if self.res_model not in self.env["csm.rule.mixin"]._rule_models():
            return None
        rule = self.env[self.res_model].browse(self.res_id).exists()
        rule.check_access("read")
        return rule
