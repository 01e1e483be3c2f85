from odoo import api, fields, models

from ...tools import clock
from ...tools.listed import listed
from .csm_case_chain_mixin import AT_WORK


class CsmCaseRouteMixin(models.AbstractModel):
    """Sends a case along the route of its regulation: the next station when the last has signed."""

    _name = "csm.case.route.mixin"
    _description = "Case on a Fixed Route"
    _inherit = ["csm.case.stations.mixin"]

    route_rule_id = fields.Many2one(
        "csm.route.rule",
        "Route",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    route = fields.Json("Stations of the Route", compute="_compute_route")
    route_article_id = fields.Many2one(
        related="route_rule_id.article_id", string="Route Rests On", related_sudo=True
    )

    @api.depends_context("lang", "uid")
    @api.depends(
        lambda self: (
            "route_rule_id",
            "station_ids.state",
            "station_ids.user_id",
            "station_ids.next_due_at",
            *self._facts,
        )
    )
    def _compute_route(self):
        for case in self:
            case.route = case._route_rows() if case.id and case.route_rule_id else False

    def write(self, vals):
        result = super().write(vals)
        if "department_id" in vals:
            self._route_on()
        return result

    # Where it stands

    def _route_steps(self):
        """Return the stations of the route in their order."""
        steps = self.sudo().route_rule_id.step_ids
        return steps.sorted(lambda step: (step.sequence, step.id))

    def _route_stays(self):
        """Return the stays with stations of the route in the present round, oldest first."""
        stays = self.sudo()["station_ids"].filtered("route_step_id").sorted("id")
        again = self["reopened_at"]
        return stays.filtered(lambda stay: not again or stay.arrived_at >= again)

    def _route_passed(self):
        """Return the stations that have handed the case on; what was sent back is open again."""
        passed = self.env["csm.route.step"].sudo()
        order = {step: number for number, step in enumerate(self._route_steps())}
        for stay in self._route_stays():
            if stay.state in ("left", "skipped"):
                passed |= stay.route_step_id
            elif stay.state == "returned":
                back = order.get(stay.return_step_id, 0)
                passed = passed.filtered(lambda step, back=back: order.get(step, 0) < back)
        return passed

    def _route_ahead(self):
        """Return the stations this case still has to go to, in their order."""
        case = self.sudo()
        rule, none = case.route_rule_id, self.env["csm.route.step"].sudo()
        if not rule or not case.filtered_domain(rule._domain()):
            return none
        passed = case._route_passed()
        return none.union(
            *(
                step
                for step in case._route_steps()
                if step not in passed and step._speaks_to(case) and not case._has_made(step)
            )
        )

    def _has_made(self, step):
        """Whether the step of the case that a station awaits has been made in this round."""
        return step.unit == "step" and self._stands(self._move_named(step.awaits).fact)

    # On its way

    def _route_begin(self, move):
        """Put cases on the route that begins with a step; returns those with a route."""
        for case in self:
            if not case.route_rule_id and not case["is_historic"]:
                rule = self.env["csm.route.rule"]._route_of(case, move.name)
                if rule:
                    # Which route a case follows is kept by the system.
                    case.sudo().route_rule_id = rule
        return self.filtered("route_rule_id")

    def _route_on(self):
        """Pass cases that lie with nobody to the next station of their route."""
        # The route passes a case on, whoever made the step before.
        for case in self.sudo().filtered("route_rule_id"):
            here = case["station_ids"].filtered(lambda s: s.state == "here" and not s.is_joint)
            ahead = case._route_ahead() if case["state"] in AT_WORK and not here else ()
            if ahead and ahead[0].unit != "step":
                case._route_to(ahead[0])

    def _route_to(self, step):
        """Pass the case to a station."""
        is_own = step.unit == "case_department"
        department = self["department_id"] if is_own else step.department_id
        if not department and not step.role_id:
            # It goes on as soon as the case has a department.
            return
        self.env["csm.case.station"].create(
            {
                "case_id": self.id,
                "route_step_id": step.id,
                "department_id": department.id,
                "role_id": step.role_id.id,
                "task": step.task,
                "limit_at": self._route_limit(step),
            }
        )

    def _route_limit(self, step):
        """Return when a station that gets the case now has to hand it on; False: no limit."""
        if not step.limit:
            return False
        now = self.env.cr.now().replace(microsecond=0)
        calendar = self._deadline_calendar()
        if not calendar:
            return False
        ticking = calendar._clock(self["company_id"])
        try:
            return clock.due_at(now, step.limit, step.limit_unit, ticking)
        except clock.NoWorkingTime:
            return False

    # In the gate

    def _why_not_move(self, move):
        return super()._why_not_move(move) or self._why_not_before_stations(move)

    def _why_not_before_stations(self, move):
        """Refuse a step that comes after stations which have not handed the case on yet."""
        held = self.env["csm.route.step"].sudo()
        for step in self._route_ahead():
            if step.unit == "step" and step.awaits == move.name:
                break
            held |= step if step.unit != "step" else held
            if step.holds == move.name:
                break
        else:
            return ""
        if not held:
            return ""
        return self.env._(
            "%(case)s has not been to all stations before “%(step)s” yet (%(article)s). Still "
            "ahead: %(stations)s.",
            case=self.display_name,
            step=self._move_label(move),
            article=self.sudo().route_rule_id.article_id.display_name,
            stations=listed(self.env, held.mapped("name")),
        )

    def _moved(self, move):
        result = super()._moved(move)
        self._route_begin(move)._route_on()
        return result

    def _route_stepped(self, stay):
        """A station has handed the case on, or back, or was skipped."""
        makes = stay.route_step_id.makes if stay.state == "left" else ""
        if makes:
            move = self._move_named(makes)
            if not (move.fact and self._stands(move.fact)):
                self._go(move)
        self._route_on()

    # On the screen

    def _route_rows(self):
        """Return the stations in their order, for the page that shows the route."""
        case, ahead = self.sudo(), self._route_ahead()
        stays = case._route_stays().grouped("route_step_id")
        return [
            case._route_row(step, stays.get(step, case["station_ids"].browse())[-1:], ahead)
            for step in case._route_steps()
        ]

    def _route_row(self, step, stay, ahead):
        state = "passed"
        if stay.state == "here":
            state = "here"
        elif step in ahead:
            state = "ahead"
        elif stay.state == "skipped":
            state = "skipped"
        elif not stay and not self._has_made(step):
            state = "not_needed"
        row = {"id": step.id, "name": step.name, "unit": step._unit_text(), "state": state}
        if step.unit == "step":
            fact = self._move_named(step.awaits).fact
            left = self[fact] if state == "passed" else False
            names = self._maker(fact).name if left else ""
            label = self.env._("awaits: %(step)s", step=self._fact_label(fact))
            return {**row, "unit": label, "who": names, "left": fields.Datetime.to_string(left)}
        return {**row, **(self._route_stay(stay) if state != "ahead" and stay else {})}

    def _route_stay(self, stay):
        due = stay.next_due_at or stay.limit_at if stay.state == "here" else False
        text = fields.Datetime.to_string
        return {
            "who": (stay.signed_by_id or stay.user_id).name or "",
            "arrived": text(stay.arrived_at),
            "left": text(stay.left_at or stay.skipped_at),
            "due": text(due),
            "signed": bool(stay.signed_by_id),
            "note": (stay.skip_reason if stay.state == "skipped" else stay.opinion) or "",
        }
