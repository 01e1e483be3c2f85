from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class Route(Speaking):
    """One route in force, and the step of a case with which it begins."""

    move: str


class CsmRouteRule(models.Model):
    """A fixed route of a regulation: the stations a case travels, one after the other."""

    _name = "csm.route.rule"
    _description = "Route"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Cases")
    model = fields.Char(default="csm.case", readonly=True, export_string_translation=False)
    move = fields.Char(
        "Begins With",
        required=True,
        default="register",
        help="The technical name of the step of a case that sends it on its way.",
    )
    step_text = fields.Char("Begins", compute="_compute_step_text")
    step_ids = fields.One2many("csm.route.step", "rule_id", "Stations", copy=True)
    route_text = fields.Char("Route", compute="_compute_route_text")
    unheard_text = fields.Char("Whom Nobody Reminds", compute="_compute_unheard_text")
    preset_id = fields.Many2one("csm.route.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.case",)

    @api.depends("move")
    @api.depends_context("lang")
    def _compute_step_text(self):
        Case = self.env["csm.case"]
        moves = {move.name: move for move in Case._moves}
        for rule in self:
            known = moves.get(rule.move)
            rule.step_text = Case._move_label(known) if known else rule.move

    @api.depends("step_ids.name", "step_ids.sequence")
    @api.depends_context("lang")
    def _compute_route_text(self):
        for rule in self:
            steps = rule.step_ids.sorted(lambda step: (step.sequence, step.id))
            rule.route_text = " → ".join(steps.mapped("name"))

    @api.depends("step_ids.limit", "step_ids.name", "company_id")
    @api.depends_context("lang")
    def _compute_unheard_text(self):
        """Say which stations have a limit that no deadline rule of the company follows."""
        # Whoever reads the route may know whether its limits are followed.
        Rule = self.env["csm.deadline.rule"].sudo()
        limited = self.filtered(lambda rule: rule.company_id and any(rule.step_ids.mapped("limit")))
        followed = Rule.search(
            [
                ("model", "=", "csm.case.station"),
                ("due_field_id.name", "=", "limit_at"),
                ("company_id", "in", limited.company_id.ids),
                ("valid_to", "=", False),
            ]
        ).company_id
        self.unheard_text = False
        for rule in limited.filtered(lambda rule: rule.company_id not in followed):
            rule.unheard_text = self.env._(
                "Nobody hears when these are late: %(stations)s. No deadline rule of %(company)s "
                "is due as promised in “To Be Back by”; make one for stays with units.",
                stations=", ".join(rule.step_ids.filtered("limit").mapped("name")),
                company=rule.company_id.name,
            )

    @api.constrains("move")
    def _check_step_is_of_a_case(self):
        names = [move.name for move in self.env["csm.case"]._moves]
        for rule in self:
            if rule.move not in names:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(step)s” is no step of a case. Choose one of: %(steps)s.",
                        rule=rule.name,
                        step=rule.move,
                        steps=", ".join(names),
                    )
                )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "move", "step_ids")

    @api.model
    @tools.ormcache("company_id")
    def _routes(self, company_id):
        """Return the :class:`Route` of each rule in force, now or once, in their order."""
        rules = self._rules_in_force(company_id)
        return tuple(Route(**rule._in_force_vals(), move=rule.move) for rule in rules)

    @api.model
    def _route_of(self, case, move):
        """Return the rule of the first route that a case begins with a step, or an empty one."""
        # Rules may look at fields the user cannot read.
        mine = case.sudo()
        for route in self._routes(mine.company_id.id):
            if route.move == move and route.speaks_to(mine, mine.team_id, mine._entry_start()):
                return self.browse(route.rule_id)
        return self.browse()

    # Hooks of the rule head

    def _is_used(self):
        cases = self.env["csm.case"].sudo()
        return bool(cases.search_count([("route_rule_id", "in", self.ids)], limit=1))

    def _figures(self):
        # A station moved past its neighbour is another route; those at the ends have only one.
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        figures = [(step, "sequence", 15) for step in steps[1:-1]]
        return figures + [(step, "limit", 1) for step in steps if step.limit]

    def _roles(self):
        return self.step_ids.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Routes of Cases")

    def _demand_sentence(self):
        self.ensure_one()
        return self.env._("A case goes to these, in this order: %(route)s.", route=self.route_text)
