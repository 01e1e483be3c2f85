from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...tools.listed import listed, listed_apart
from .csm_entry_rule import CREATE

# Says that a record comes in by itself. An object, so that no remote call can carry it.
BY_ITSELF = object()


class CsmStateMixin(models.AbstractModel):
    """Lets the gate ask the adopted regulations what must be on record before a step."""

    _inherit = "csm.state.mixin"

    entry_gap = fields.Text("Still to Enter", compute="_compute_entry_gap")

    @api.depends_context("lang")
    def _compute_entry_gap(self):
        for record in self:
            lines = [record._entry_gap_of(move) for move in record._moves]
            record.entry_gap = "\n".join(filter(None, lines))

    @api.model_create_multi
    def create(self, vals_list):
        asked = self._is_asked_at_creation(vals_list)
        records = super().create(vals_list)
        if asked:
            records._check_entered()
        return records

    @api.model
    def _is_asked_at_creation(self, vals_list):
        """What comes in by itself, or out of an older register, is as it is."""
        by_itself = self.env.context.get("csm_by_itself") is BY_ITSELF
        return not by_itself and not self._has_pass(vals_list)

    def _coming_by_itself(self):
        """Return these records for the making of what nobody typed, such as a mail."""
        return self.with_context(csm_by_itself=BY_ITSELF)

    def _check_entered(self):
        refusals = [reason for record in self if (reason := record._why_not_entered(CREATE))]
        if refusals:
            raise ValidationError("\n".join(refusals))

    def _why_not_move(self, move):
        # What the regulations want comes first: their sentences name the article.
        may_go = self[self._state_field] in move.sources
        return (self._why_not_entered(move.name) if may_go else "") or super()._why_not_move(move)

    def _why_not_entered(self, step):
        """Return what the regulations in force still want on record before a step."""
        lacks = self._entry_lacks(step)
        return "\n".join(self._entry_refusal(rule, names) for rule, names in lacks)

    def _entry_refusal(self, rule, names):
        values = {
            "record": self.display_name or self._description,
            "rule": rule.name,
            "article": rule.article_id.display_name,
        }
        if rule.forbids:
            return self.env._(
                "%(record)s: “%(rule)s” (%(article)s) does not allow this step here. %(advice)s",
                advice=rule.advice or "",
                **values,
            )
        return self.env._(
            "%(record)s: “%(rule)s” (%(article)s) wants on record: %(fields)s. %(advice)s",
            fields=listed(self.env, rule._labels(names)),
            advice=rule.advice or self.env._("Enter what is missing, then try again."),
            **values,
        )

    def _entry_gap_of(self, move):
        """Say what is missing for a step that may be made next."""
        if self[self._state_field] not in move.sources:
            return ""
        lacks = [entry for entry in self._entry_lacks(move.name) if not entry[0].forbids]
        if not lacks:
            return ""
        return self.env._(
            "Still to enter before “%(step)s”: %(demands)s.",
            step=self._move_label(move),
            demands=listed_apart(
                self.env,
                (
                    self.env._(
                        "%(fields)s (%(article)s)",
                        fields=listed(self.env, rule._labels(names)),
                        article=rule.article_id.display_name,
                    )
                    for rule, names in lacks
                ),
            ),
        )

    def _entry_lacks(self, step):
        """Return ``[(rule, names of empty fields)]`` of the rules in force for a step."""
        # Rules may look at fields the user cannot read.
        record, Rule = self.sudo(), self.env["csm.entry.rule"].sudo()
        demands = Rule._demands(self._name, record._entry_company().id).get(step, ())
        lacks = []
        for demand in demands:
            if demand.speaks_to(record, record._entry_team(), record._entry_start()):
                names = [name for name in demand.names if record._is_not_entered(name)]
                if names or demand.forbids:
                    lacks.append((Rule.browse(demand.rule_id), names))
        return lacks

    def _is_not_entered(self, name):
        value, kind = self[name], self._fields[name].type
        if kind == "html":
            return is_html_empty(value)
        if kind in ("char", "text"):
            return not (value or "").strip()
        return not value

    @api.model
    def _move_label(self, move):
        """Return what users call a step: the state it leads to, else the fact it sets."""
        if move.target:
            return self._state_labels()[move.target]
        return self._fields[move.fact]._description_string(self.env) if move.fact else move.name

    # Hooks

    def _entry_company(self):
        """Hook: the company whose regulations count for this record."""
        return (self["company_id"] if "company_id" in self._fields else None) or self.env.company

    def _entry_team(self):
        """Hook: the team whose regulations count for this record."""
        return self["team_id"] if "team_id" in self._fields else self.env["csm.team"]

    def _entry_start(self):
        """Hook: the moment whose version of a rule counts for this record."""
        return self.create_date or self.env.cr.now()
