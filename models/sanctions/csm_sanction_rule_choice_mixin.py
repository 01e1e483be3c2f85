from dataclasses import dataclass
from typing import NamedTuple

from odoo import api, models, tools
from odoo.exceptions import ValidationError

from ..regulations.csm_rule_mixin import InForce


class Person(NamedTuple):
    """Who did it, as they stood on that day."""

    department_ids: frozenset = frozenset()
    job_id: int = 0
    is_leader: bool = False
    team_ids: frozenset = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ladder(InForce):
    """One rule in force, as the counting needs it."""

    root_id: int
    article_id: int
    offence_ids: frozenset
    kind: str
    window: str
    applies_to: str
    department_ids: frozenset
    job_ids: frozenset
    destination: str
    share: str
    share_percent: float
    share_amount: float
    allowed_cost: float
    steps: tuple

    def rank(self, person):
        """Return how closely the rule speaks of a person; 0: it does not."""
        if self.team_ids and not self.team_ids & person.team_ids:
            return 0
        near = {
            "everybody": 1,
            "leader": 2 if person.is_leader else 0,
            "department": 3 if self.department_ids & person.department_ids else 0,
            "job": 4 if person.job_id in self.job_ids else 0,
        }[self.applies_to]
        return near and near + (10 if self.team_ids else 0)


class CsmSanctionRuleChoiceMixin(models.AbstractModel):
    """Which one rule answers to an act: the closest to the person, and never two.

    A job is closer than a department, that than leading others, that than everybody; what was
    adopted for a team is closer than what was adopted for the company.
    """

    _name = "csm.sanction.rule.choice.mixin"
    _description = "Choice of the Sanction Rule"

    def _root(self):
        return self["root_id"] or self

    @api.model
    @tools.ormcache("company_id")
    def _ladders(self, company_id):
        """Return the :class:`Ladder` of each rule in force, now or once, of a company."""
        return tuple(rule._ladder() for rule in self._rules_in_force(company_id))

    @api.model
    @tools.ormcache("rule_id")
    def _ladder_of(self, rule_id):
        """Return the :class:`Ladder` of one rule, also of one that was taken back."""
        return self.sudo().browse(rule_id)._ladder()

    def _ladder(self):
        return Ladder(
            **self._in_force_vals(),
            root_id=self._root().id,
            article_id=self["article_id"].id,
            offence_ids=frozenset(self._offences().ids),
            kind=self["kind"],
            window=self["window"],
            applies_to=self["applies_to"],
            department_ids=frozenset(self["department_ids"].ids),
            job_ids=frozenset(self["job_ids"].ids),
            destination=self["destination"],
            share=self._share_kind(),
            share_percent=self["superior_percent"],
            share_amount=self["superior_amount"],
            allowed_cost=self["allowed_cost"],
            steps=tuple(step._plan() for step in self["step_ids"]),
        )

    @api.model
    def _ladders_for(self, company_id, offence_id, person, moment):
        """Return the closest rules that answer to an act: one, none, or two that quarrel."""
        ranked = [
            (rank, ladder)
            for ladder in self._ladders(company_id)
            if offence_id in ladder.offence_ids
            and ladder.covers(moment)
            and (rank := ladder.rank(person))
        ]
        best = max((rank for rank, _ladder in ranked), default=0)
        return [ladder for rank, ladder in ranked if rank == best]

    # One rule for one thing

    def _rivals(self):
        """Return the rules in force that answer to the same act of the same persons."""
        self.ensure_one()
        mine = self._ladder()
        together = self["adoption_id"].sanction_rule_ids.filtered("active") - self
        others = (*self._ladders(self["company_id"].id), *(rule._ladder() for rule in together))
        rivals = [
            ladder.rule_id
            for ladder in others
            if ladder.rule_id != self.id
            and ladder.root_id != mine.root_id
            and not ladder.valid_to
            and ladder.offence_ids & mine.offence_ids
            and self._same_scope(mine, ladder)
        ]
        return self.sudo().browse(rivals)

    @api.model
    def _same_scope(self, one, other):
        """Tell whether two rules are equally close to somebody."""
        if one.applies_to != other.applies_to or bool(one.team_ids) != bool(other.team_ids):
            return False
        if one.team_ids and not one.team_ids & other.team_ids:
            return False
        shared = {
            "department": one.department_ids & other.department_ids,
            "job": one.job_ids & other.job_ids,
        }
        return bool(shared.get(one.applies_to, True))

    def _why_not_alone(self):
        """Say which other rule in force answers to the same act, or return an empty string."""
        self.ensure_one()
        rival = self._rivals()[:1]
        if not rival:
            return ""
        act = (self._offences() & rival._offences())[:1]
        return self.env._(
            "“%(offence)s” is answered by two rules: “%(rule)s” (%(article)s) and “%(other)s” "
            "(%(other_article)s). Keep one of them: archive the one of this adoption, or end the "
            "adoption of the other first.",
            offence=act.name,
            rule=self["name"],
            article=self["article_id"].display_name,
            other=rival["name"],
            other_article=rival["article_id"].display_name,
        )

    @api.constrains("applies_to", "department_ids", "job_ids")
    def _check_scope_named(self):
        for rule in self:
            wanted = {"department": "department_ids", "job": "job_ids"}.get(rule["applies_to"])
            # A preset names no department of a company; the company enters its own.
            if wanted and rule["company_id"] and rule["valid_from"] and not rule[wanted]:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” is for some only. Say which departments or jobs.",
                        rule=rule["name"],
                    )
                )
