from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class ReportPlan(Speaking):
    """One report rule in force, as the teller needs it."""

    root_id: int
    occasion: str
    move: str

    def is_asked_by(self, occasion, move):
        """Tell whether an occasion is this rule's: a new record may also match at once."""
        if self.occasion == "move":
            return occasion == "move" and move == self.move
        return occasion in (self.occasion, "create") and occasion != "move"


class CsmReportRule(models.Model):
    """Who is told at once when something happens to a record, and what they are told."""

    _name = "csm.report.rule"
    _description = "Report Rule"
    _inherit = ["csm.rule.selector.mixin"]

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

    _selects = "csm.report.mixin"

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

    @api.constrains("model_id", "move", "quoted_names")
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

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "occasion", "move", "quoted_names", "line_ids")

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
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return tuple(
            ReportPlan(
                **rule._in_force_vals(),
                root_id=rule.root_id.id or rule.id,
                occasion=rule.occasion,
                move=rule.move or "",
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
        return frozenset(self._selectors(model, rules))

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
