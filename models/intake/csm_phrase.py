import re

from odoo import api, fields, models, tools


class CsmPhrase(models.Model):
    """One phrase customers must not hear from us, and what to say instead."""

    _name = "csm.phrase"
    _description = "Phrase to Avoid"
    _order = "name, id"

    name = fields.Char("Do Not Say", required=True)
    instead = fields.Char("Say Instead", required=True)
    active = fields.Boolean(default=True)
    article_id = fields.Many2one(
        "csm.regulation.article", "Rests on", ondelete="restrict", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    use_ids = fields.One2many("csm.phrase.use", "phrase_id", "Where It Was Said")
    use_count = fields.Integer("Said", compute="_compute_use_count")

    _once_per_company = models.UniqueIndex(
        "(company_id, lower(name)) WHERE active", "This phrase is in the list already."
    )

    @api.depends("use_ids")
    def _compute_use_count(self):
        counts = dict(
            self.env["csm.phrase.use"]._read_group(
                [("phrase_id", "in", self.ids)], ["phrase_id"], ["__count"]
            )
        )
        for phrase in self:
            phrase.use_count = counts.get(phrase, 0)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("company_id")
    def _patterns(self, company_id):
        """Return ``((id, pattern), …)`` of a company's phrases."""
        phrases = self.sudo().search([("company_id", "=", company_id)])
        return tuple((phrase.id, self._pattern(phrase.name)) for phrase in phrases)

    @api.model
    def _pattern(self, words):
        """Return what finds a phrase: whole words in a script that parts them, else anywhere."""
        body = r"\s+".join(re.escape(word) for word in words.split())
        first, last = words.strip()[:1], words.strip()[-1:]
        before = r"(?<!\w)" if first.isascii() and first.isalnum() else ""
        after = r"(?!\w)" if last.isascii() and last.isalnum() else ""
        return re.compile(before + body + after, re.IGNORECASE)

    @api.model
    def _found_in(self, text, company):
        """Return the phrases to avoid that a text of a company contains."""
        if not text:
            return self.sudo().browse()
        ids = [id_ for id_, pattern in self._patterns(company.id) if pattern.search(text)]
        return self.sudo().browse(ids)

    def _advice(self):
        """Say of each phrase what to say instead."""
        return "\n".join(
            self.env._(
                "“%(phrase)s”: say “%(instead)s”", phrase=phrase.name, instead=phrase.instead
            )
            for phrase in self
        )
