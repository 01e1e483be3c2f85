from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.listed import listed


class CsmCaseStationRouteMixin(models.AbstractModel):
    """What a station of a route adds: who signs, what must be on record, back and past it."""

    _name = "csm.case.station.route.mixin"
    _description = "Stay With a Station of a Route"
    _inherit = ["csm.fact.mixin"]

    route_step_id = fields.Many2one(
        "csm.route.step",
        "Station",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    needs = fields.Char(related="route_step_id.needs", related_sudo=True)
    signed_by_id = fields.Many2one(
        "res.users", "Signed by", readonly=True, copy=False, ondelete="restrict"
    )
    signed_at = fields.Datetime("Signed", readonly=True, copy=False)
    returned_at = fields.Datetime("Sent Back On", readonly=True, copy=False)
    skipped_at = fields.Datetime("Skipped On", readonly=True, copy=False)
    return_step_id = fields.Many2one(
        "csm.route.step",
        "Back To",
        copy=False,
        ondelete="restrict",
        domain="[('id', 'in', returnable_step_ids)]",
    )
    returnable_step_ids = fields.Many2many(
        "csm.route.step", compute="_compute_returnable_step_ids", compute_sudo=True
    )
    return_reason = fields.Text("Why It Goes Back", copy=False)
    skip_reason = fields.Text("Why It Is Skipped", copy=False)
    is_my_unit = fields.Boolean(
        compute="_compute_is_my_unit",
        search="_search_is_my_unit",
        compute_sudo=True,
        export_string_translation=False,
    )

    # Written by the route and by the steps of a stay, never by hand.
    _kept_fields = ("route_step_id", "signed_by_id")

    @api.depends("route_step_id", "state")
    def _compute_returnable_step_ids(self):
        for stay in self:
            steps = stay["case_id"]._route_passed() if stay.route_step_id else stay.route_step_id
            stay.returnable_step_ids = steps

    # Whose unit it is

    @api.depends_context("uid")
    @api.depends("user_id", "role_id", "department_id")
    def _compute_is_my_unit(self):
        for stay in self:
            stay.is_my_unit = self.env.user in stay._unit_users()

    def _search_is_my_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        me = self.env.user.sudo()
        day = fields.Date.context_today(self)
        # Which roles somebody holds is asked on behalf of the record rules.
        Holder = self.env["csm.role.holder"].sudo()
        mine = Domain("employee_id.user_id", "=", me.id) & Holder._domain_on(day)
        domain = Domain.OR(
            Domain("role_id", "=", holder.role_id.id)
            & Domain("company_id", "=", holder.company_id.id)
            for holder in Holder.search(mine)
        )
        managed = self.env["hr.department"].sudo().search([("manager_id.user_id", "=", me.id)])
        return domain | Domain("department_id", "in", managed.ids)

    def _unit_persons(self):
        """Return the employees a unit means: its manager, then who holds the role, stand-ins last.

        Those the case complains about are left out.
        """
        stay = self.sudo()
        return self._persons_of(stay["case_id"], stay["department_id"], stay["role_id"])

    @api.model
    def _persons_of(self, case, department, role):
        # Whoever passes a case on need not see the employees of other departments.
        case, manager = case.sudo(), department.sudo().manager_id
        zone = case.company_id.resource_calendar_id.tz or "UTC"
        day = fields.Date.context_today(self.with_context(tz=zone), self.env.cr.now())
        above = self.env["csm.addressee"]._superiors(manager) if manager else manager
        holders = role.sudo()._employees_on(case.company_id, day)
        accused = case.accused_employee_ids
        return (manager + holders + above - accused).filtered(
            lambda employee: employee.user_id not in case.accused_user_ids or not employee.user_id
        )

    def _unit_users(self):
        """Return who may speak and sign for the unit: its persons, and whom one of them named."""
        return self.sudo()["user_id"] | self._unit_persons().user_id.filtered("active")

    def _signers(self):
        """Return who may speak for any of these stays."""
        return self.env["res.users"].union(*(stay._unit_users() for stay in self))

    # Handing on, with signature

    def _why_not_sign(self):
        """Refuse to hand a case on without what the route wants of this station."""
        step = self.sudo().route_step_id
        if not step:
            return ""
        case = self.sudo()["case_id"]
        values = {
            "station": self.display_name,
            "article": step.rule_id.article_id.display_name,
        }
        missing = [name for name in step._names() if case._is_not_entered(name)]
        if missing:
            return self.env._(
                "%(station)s (%(article)s) wants on record: %(fields)s. Enter what is missing, "
                "then hand the case on.",
                fields=listed(
                    self.env, (case.with_env(self.env)._fact_label(name) for name in missing)
                ),
                **values,
            )
        if step.wants_signature and self.env.user not in self._unit_users():
            return self.env._(
                "%(station)s (%(article)s) is signed by %(persons)s only.",
                persons=", ".join(self._unit_users().mapped("name"))
                or self.env._("the person of the unit"),
                **values,
            )
        return ""

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "hand_back" and self.env.user in self[:1]._unit_users():
            values.update(signed_by_id=self.env.uid, signed_at=values[move.fact])
        return values

    def _go(self, move):
        # Each stay is signed for its own unit.
        if len(self) > 1 and move.name == "hand_back":
            self._refuse((self, move))
            for stay in self:
                super(CsmCaseStationRouteMixin, stay)._go(move)
            return
        super()._go(move)

    # Back, and past it

    def action_send_back(self):
        return self._act("send_back")

    def action_skip(self):
        return self._act("skip")

    def action_ask_send_back(self):
        """Open the dialogue that sends the case back to an earlier station."""
        view, title = "csm_case_station_view_form_send_back", self.env._("Send Back")
        return self._ask(view, title)

    def action_read_negotiation(self):
        """Let the supervisor at the station say that they have read the negotiation's result."""
        self.ensure_one()
        self.check_access("write")
        # The case need not be theirs to open; who may read the result is asked by the case.
        return self.sudo()["case_id"].action_read_negotiation()

    def action_ask_skip(self):
        """Open the dialogue that lets a case go past a station."""
        return self._ask("csm_case_station_view_form_skip", self.env._("Skip"))

    def _ask(self, view, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(f"csm.{view}").id, "form")],
            "target": "new",
            "name": f"{title}: {self.display_name}",
        }

    def _why_not_send_back(self):
        if self.return_step_id not in self.returnable_step_ids or not self.return_reason:
            return self.env._(
                "%(station)s: choose the earlier station of the route that has to look at the case "
                "again, and write why.",
                station=self.display_name,
            )
        if self.env.user not in self._unit_users():
            return self.env._(
                "%(station)s: only the person of the unit sends the case back.",
                station=self.display_name,
            )
        return ""

    def _why_not_skip(self):
        values = {"station": self.display_name}
        if not self.route_step_id:
            return self.env._("%(station)s is on no route. Withdraw the case instead.", **values)
        if not self.env.user.has_group("csm.group_manager"):
            return self.env._(
                "%(station)s: the route is fixed. Only a manager lets a case go past a station.",
                **values,
            )
        if self.env.user in self._unit_users():
            return self.env._(
                "%(station)s is your own unit. Another manager has to let the case go past it.",
                **values,
            )
        if not (self.skip_reason or "").strip():
            return self.env._("%(station)s: write why the case goes past it.", **values)
        return ""

    def _why_not_withdraw(self):
        if not self.route_step_id or self.sudo()["case_id"].state == "void":
            return ""
        return self.env._(
            "%(station)s belongs to the route of the case and is not simply taken back. Let it "
            "hand the case on, or let a manager skip it.",
            station=self.display_name,
        )

    # Who has it

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            self._check_may_appoint(vals["user_id"])
        return super().write(vals)

    def _check_may_appoint(self, user_id):
        """Whoever signs for a unit is named by the unit or by a supervisor, never by themselves."""
        for stay in self.filtered("route_step_id"):
            is_unit = self.env.user in stay._unit_users()
            may = is_unit or self.env.user.has_group("csm.group_supervisor")
            if not may or (user_id == self.env.uid and not is_unit):
                raise UserError(
                    self.env._(
                        "%(station)s: the unit itself or a supervisor says who has the case, and "
                        "nobody names themselves.",
                        station=stay.display_name,
                    )
                )

    def _give_to_reachable(self):
        """Give stays whose person cannot be reached to whoever of the unit can."""
        for stay in self.sudo().filtered(lambda stay: stay["state"] == "here"):
            finder, now = self.env["csm.addressee"], self.env.cr.now()
            persons = finder._persons_of_employees(stay._unit_persons())
            user, notes = finder._reach(persons, now)
            if user and user != stay["user_id"]:
                stay.activity_ids.filtered(lambda a: not a.csm_deadline_id).unlink()
                stay.user_id = user
                stay._tell_person(notes)

    def action_give_to_reachable(self):
        """Look again for the person of the unit: the first who has neither left nor is away."""
        self.check_access("write")
        self._give_to_reachable()
        return True
