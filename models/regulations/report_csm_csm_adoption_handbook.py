from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReportCsmCsmAdoptionHandbook(models.AbstractModel):
    """Gathers what the handbook prints: of the regulations in force, each article and its rules."""

    _name = "report.csm.csm_adoption_handbook"
    _description = "Handbook of the Regulations in Force"

    @api.model
    def _get_report_values(self, docids, data=None):
        adoptions = self.env["csm.adoption"].browse(docids).exists()
        adoptions.check_access("read")
        adoptions = adoptions.filtered(lambda adoption: adoption.state == "adopted")
        if not adoptions:
            raise UserError(
                self.env._(
                    "The handbook holds the regulations in force, and none of these is. Adopt one "
                    "first."
                )
            )
        return {
            "doc_ids": adoptions.ids,
            "doc_model": "csm.adoption",
            "docs": adoptions,
            "chapters": [self._chapter(adoption) for adoption in adoptions],
            "company": adoptions.company_id[:1],
            "today": adoptions[:1]._today(),
        }

    @api.model
    def _chapter(self, adoption):
        rules = self._rules_by_article(adoption)
        own = adoption.regulation_id._with_repeated().article_ids
        # A rule the company made itself may rest on an article of another regulation.
        others = self.env["csm.regulation.article"].union(*rules) - own
        return {
            "adoption": adoption,
            "regulation": adoption.regulation_id,
            "articles": [self._article(article, rules) for article in own + others],
        }

    @api.model
    def _rules_by_article(self, adoption):
        """Return ``{article: [rule, …]}`` of the rules in force, and of those to come."""
        now = self.env.cr.now()
        in_force = Domain("adoption_id", "=", adoption.id) & Domain("valid_from", "!=", False)
        in_force &= Domain("valid_to", "=", False) | Domain("valid_to", ">", now)
        found = {}
        for section in self.env["csm.rule.mixin"]._demand_sections(in_force):
            for rule in section["rules"].sorted("valid_from"):
                found.setdefault(rule.article_id, []).append(rule)
        return found

    @api.model
    def _article(self, article, rules):
        now = self.env.cr.now()
        return {
            "article": article,
            "rules": [
                {"rule": rule, "is_to_come": rule.valid_from > now}
                for rule in rules.get(article, ())
            ],
            # What needs no figure is kept by the programs themselves.
            "is_kept": bool(article.catalog_ids) and article not in rules,
        }
