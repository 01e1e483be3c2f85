from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.csm_state_mixin import Move


class CsmCaseStation(models.Model):
    """One stay of a case with a unit: who has it, since when and until when, and what they say.

    Units are departments or roles. The case comes to one after the other; only units that handle
    it jointly have it beside the others. Time limits of a unit are deadline rules of this model.
    """

    _name = "csm.case.station"
    _description = "Stay of a Case With a Unit"
    _inherit = [
        "csm.case.limit.mixin",
        "csm.report.mixin",
        "csm.fact.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "case_id, sequence, id"
    _rec_names_search = ["case_id.number", "case_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    case_id = fields.Many2one(
        "csm.case", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="case_id.team_id", store=True, index=True)
    handler_id = fields.Many2one(related="case_id.user_id", string="Handler of the Case")
    sequence = fields.Integer("No.", readonly=True, copy=False)
    department_id = fields.Many2one(
        "hr.department", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        "Person",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Empty: the manager of the department, or who holds the role.",
    )
    is_joint = fields.Boolean(
        "Handled Jointly", help="This unit goes along while the case lies with others too."
    )
    task = fields.Text("What Is Asked of Them")
    limit_at = fields.Datetime(
        "To Be Back by", help="The time limit set for this case. Only a supervisor grants more."
    )
    opinion = fields.Text("What They Say", copy=False)
    state = fields.Selection(
        [("here", "Lies There"), ("left", "Handed Back"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="here",
        copy=False,
        index=True,
    )
    arrived_at = fields.Datetime(
        "Arrived",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    left_at = fields.Datetime("Handed Back On", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn On", readonly=True, copy=False)
    case_description = fields.Html(related="case_id.description", string="What Happened")
    case_demand = fields.Text(related="case_id.demand", string="Customer's Demand")
    case_kind = fields.Selection(related="case_id.kind", string="Kind of Case")

    _limit_fields = ("limit_at",)
    _facts = ("arrived_at", "left_at", "withdrawn_at")
    _moves = (
        Move("hand_back", ("here",), "left", "left_at", "_why_not_hand_back"),
        Move("withdraw", ("here",), "withdrawn", "withdrawn_at"),
    )

    _has_a_unit = models.Constraint(
        "CHECK(department_id IS NOT NULL OR role_id IS NOT NULL)",
        "Choose the department or the role to which the case goes.",
    )
    _one_at_a_time = models.UniqueIndex(
        "(case_id) WHERE state = 'here' AND is_joint IS NOT TRUE",
        "The case lies with another unit already. Let that one hand it back first, or let the "
        "units handle it jointly.",
    )

    @api.depends("case_id", "department_id", "role_id")
    def _compute_display_name(self):
        for station in self:
            # The unit reads which case it has, also where the case itself is not theirs to open.
            case = station.sudo().case_id.display_name
            station.display_name = f"{case or ''} · {station._unit()}"

    def _unit(self):
        """Return the unit in words."""
        return self.sudo().department_id.name or self.role_id.name or ""

    @api.constrains("user_id")
    def _check_person_is_not_accused(self):
        for station in self.sudo():
            if station.user_id & station.case_id.accused_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(case)s complains about %(person)s, to whom it therefore cannot go. "
                        "Choose somebody else.",
                        case=station.case_id.display_name,
                        person=station.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("case_id", self.env.context.get("default_case_id"))
            case = self.env["csm.case"].browse(vals["case_id"])
            case.check_access("write")
            case._check_may_go_on()
            vals["sequence"] = len(case.sudo().station_ids) + 1
            vals["user_id"] = vals.get("user_id") or self._person_of_unit(case, vals).id
        stations = super().create(vals_list)
        for station in stations:
            station._tell_person()
            station.case_id._was_passed_to(station.department_id)
        return stations

    @api.model
    def _person_of_unit(self, case, vals):
        """Return whom a unit means: the manager of the department, or who holds the role."""
        # Whoever passes a case on need not see the employees of other departments.
        Department, Role = self.env["hr.department"].sudo(), self.env["csm.role"]
        manager = Department.browse(vals.get("department_id")).manager_id
        zone = case.company_id.resource_calendar_id.tz or "UTC"
        day = fields.Date.context_today(self.with_context(tz=zone))
        holders = Role.browse(vals.get("role_id"))._employees_on(case.company_id, day)
        users = (manager + holders).sudo().user_id - case.sudo().accused_user_ids
        return users.filtered("active")[:1]

    def _tell_person(self):
        """Put the case on the list of the person it has come to, and note it in its history."""
        case = self.case_id
        told = self.with_context(lang=case.company_id.partner_id.lang)
        case._message_log(
            body=told.env._(
                "Passed to %(unit)s, %(person)s.",
                unit=told._unit(),
                person=self.user_id.name or told.env._("nobody in particular"),
            )
        )
        if self.user_id and self.user_id != self.env.user:
            mine = self.with_context(lang=self.user_id.lang)
            day = self.limit_at or self.env.cr.now()
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Datetime.context_timestamp(
                    self.with_context(tz=self.user_id.tz), day
                ).date(),
                summary=mine.env._("A case has come to you"),
                note=self.task or "",
                user_id=self.user_id.id,
            )

    # Moves

    def action_hand_back(self):
        return self._act("hand_back")

    def action_withdraw(self):
        return self._act("withdraw")

    def action_ask_hand_back(self):
        """Open the dialogue that asks what the unit says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("csm.csm_case_station_view_form_hand_back").id, "form")],
            "target": "new",
            "name": self.env._("Hand Back: %(case)s", case=self.display_name),
        }

    def _why_not_hand_back(self):
        if self.opinion:
            return ""
        return self.env._(
            "%(station)s: the unit has not said anything yet. Write what they say, then hand the "
            "case back.",
            station=self.display_name,
        )

    def _moved(self, move):
        result = super()._moved(move)
        # What was on somebody's list because of this stay is over with it.
        self.sudo().activity_ids.filtered(lambda a: not a.csm_deadline_id).action_done()
        for station in self:
            station._note_return(move)
        return result

    def _note_return(self, move):
        told = self.with_context(lang=self.company_id.partner_id.lang)
        text = told.env._("Handed back by %(unit)s.", unit=told._unit())
        if move.name == "withdraw":
            text = told.env._("Withdrawn from %(unit)s.", unit=told._unit())
        # A unit hands back a case that is not its own to write in.
        self.sudo().case_id._message_log(body=text)
        if move.name == "hand_back":
            self.sudo().case_id._was_handed_back(self.opinion)

    # Hooks of the deadline engine

    def _workers(self):
        return self.user_id

    def _deadline_is_over(self):
        return self.state == "withdrawn"

    def _deadline_is_silent(self):
        return self.sudo().case_id.is_historic

    @api.model
    def _deadline_open_domain(self):
        return super()._deadline_open_domain() & fields.Domain("state", "=", "here")

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}

    def _deadline_not_to_be_told(self):
        return self.sudo().case_id.accused_user_ids
