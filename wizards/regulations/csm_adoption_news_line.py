from odoo import fields, models


class CsmAdoptionNewsLine(models.TransientModel):
    """One shipped rule that an adoption does not have yet, or has in an earlier form."""

    _name = "csm.adoption.news.line"
    _description = "One Piece of News in a Shipped Regulation"

    wizard_id = fields.Many2one("csm.adoption.news.wizard", required=True, ondelete="cascade")
    res_model = fields.Char("Model Name", required=True)
    preset_ref = fields.Integer("Shipped Rule", required=True)
    present_ref = fields.Integer("Your Rule")
    is_taken = fields.Boolean("Take Over")
    name = fields.Char("Rule", compute="_compute_texts")
    article_id = fields.Many2one("csm.regulation.article", compute="_compute_texts")
    shipped_text = fields.Text("As Shipped Now", compute="_compute_texts")
    present_text = fields.Text("As in Force Here", compute="_compute_texts")
    is_incomplete = fields.Boolean("Incomplete", compute="_compute_texts")

    def _compute_texts(self):
        for line in self:
            preset = line._preset()
            present = preset.browse(line.present_ref or []).exists()
            line.name = preset.name
            line.article_id = preset.article_id
            line.shipped_text = preset.demand_sentence or preset.name
            line.present_text = (
                present.demand_sentence or present.name
                if present
                else self.env._("not yet: the rule is new")
            )
            line.is_incomplete = preset.is_incomplete

    def _preset(self):
        """Return the shipped rule; nothing that is no rule can be named."""
        known = self.res_model in self.env["csm.rule.mixin"]._rule_models()
        Model = self.env[self.res_model] if known else self.env["csm.entry.rule"]
        return Model.browse(self.preset_ref if known else []).exists()
