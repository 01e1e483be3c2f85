from ast import literal_eval
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PLACES = {"case": ("csm.case",), "contact": ("csm.contact",), "both": ("csm.case", "csm.contact")}


class Shown(NamedTuple):
    """One piece of guidance in force: no record, no query."""

    rule_id: int
    domain: object
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


class CsmGuidance(models.Model):
    """One piece of wording or advice of a regulation, shown where the work is done."""

    _name = "csm.guidance"
    _description = "Guidance"
    _inherit = ["csm.rule.mixin"]

    subject = fields.Selection(
        [
            ("greeting", "Greeting"),
            ("closing", "Closing Words"),
            ("script", "Script"),
            ("question", "Question and Answer"),
            ("technique", "How to Go About It"),
            ("note", "What to Point Out"),
        ],
        required=True,
        default="script",
    )
    place = fields.Selection(
        [("contact", "In the contact register"), ("case", "On cases"), ("both", "In both")],
        "Shown",
        required=True,
        default="both",
    )
    domain = fields.Char(
        "Which Records",
        default="[]",
        required=True,
        help="Of the fields that the records of its place have, for example the channel.",
    )
    text = fields.Text("Wording", translate=True)
    preset_id = fields.Many2one("csm.guidance", readonly=True, ondelete="restrict")

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")
    _blank_fields = ("text",)

    def _gap(self):
        return self.env._(
            "%(guidance)s (%(article)s): the source wants a wording and gives none. Write your "
            "company's.",
            guidance=self.name,
            article=self.article_id.display_name,
        )

    @api.constrains("text", "is_blank")
    def _check_has_words(self):
        for guidance in self:
            if not guidance.is_blank and not (guidance.text or "").strip():
                raise ValidationError(
                    self.env._(
                        "“%(guidance)s” shows nothing. Write its wording.", guidance=guidance.name
                    )
                )

    @api.constrains("domain", "place")
    def _check_domain_fits_its_place(self):
        for guidance in self:
            for model in PLACES[guidance.place]:
                try:
                    Domain(literal_eval(guidance.domain)).validate(self.env[model])
                except (ValueError, SyntaxError, TypeError) as error:
                    raise ValidationError(
                        self.env._(
                            "“%(guidance)s” cannot tell its records: %(error)s",
                            guidance=guidance.name,
                            error=error,
                        )
                    ) from error

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "subject", "place", "domain", "text")

    @api.model
    @tools.ormcache("model", "company_id")
    def _shown(self, model, company_id):
        """Return the :class:`Shown` of a model and company, in their order."""
        places = [place for place, names in PLACES.items() if model in names]
        rules = self.sudo().search(
            [
                ("place", "in", places),
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(
            Shown(
                rule.id,
                Domain(literal_eval(rule.domain)),
                rule.valid_from,
                rule.valid_to or None,
                frozenset(rule.adoption_id.team_ids.ids),
            )
            for rule in rules
        )

    @api.model
    def _for(self, record):
        """Return the guidance in force for a record, also for one not saved yet."""
        now, company = self.env.cr.now(), record.company_id or self.env.company
        ids = [
            shown.rule_id
            for shown in self._shown(record._name, company.id)
            if shown.covers(now)
            and (not shown.team_ids or record.team_id._origin.id in shown.team_ids)
            and record.filtered_domain(shown.domain)
        ]
        # Whoever takes a call may read what the regulation wants said.
        return self.sudo().browse(ids)

    @api.model
    def _demand_heading(self):
        return self.env._("Wording and Advice Where the Work Is Done")

    def _demand_sentence(self):
        return self.text or super()._demand_sentence()
