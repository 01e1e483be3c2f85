from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.listed import listed


class CsmRouteStep(models.Model):
    """One station of a route: who has the case, what they must say and enter, and how long."""

    _name = "csm.route.step"
    _description = "Station of a Route"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.route.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    unit = fields.Selection(
        [
            ("role", "Who holds a role"),
            ("department", "A department"),
            ("case_department", "The department of the case"),
            ("step", "Nobody: a step of the case is awaited"),
        ],
        "Who Has It",
        required=True,
        default="role",
    )
    role_id = fields.Many2one("csm.role", ondelete="restrict")
    department_id = fields.Many2one("hr.department", ondelete="restrict")
    awaits = fields.Char(
        "Awaited Step", help="The technical name of the step of the case, for example “decide”."
    )
    task = fields.Text("What Is Asked", translate=True)
    needs = fields.Char(
        "Must Be on Record",
        help="The technical names of fields of the case that must be filled in before the station "
        "hands the case on, separated by commas.",
    )
    wants_opinion = fields.Boolean("With Opinion", default=True)
    wants_signature = fields.Boolean(
        "With Signature",
        default=True,
        help="Only the person of the unit hands the case on, and signs by doing so.",
    )
    limit = fields.Integer(
        "Within",
        help="Sets “To Be Back by” when the case arrives. 0: the station has no limit of its own. "
        "Who hears when it is missed is said by a deadline rule about stays with units that is due "
        "as promised in “To Be Back by”; where no such rule is in force, nobody does.",
    )
    limit_unit = fields.Selection(
        [
            ("hour", "hours"),
            ("working_hour", "working hours"),
            ("day", "days"),
            ("working_day", "working days"),
        ],
        "Unit",
        required=True,
        default="working_day",
    )
    domain = fields.Char(
        "Only If", default="[]", required=True, help="Cases that do not match skip this station."
    )
    holds = fields.Char(
        "Refused Before",
        help="The technical name of the step of the case that is refused before this station has "
        "handed the case on.",
    )
    makes = fields.Char(
        "Brings About",
        help="The technical name of the step of the case that is made when this station hands it "
        "on.",
    )

    needs_text = fields.Char("What Must Be on Record", compute="_compute_texts")
    holds_text = fields.Char("Not Before It", compute="_compute_texts")
    makes_text = fields.Char("What It Brings About", compute="_compute_texts")

    _role_is_named = models.Constraint(
        "CHECK(unit <> 'role' OR role_id IS NOT NULL)", "Choose the role that has the case."
    )
    _department_is_named = models.Constraint(
        "CHECK(unit <> 'department' OR department_id IS NOT NULL)",
        "Choose the department that has the case.",
    )
    _step_is_named = models.Constraint(
        "CHECK(unit <> 'step' OR COALESCE(awaits, '') <> '')",
        "Name the step of the case that is awaited.",
    )
    _limit_is_not_negative = models.Constraint(
        'CHECK("limit" >= 0)', "A time limit cannot be below zero. Enter 0 for none."
    )

    @api.depends("needs", "holds", "makes")
    @api.depends_context("lang")
    def _compute_texts(self):
        Case = self.env["csm.case"]
        labels = {move.name: Case._move_label(move) for move in Case._moves}
        for step in self:
            names = [name for name in step._names() if name in Case._fields]
            needs = (Case._fields[name]._description_string(self.env) for name in names)
            step.needs_text = listed(self.env, needs)
            step.holds_text = labels.get(step.holds, step.holds)
            step.makes_text = labels.get(step.makes, step.makes)

    @api.constrains("awaits", "holds", "makes", "needs")
    def _check_speaks_of_cases(self):
        Case = self.env["csm.case"]
        moves = {move.name for move in Case._moves}
        for step in self:
            named = {step.awaits, step.holds, step.makes} - {False, ""}
            unknown = sorted(named - moves) + [n for n in step._names() if n not in Case._fields]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(station)s” names “%(name)s”, which cases do not have.",
                        station=step.name,
                        name=unknown[0],
                    )
                )

    @api.constrains("domain")
    def _check_domain_fits(self):
        for step in self:
            try:
                step._domain().validate(self.env["csm.case"].sudo())
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(station)s” cannot tell its cases: %(error)s",
                        station=step.name,
                        error=error,
                    )
                ) from error

    def _domain(self):
        return Domain(literal_eval(self.domain))

    def _names(self):
        """Return the names of the fields that must be filled in."""
        return (self.needs or "").replace(",", " ").split()

    def _speaks_to(self, case):
        """Tell whether a case, read without regard to rights, goes to this station."""
        return bool(case.filtered_domain(self._domain()))

    def _unit_text(self):
        """Return who has the case, in words."""
        named = self.role_id.name or self.department_id.name
        labels = dict(self._fields["unit"]._description_selection(self.env))
        return named or labels[self.unit]

    def _demand_sentence(self):
        parts = [self.name]
        if self.unit != "step":
            parts.append(self._unit_text())
        if self.limit:
            units = dict(self._fields["limit_unit"]._description_selection(self.env))
            parts.append(f"{self.limit} {units[self.limit_unit]}")
        return ", ".join(parts)
