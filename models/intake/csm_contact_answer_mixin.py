from odoo import api, fields, models
from odoo.exceptions import UserError

# What is measured of a contact; the person measured does not correct it afterwards.
FIGURES = (
    "rings",
    "waiting_seconds",
    "greeting_seconds",
    "reply_seconds",
    "typing_speed",
    "repeat_number",
)


class CsmContactAnswerMixin(models.AbstractModel):
    """How fast we answered, and which limits of the adopted regulations were missed."""

    _name = "csm.contact.answer.mixin"
    _description = "How Fast a Contact Was Answered"

    rings = fields.Integer(aggregator="avg", copy=False)
    waiting_seconds = fields.Integer(
        "Waited (s)", aggregator="avg", copy=False, help="From the first ring to the first word."
    )
    greeting_seconds = fields.Integer(
        "Greeted After (s)",
        aggregator="avg",
        copy=False,
        help="From the arrival of a visitor or of a chat to the greeting.",
    )
    reply_seconds = fields.Integer(
        "Slowest Reply (s)", aggregator="max", copy=False, help="The longest wait within a chat."
    )
    typing_speed = fields.Integer("Characters per Minute", aggregator="avg", copy=False)
    has_apologised = fields.Boolean(
        "Apologised for the Wait", copy=False, help="Some regulations demand it after many rings."
    )
    is_measured = fields.Boolean(
        "Measured", readonly=True, copy=False, help="The telephone system counted, nobody typed."
    )
    repeat_of_id = fields.Many2one(
        "csm.contact",
        "Asks Again After",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The earlier contact about the same matter that had not been answered.",
    )
    repeat_number = fields.Integer(
        "Asked Again",
        compute="_compute_repeat_number",
        store=True,
        precompute=True,
        recursive=True,
        help="The how manieth time the customer had to turn to us again about one matter.",
    )
    missed_rule_ids = fields.Many2many(
        "csm.answer.rule",
        "csm_contact_missed_rule_rel",
        "contact_id",
        "rule_id",
        "Limits Missed",
        compute="_compute_missed_rule_ids",
        store=True,
        compute_sudo=True,
    )
    missed_count = fields.Integer(
        "Number of Limits Missed", compute="_compute_missed_rule_ids", store=True, compute_sudo=True
    )
    is_missed = fields.Boolean(
        "Missed a Limit", compute="_compute_missed_rule_ids", store=True, compute_sudo=True
    )
    missed_text = fields.Char("What Was Missed", compute="_compute_missed_text", compute_sudo=True)

    _figures_are_not_negative = models.Constraint(
        "CHECK(rings >= 0 AND waiting_seconds >= 0 AND greeting_seconds >= 0"
        " AND reply_seconds >= 0 AND typing_speed >= 0)",
        "Rings, seconds and characters cannot be below zero. Enter what was counted.",
    )

    @api.depends("repeat_of_id.repeat_number")
    def _compute_repeat_number(self):
        for contact in self:
            earlier = contact.repeat_of_id
            contact.repeat_number = earlier.repeat_number + 1 if earlier else 0

    @api.depends(*FIGURES, "channel", "team_id", "company_id", "started_at", "state")
    def _compute_missed_rule_ids(self):
        Rule = self.env["csm.answer.rule"]
        for contact in self:
            void = contact.state == "void"
            missed = () if void else Rule._missed_by(contact)
            contact.missed_rule_ids = Rule.browse(missed)
            contact.missed_count = len(missed)
            contact.is_missed = bool(missed)

    @api.depends("missed_rule_ids")
    @api.depends_context("lang")
    def _compute_missed_text(self):
        for contact in self:
            rules = contact.missed_rule_ids
            contact.missed_text = "; ".join(
                self.env._(
                    "%(rule)s: %(limit)s (%(article)s)",
                    rule=rule.name,
                    limit=rule.limit_text,
                    article=rule.article_id.display_name,
                )
                for rule in rules
            )

    def write(self, vals):
        self._check_figures_stand(vals)
        return super().write(vals)

    def _check_figures_stand(self, vals):
        """Refuse to mend what was measured."""
        names = [name for name in (*FIGURES, "repeat_of_id") if name in vals]
        if not names or self.env.su:
            return
        for contact in self:
            changed = [name for name in names if contact[name] != self._as_read(name, vals[name])]
            if changed and (contact.is_measured or contact.state in ("closed", "void")):
                raise UserError(
                    self.env._(
                        "%(contact)s: “%(field)s” was measured and stays as it is.",
                        contact=contact.display_name,
                        field=self._fields[changed[0]]._description_string(self.env),
                    )
                )

    @api.model
    def _as_read(self, name, value):
        return self.browse(value) if name == "repeat_of_id" else value or 0

    def _why_not_settle(self, move):
        reasons = (super()._why_not_settle(move), self._why_not_apologised(move))
        return "\n".join(filter(None, reasons))

    def _why_not_apologised(self, move):
        """Refuse to let go of a caller who waited too long and heard no word about it."""
        if move.name not in ("answer", "promise", "pass_on", "close") or self.has_apologised:
            return ""
        if self._is_abandoned():
            return ""
        # The refusal names the rule; whoever takes calls need not be able to read rules.
        rule = self.env["csm.answer.rule"].sudo()._apology_owed(self.sudo())
        if not rule:
            return ""
        return self.env._(
            "%(contact)s: from %(limit)s on, the caller is owed an apology (%(article)s). "
            "Apologise, tick “%(field)s”, then go on.",
            contact=self.display_name,
            limit=rule._amount_text(rule.second_limit),
            article=rule.article_id.display_name,
            field=self._fields["has_apologised"]._description_string(self.env),
        )
