from dataclasses import dataclass

from odoo import api, fields, models, tools

from ..regulations.csm_rule_mixin import InForce

# Which field of a contact holds each measure.
MEASURES = {
    "rings": "rings",
    "waiting": "waiting_seconds",
    "greeting": "greeting_seconds",
    "reply": "reply_seconds",
    "typing": "typing_speed",
    "repeat": "repeat_number",
}
# Of this more is better; nothing typed is not slowly typed.
AT_LEAST = ("typing",)
CHANNELS = [
    ("phone", "Telephone"),
    ("visit", "Visit"),
    ("letter", "Letter"),
    ("fax", "Fax"),
    ("email", "E-mail"),
    ("web", "Web"),
    ("chat", "Chat"),
]


@dataclass(frozen=True, kw_only=True)
class AnswerPlan(InForce):
    """One rule in force, as a contact needs it."""

    measure: str
    channel: str
    limit: int
    second_limit: int

    def speaks_to(self, contact):
        moment = contact.started_at
        return (
            bool(moment)
            and self.channel in (False, contact.channel)
            and self.covers(moment)
            and (not self.team_ids or contact.team_id.id in self.team_ids)
        )

    def strictness(self):
        return -self.limit if self.measure in AT_LEAST else self.limit

    def is_missed(self, value):
        if self.measure in AT_LEAST:
            return bool(value) and value < self.limit
        return value > self.limit


class CsmAnswerRule(models.Model):
    """One limit of a regulation on how fast somebody who turns to us is answered."""

    _name = "csm.answer.rule"
    _description = "Answer Rule"
    _inherit = ["csm.rule.mixin"]

    measure = fields.Selection(
        [
            ("rings", "Rings"),
            ("waiting", "Seconds Until the First Word"),
            ("greeting", "Seconds Until the Greeting"),
            ("reply", "Seconds Until Each Reply"),
            ("typing", "Characters Typed per Minute"),
            ("repeat", "Times Asked Again"),
        ],
        required=True,
        default="rings",
    )
    channel = fields.Selection(CHANNELS, help="Empty: whichever way people turn to us.")
    limit = fields.Integer(help="As many are still in time; typing must be at least as fast.")
    second_limit = fields.Integer(
        "Apologise From", help="From this figure on the caller is owed an apology; 0 is never."
    )
    limit_text = fields.Char("Limit in Words", compute="_compute_limit_text")
    preset_id = fields.Many2one("csm.answer.rule", readonly=True, ondelete="restrict")

    _limit_is_not_negative = models.Constraint(
        'CHECK("limit" >= 0 AND (second_limit = 0 OR second_limit > "limit"))',
        "A limit cannot be negative, and an apology is owed only beyond it.",
    )

    _blank_fields = ("limit",)

    @api.depends("measure", "limit", "is_blank")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        for rule in self:
            if rule.is_blank:
                rule.limit_text = self.env._("not stated")
            elif rule.measure in AT_LEAST:
                rule.limit_text = self.env._(
                    "at least %(amount)s", amount=rule._amount_text(rule.limit)
                )
            else:
                rule.limit_text = self.env._(
                    "at most %(amount)s", amount=rule._amount_text(rule.limit)
                )

    def _amount_text(self, amount):
        """Return a figure of this rule with its unit."""
        texts = {
            "rings": self.env._("%(amount)s rings", amount=amount),
            "typing": self.env._("%(amount)s characters per minute", amount=amount),
            "repeat": self.env._("%(amount)s times", amount=amount),
        }
        return texts.get(self.measure) or self.env._("%(amount)s seconds", amount=amount)

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "measure", "channel", "limit", "second_limit")

    # What a contact is measured against

    @api.model
    @tools.ormcache("company_id")
    def _plans(self, company_id):
        """Return the :class:`AnswerPlan` of each rule in force, now or once."""
        rules = self._rules_in_force(company_id)
        return tuple(
            AnswerPlan(
                **rule._in_force_vals(),
                measure=rule.measure,
                channel=rule.channel,
                limit=rule.limit,
                second_limit=rule.second_limit,
            )
            for rule in rules
        )

    @api.model
    def _missed_by(self, contact):
        """Return the ids of the rules a contact missed, of each measure the one that binds."""
        binding = {}
        for plan in self._plans(contact.company_id.id):
            if plan.speaks_to(contact):
                other = binding.get(plan.measure)
                if not other or plan.strictness() < other.strictness():
                    binding[plan.measure] = plan
        return [
            plan.rule_id
            for plan in binding.values()
            if plan.is_missed(contact[MEASURES[plan.measure]])
        ]

    @api.model
    def _apology_owed(self, contact):
        """Return the rule after which a contact is owed an apology; empty when none is."""
        owed = [
            plan
            for plan in self._plans(contact.company_id.id)
            if plan.second_limit
            and plan.speaks_to(contact)
            and contact[MEASURES[plan.measure]] >= plan.second_limit
        ]
        first = min(owed, key=lambda plan: plan.second_limit, default=None)
        return self.browse(first.rule_id if first else ())

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("How Fast People Are Answered")

    def _demand_sentence(self):
        self.ensure_one()
        labels = dict(self._fields["measure"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        values = {"measure": labels[self.measure], "limit": self.limit_text}
        text = self.env._("%(measure)s: %(limit)s.", **values)
        if self.channel:
            text = self.env._("%(channel)s. %(text)s", channel=channels[self.channel], text=text)
        if self.second_limit:
            apology = self._amount_text(self.second_limit)
            text += " " + self.env._("From %(limit)s on, we apologise.", limit=apology)
        return text

    def _is_used(self):
        Contact = self.env["csm.contact"].sudo()
        # The limits of a contact just taken down are not reckoned yet.
        Contact.flush_model(["missed_rule_ids"])
        return bool(Contact.search_count([("missed_rule_ids", "in", self.ids)], limit=1))

    def _figures(self):
        stated = self.filtered(lambda rule: not rule.is_blank)
        second = stated.filtered("second_limit")
        return [(rule, "limit", 1) for rule in stated] + [
            (rule, "second_limit", 1) for rule in second
        ]
