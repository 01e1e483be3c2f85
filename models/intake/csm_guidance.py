from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking

PLACES = {"case": ("csm.case",), "contact": ("csm.contact",), "both": ("csm.case", "csm.contact")}


class CsmGuidance(models.Model):
    """One piece of wording or advice of a regulation, shown where the work is done."""

    _name = "csm.guidance"
    _description = "Guidance"
    _inherit = ["csm.rule.domain.mixin"]

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
        help="Of the fields that the records of its place have, for example the channel.",
    )
    text = fields.Text("Wording", translate=True)
    preset_id = fields.Many2one("csm.guidance", readonly=True, ondelete="restrict")

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

    @api.constrains("place")
    def _check_domain_fits_its_place(self):
        self._check_domain_fits()

    def _spoken_models(self):
        return PLACES[self.place]

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "subject", "place", "text")

    @api.model
    @tools.ormcache("model", "company_id")
    def _shown(self, model, company_id):
        """Return a :class:`Speaking` for each rule about a model, in their order."""
        places = [place for place, names in PLACES.items() if model in names]
        rules = self._rules_in_force(company_id, Domain("place", "in", places))
        return tuple(Speaking(**rule._in_force_vals()) for rule in rules)

    @api.model
    def _for(self, record):
        """Return the guidance in force for a record, also for one not saved yet."""
        now, company = self.env.cr.now(), record.company_id or self.env.company
        ids = [
            shown.rule_id
            for shown in self._shown(record._name, company.id)
            if shown.speaks_to(record, record.team_id._origin, now)
        ]
        # Whoever takes a call may read what the regulation wants said.
        return self.sudo().browse(ids)

    @api.model
    def _demand_heading(self):
        return self.env._("Wording and Advice Where the Work Is Done")

    def _demand_sentence(self):
        return self.text or super()._demand_sentence()
