from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import recurrence

DAY = timedelta(days=1)
# So many periods the job looks back for what opened while it stood still.
LONGEST_GAP = 14


class CsmDutyRule(models.Model):
    """One thing a regulation wants done again and again: how often, by whom, with which proof."""

    _name = "csm.duty.rule"
    _description = "Duty Rule"
    _inherit = ["csm.duty.recurrence.mixin", "csm.rule.domain.mixin"]

    task = fields.Text(translate=True, help="What is to be done, for whoever does it.")
    scope = fields.Selection(
        [
            ("company", "once for the company"),
            ("team", "once for each team"),
            ("person", "by each person"),
            ("record", "for each record"),
        ],
        "How Many",
        required=True,
        default="company",
    )
    model_id = fields.Many2one(
        "ir.model",
        "For Each",
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._selectable_models())],
    )
    model = fields.Char("Model Name", related="model_id.model", store=True, index=True)
    addressee = fields.Selection(
        [
            ("leader", "The team leader"),
            ("member", "Whoever of the team finds the time"),
            ("role", "Who holds a role"),
            ("responsible", "Whoever is responsible for the record"),
        ],
        "Responsible",
        required=True,
        default="leader",
        help="A duty of each person is that person's own, whatever stands here.",
    )
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    obligation_id = fields.Many2one(
        "csm.obligation",
        ondelete="restrict",
        help="Of several rules with one obligation for the same record, the one that returns most "
        "often counts alone. Empty: each rule counts.",
    )

    wants_text = fields.Boolean("Report in Words")
    min_chars = fields.Integer("At Least Characters", help="0: any length.")
    wants_file = fields.Boolean("File Attached")
    item_ids = fields.One2many("csm.duty.item", "rule_id", "Checklist", copy=True)
    sign_off = fields.Selection(
        [
            ("none", "Nobody"),
            ("leader", "The team leader"),
            ("superior", "The direct superior"),
            ("role", "Who holds a role"),
        ],
        "Signed Off by",
        required=True,
        default="none",
    )
    sign_role_id = fields.Many2one(
        "csm.role", "Role That Signs", ondelete="restrict", index="btree_not_null"
    )
    is_perishable = fields.Boolean(
        "Cannot Be Made Up", help="What is not done in its time is missed for good."
    )
    demand_text = fields.Char("Proof", compute="_compute_demand_text")
    preset_id = fields.Many2one("csm.duty.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.duty.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )

    _blank_fields = ("every",)
    _selects = "csm.duty.mixin"

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR scope = 'person' OR role_id IS NOT NULL)",
        "Choose the role whose holder does it.",
    )
    _signing_role_is_named = models.Constraint(
        "CHECK(sign_off <> 'role' OR sign_role_id IS NOT NULL)",
        "Choose the role whose holder signs.",
    )
    _records_are_named = models.Constraint(
        "CHECK((scope = 'record') = (model_id IS NOT NULL))",
        "Say whose records a duty for each record is about; others are about none.",
    )
    _responsible_for_a_record = models.Constraint(
        "CHECK(addressee <> 'responsible' OR scope = 'record')",
        "Only a record has somebody responsible for it.",
    )
    _chars_are_not_negative = models.Constraint(
        "CHECK(min_chars >= 0)", "A text has 0 or more characters."
    )

    @api.depends("wants_text", "min_chars", "wants_file", "item_ids", "sign_off", "sign_role_id")
    @api.depends_context("lang")
    def _compute_demand_text(self):
        for rule in self:
            parts = []
            if rule.wants_text and rule.min_chars:
                chars = self.env._("a report of at least %(n)s characters", n=rule.min_chars)
                parts.append(chars)
            elif rule.wants_text:
                parts.append(self.env._("a report in words"))
            if rule.wants_file:
                parts.append(self.env._("a file"))
            if rule.item_ids:
                parts.append(self.env._("a checklist of %(n)s", n=len(rule.item_ids)))
            if rule.sign_off != "none":
                parts.append(self.env._("signed off: %(who)s", who=rule._signer_words()))
            rule.demand_text = ", ".join(parts)

    def _signer_words(self):
        labels = dict(self._fields["sign_off"]._description_selection(self.env))
        return self.sign_role_id.name or labels[self.sign_off]

    @api.constrains("model_id", "domain")
    def _check_model_has_duties(self):
        for rule in self.filtered("model_id"):
            if rule.sudo().model_id.model not in self._selectable_models():
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(model)s” has no duties. Choose another kind of record.",
                        rule=rule.name,
                        model=rule.sudo().model_id.name,
                    )
                )
        self._check_domain_fits()
        self._check_asks_nothing_secret()

    def _check_asks_nothing_secret(self):
        """Whether a duty comes of a condition would tell what a classified record says."""
        for rule in self.filtered("model_id"):
            if self.env[rule.model]._duties_are_confined and not rule._domain().is_true():
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” is about classified records and speaks to all of them. Leave "
                        "its condition empty.",
                        rule=rule.name,
                    )
                )

    @api.model
    def _selectable_models(self):
        """Return the names of the models whose records may have duties."""
        names = self.env.registry.descendants([self._selects], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    def _spoken_models(self):
        return self.sudo().model_id.mapped("model")

    @api.model
    def _figure_fields(self):
        own = ("task", "scope", "model_id", "addressee", "role_id", "obligation_id")
        proof = ("wants_text", "min_chars", "wants_file", "item_ids", "sign_off", "sign_role_id")
        when = self._recurrence_fields
        return (*super()._figure_fields(), *own, *when, *proof, "is_perishable")

    # What the maker works with

    @api.model
    def _at_work(self, now):
        """Return the rules in force at a moment."""
        adopted = [("adoption_id.state", "in", ("adopted", "ended")), ("company_id", "!=", False)]
        valid = [("valid_from", "<=", now), "|", ("valid_to", "=", False), ("valid_to", ">", now)]
        return self.search([*adopted, *valid])

    def _root(self):
        return self.root_id or self

    def _stricter(self):
        """Return the rules in force that ask for the same more often, of the same records."""
        if not self.obligation_id:
            return self.browse()
        often = self._recurrence().rough_days()
        return self._at_work(self.env.cr.now()).filtered(
            lambda rule: (
                rule.obligation_id == self.obligation_id
                and rule.company_id == self.company_id
                and (rule.scope, rule.model) == (self.scope, self.model)
                and rule._recurrence().rough_days() < often
            )
        )

    def _times(self, zone, is_working, now):
        """Return ``(first day of the period, opens, due, held)`` of what is shown by now.

        Oldest first; it begins with what is still due, and with what opened since the job last
        made something.
        """
        made = self._made_until()
        rule = self._recurrence()
        first, found = rule.following(rule.begin(now.date() + DAY)), []
        for _step in range(LONGEST_GAP):
            day = rule.day(first, is_working)
            if day:
                due, held = self._moments_of(zone, day)
                opens = recurrence.moment(zone, self._opening_day(rule, first, day), 0.0)
                if due < now and not (made and opens > made):
                    break
                if opens <= now and due >= self.valid_from:
                    found.append((first, max(opens, self.valid_from), due, held))
            first = rule.preceding(first)
        return found[::-1]

    def _moments_of(self, zone, day):
        """Return by when it is due on a day, and when it takes place, if it says so."""
        if not self.has_hour:
            return recurrence.moment(zone, day), False
        moment = recurrence.moment(zone, day, self.hour)
        if self.hour_means == "due":
            return moment, False
        return recurrence.moment(zone, day), moment

    def _opening_day(self, rule, first, day):
        if self.opens == "days":
            return day - self.lead_days * DAY
        return min(first, day)

    def _made_until(self):
        """Return when the newest duty of this rule, or of an earlier version, was opened."""
        made = [("root_id", "=", self._root().id)]
        return self.env["csm.duty"].sudo().search(made, order="opens_at desc", limit=1).opens_at

    # Hooks of the rule head

    def _new_version(self, valid_from, changes):
        version = super()._new_version(valid_from, changes)
        version.root_id = self._root()
        return version

    def _is_used(self):
        made = Domain("rule_id", "in", self.ids)
        return bool(self.env["csm.duty"].sudo().search_count(made, limit=1))

    def _figures(self):
        """Return the figures; -1 is no figure but the word *last*."""
        found = [(rule, "every", 1) for rule in self if not rule.is_blank]
        found += [(rule, "number", 1) for rule in self if rule.unit == "month" and rule.number > 0]
        found += [(rule, "month", 1) for rule in self if rule.month]
        found += [(rule, "hour", 0.5) for rule in self if rule.has_hour]
        return found + [(rule, "min_chars", 1) for rule in self if rule.min_chars]

    def _roles(self):
        return self.role_id | self.sign_role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Recurring Duties")

    def _demand_sentence(self):
        self.ensure_one()
        if self.is_incomplete:
            return super()._demand_sentence()
        sentence = self.env._(
            "%(when)s: %(who)s.", when=self.recurrence_text, who=self._doer_words()
        )
        sentence = sentence[:1].upper() + sentence[1:]
        proof = self.demand_text and self.env._("Proof: %(proof)s.", proof=self.demand_text)
        return " ".join(filter(None, [sentence, self.task, proof]))

    def _doer_words(self):
        if self.scope == "person":
            return self.role_id.name or self.env._("each member of the teams")
        labels = dict(self._fields["addressee"]._description_selection(self.env))
        return self.role_id.name or labels[self.addressee]
