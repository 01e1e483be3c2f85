from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReportCsmCsmAdoptionHandbook(models.AbstractModel):
    """Gathers what the handbook prints: of the regulations in force, each article and its rules."""

    _name = "report.csm.csm_adoption_handbook"
    _description = "Handbook of the Regulations in Force"

    _inherit = ["csm.form.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_adoption_handbook"
    _form_model = "csm.adoption"

    @api.model
    def _form_docs(self, docids, data):
        adoptions = self.env["csm.adoption"].browse(docids).exists()
        adoptions = adoptions.filtered(lambda adoption: adoption.state == "adopted")
        if not adoptions:
            raise UserError(
                self.env._(
                    "The handbook holds the regulations in force, and none of these is. Adopt one "
                    "first."
                )
            )
        return adoptions

    @api.model
    def _form_sheets(self, docs):
        """One book for all of them; a company has a book of its own."""
        return list(docs.grouped("company_id").values())

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(doc[:3].regulation_id.mapped("code")) + (" …" if len(doc) > 3 else "")

    @api.model
    def _form_values(self, doc):
        return {
            "chapters": [self._chapter(adoption) for adoption in doc],
            "today": doc[:1]._today(),
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
