from ast import literal_eval
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .csm_rule_mixin import InForce


@dataclass(frozen=True, kw_only=True)
class Speaking(InForce):
    """One rule in force that speaks to the records of a domain."""

    domain: object

    def speaks_to(self, record, team, moment):
        """Tell whether this rule counts for a record of a team at a moment.

        :param record: the record itself; rules may look at fields the user cannot read
        """
        is_of_team = not self.team_ids or team.id in self.team_ids
        return self.covers(moment) and is_of_team and bool(record.filtered_domain(self.domain))


class CsmRuleDomainMixin(models.AbstractModel):
    """A rule that speaks to some records only: those that match its domain."""

    _name = "csm.rule.domain.mixin"
    _description = "Rule That Selects Records"
    _inherit = ["csm.rule.mixin"]

    domain = fields.Char("Which Records", default="[]", required=True)

    # The models whose records the rules of an engine select, where it is always the same.
    _speaks_of = ()

    @api.constrains("domain")
    def _check_domain_fits(self):
        for rule in self.sudo():
            for model in rule._spoken_models():
                try:
                    rule._domain().validate(self.env[model])
                except (ValueError, SyntaxError, TypeError) as error:
                    raise ValidationError(
                        self.env._(
                            "“%(rule)s” cannot tell its records: %(error)s",
                            rule=rule.name,
                            error=error,
                        )
                    ) from error

    def _domain(self):
        return Domain(literal_eval(self.domain))

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "domain")

    def _in_force_vals(self):
        return {**super()._in_force_vals(), "domain": self._domain()}

    @api.model
    def _selectors(self, model, rules):
        """Return which fields of a model decide whether these rules speak to a record."""
        selectors = {
            condition.field_expr.split(".")[0]
            for rule in rules
            for condition in rule._domain().iter_conditions()
        }
        # What a rule selects by may itself follow from other fields of the record.
        sources = {
            path.split(".")[0]
            for name in selectors
            for path in self.pool.field_depends[self.env[model]._fields[name]]
        }
        return selectors | sources

    # Hooks

    def _spoken_models(self):
        """Hook: return the names of the models whose records this rule may select."""
        return self._speaks_of
