from odoo import api, fields, models


class CsmRegulationArticle(models.Model):
    """One article of a regulation: what every obligation, refusal and penalty rests on."""

    _name = "csm.regulation.article"
    _description = "Article of a Regulation"
    _inherit = ["csm.shipped.mixin"]
    _order = "regulation_id, sequence, id"
    _rec_names_search = ["number", "name", "catalog_ids"]

    regulation_id = fields.Many2one("csm.regulation", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    number = fields.Char(required=True, help="The article's number in the regulation.")
    name = fields.Char("Title", required=True, translate=True)
    text = fields.Text("Wording", required=True, translate=True)
    # Everybody reads the articles, whoever works here by the rules as well.
    entry_rule_ids = fields.One2many(
        "csm.entry.rule",
        "article_id",
        "What Must Be on Record",
        groups="csm.group_agent,csm.group_auditor",
    )
    catalog_ids = fields.Char("Rule IDs", help="The catalogued rules this article carries.")

    _number_is_unique = models.UniqueIndex(
        "(regulation_id, number)", "This regulation already has an article with this number."
    )

    @api.depends("number", "name", "regulation_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for article in self:
            # Which regulation it belongs to is said to everybody who reads the article.
            code = article.regulation_id.sudo().code
            article.display_name = f"{code} § {article.number} {article.name}"

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        articles.regulation_id._refuse_shipped()
        return articles

    def write(self, vals):
        result = super().write(vals)
        if "regulation_id" in vals:
            self.regulation_id._refuse_shipped()
        return result
