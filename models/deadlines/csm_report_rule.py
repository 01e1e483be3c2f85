from ast import literal_eval
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ReportPlan(NamedTuple):
    """One report rule in force, as the teller needs it: no record, no query."""

    rule_id: int
    root_id: int
    occasion: str
    move: str
    domain: object
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)

    def is_asked_by(self, occasion, move):
        """Tell whether an occasion is this rule's: a new record may also match at once."""
        if self.occasion == "move":
            return occasion == "move" and move == self.move
        return occasion in (self.occasion, "create") and occasion != "move"


class CsmReportRule(models.Model):
    """Who is told at once when something happens to a record, and what they are told."""

    _name = "csm.report.rule"
    _description = "Report Rule"
    _inherit = ["csm.rule.mixin"]

    model_id = fields.Many2one(
        "ir.model",
        "Applies to",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._report_models())],
    )
    model = fields.Char("Model Name", related="model_id.model", store=True, index=True)
    domain = fields.Char("Which Records", default="[]", required=True)
    occasion = fields.Selection(
        [
            ("create", "when the record is made"),
            ("match", "as soon as the record is one of these"),
            ("move", "when a step is made"),
        ],
        "When",
        required=True,
        default="match",
    )
    move = fields.Char("Step", help="The technical name of the step, for example “close”.")
    wording = fields.Text(
        "What They Are Told", translate=True, help="Stands above the fields quoted."
    )
    # The register of fields is the administrator's; everybody else works with names.
    quoted_names = fields.Char(
        "Fields Quoted",
        help="The technical names of fields, separated by commas: what the record says in them "
        "stands in the report itself.",
    )
    quoted_text = fields.Char("What the Record Says In", compute="_compute_quoted_text")
    line_ids = fields.One2many("csm.report.line", "rule_id", "Who Is Told", copy=True)
    preset_id = fields.Many2one("csm.report.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.report.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )

    _step_is_named = models.Constraint(
        "CHECK((occasion = 'move') = (COALESCE(move, '') <> ''))",
        "Name the step that is reported; other occasions have none.",
    )

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    def _quoted(self):
        """Return the names of the fields the report quotes."""
        return (self.quoted_names or "").replace(",", " ").split()

    @api.depends("quoted_names", "model_id")
    @api.depends_context("lang")
    def _compute_quoted_text(self):
        for rule in self:
            known = self.env[rule.model]._fields if rule.model in self.env else {}
            rule.quoted_text = ", ".join(
                known[name]._description_string(self.env)
                for name in rule._quoted()
                if name in known
            )

    @api.constrains("domain", "model_id", "move", "quoted_names")
    def _check_speaks_of_its_model(self):
        for rule in self:
            Model = self.env[rule.model_id.model]
            names = [move.name for move in Model._moves]
            if rule.move and rule.move not in names:
                raise ValidationError(
                    self.env._(
                        "“%(model)s” has no step “%(move)s”. Its steps: %(moves)s.",
                        model=rule.model_id.name,
                        move=rule.move,
                        moves=", ".join(names),
                    )
                )
            unknown = [name for name in rule._quoted() if name not in Model._fields]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” quotes what “%(model)s” does not have: %(names)s.",
                        rule=rule.name,
                        model=rule.model_id.name,
                        names=", ".join(unknown),
                    )
                )
            try:
                Domain(literal_eval(rule.domain)).validate(Model)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” cannot tell its records: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _report_models(self):
        names = self.env.registry.descendants(["csm.report.mixin"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _figure_fields(self):
        return (
            *super()._figure_fields(),
            "model_id",
            "domain",
            "occasion",
            "move",
            "quoted_names",
            "line_ids",
        )

    # The plans the teller works with

    @api.model
    @tools.ormcache("model")
    def _is_any_for(self, model):
        """Tell whether any company reports anything about records of a model."""
        rules = self.sudo().search_count(
            [("model", "=", model), ("valid_from", "!=", False)], limit=1
        )
        return bool(rules)

    @api.model
    @tools.ormcache("model", "company_id")
    def _plans(self, model, company_id):
        """Return the :class:`ReportPlan` of each rule of a model and company."""
        rules = self.sudo().search(
            [
                ("model", "=", model),
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(
            ReportPlan(
                rule_id=rule.id,
                root_id=rule.root_id.id or rule.id,
                occasion=rule.occasion,
                move=rule.move or "",
                domain=Domain(literal_eval(rule.domain)),
                valid_from=rule.valid_from,
                valid_to=rule.valid_to or None,
                team_ids=frozenset(rule.adoption_id.team_ids.ids),
            )
            for rule in rules
        )

    @api.model
    @tools.ormcache("model")
    def _watched_fields(self, model):
        """Return which fields decide whether a record comes to match a rule."""
        rules = self.sudo().search(
            [("model", "=", model), ("valid_from", "!=", False), ("occasion", "=", "match")]
        )
        selectors = {
            condition.field_expr.split(".")[0]
            for rule in rules
            for condition in Domain(literal_eval(rule.domain)).iter_conditions()
        }
        # What a rule selects by may itself follow from other fields of the record.
        sources = {
            path.split(".")[0]
            for name in selectors
            for path in self.pool.field_depends[self.env[model]._fields[name]]
        }
        return frozenset(selectors | sources)

    # Hooks of the rule head

    def _new_version(self, valid_from, changes):
        version = super()._new_version(valid_from, changes)
        version.root_id = self.root_id or self
        return version

    def _is_used(self):
        return bool(self.env["csm.report"].sudo().search_count([("rule_id", "in", self.ids)]))

    def _figures(self):
        return [(line, "level", 1) for line in self.line_ids if line.addressee == "superior"]

    def _roles(self):
        return self.line_ids.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Who Is Told at Once")

    def _demand_sentence(self):
        occasions = dict(self._fields["occasion"]._description_selection(self.env))
        told = self.env._(
            "Told %(occasion)s: %(who)s.",
            occasion=occasions[self.occasion],
            who=", ".join(self.line_ids.mapped("display_name")) or "–",
        )
        return " ".join(filter(None, [told, super()._demand_sentence()]))
