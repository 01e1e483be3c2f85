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
        "csm.case.station.entries.mixin",
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
        [
            ("here", "Lies There"),
            ("left", "Handed Back"),
            ("returned", "Sent Back"),
            ("skipped", "Skipped"),
            ("withdrawn", "Withdrawn"),
        ],
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
    _facts = ("arrived_at", "left_at", "signed_at", "returned_at", "skipped_at", "withdrawn_at")
    _moves = (
        Move("hand_back", ("here",), "left", "left_at", "_why_not_hand_back"),
        Move("send_back", ("here",), "returned", "returned_at", "_why_not_send_back"),
        Move("skip", ("here",), "skipped", "skipped_at", "_why_not_skip"),
        Move("withdraw", ("here",), "withdrawn", "withdrawn_at", "_why_not_withdraw"),
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
    @api.depends_context("lang")
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
        passed_over = []
        for vals in vals_list:
            vals.setdefault("case_id", self.env.context.get("default_case_id"))
            case = self.env["csm.case"].browse(vals["case_id"])
            case.check_access("write")
            case._check_may_go_on()
            vals["sequence"] = len(case.sudo().station_ids) + 1
            if not vals.get("user_id"):
                user, notes = self._person_of_unit(case, vals)
                vals["user_id"] = user.id
                passed_over.append(notes)
            else:
                passed_over.append([])
        # A stay that has just ended makes room for the next one.
        self.flush_model(["state", "is_joint"])
        stations = super().create(vals_list)
        for station, notes in zip(stations, passed_over, strict=True):
            station._tell_person(notes)
            if station.sudo().case_id.is_on_hold:
                station.sudo().case_id._hold_stations(station.sudo())
            if not station.route_step_id:
                station.case_id._was_passed_to(station.department_id)
        return stations

    @api.model
    def _person_of_unit(self, case, vals):
        """Return whom a unit means and who can be reached, and why others were passed over."""
        Department, Role = self.env["hr.department"], self.env["csm.role"]
        department, role = vals.get("department_id"), vals.get("role_id")
        employees = self._persons_of(case, Department.browse(department), Role.browse(role))
        finder = self.env["csm.addressee"]
        return finder._reach(finder._persons_of_employees(employees), self.env.cr.now())

    def _tell_person(self, notes=()):
        """Put the case on the list of the person it has come to, and note it in its history."""
        case = self.case_id
        told = self.with_context(lang=case.company_id.partner_id.lang)
        text = told.env._(
            "Passed to %(unit)s, %(person)s.",
            unit=told._unit(),
            person=self.user_id.name or told.env._("nobody in particular"),
        )
        case._message_log(body=" ".join([text, *notes]))
        user = self.user_id
        if not user and self.route_step_id:
            # A route waits for its stations: somebody has to name the person.
            user = case.sudo()._stand_in_for_accused()
        if user and user != self.env.user:
            self._schedule_for(user)

    def _schedule_for(self, user):
        mine = self.with_context(lang=user.lang)
        summary = mine.env._("A case has come to you")
        if not self.user_id:
            summary = mine.env._("Nobody of the unit can be reached: say who has the case")
        day = self.limit_at or self.env.cr.now()
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Datetime.context_timestamp(
                self.with_context(tz=user.tz), day
            ).date(),
            summary=summary,
            note=self.task or "",
            user_id=user.id,
        )

    # Moves

    def action_hand_back(self):
        return self._act("hand_back")

    def action_withdraw(self):
        return self._act("withdraw")

    def action_ask_hand_back(self):
        """Open the dialogue that asks what the unit says."""
        return self._ask("csm_case_station_view_form_hand_back", self.env._("Hand Back"))

    def _why_not_hand_back(self):
        step = self.sudo().route_step_id
        if (self.opinion or "").strip() or (step and not step.wants_opinion):
            return self._why_not_sign()
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
        texts = {
            "hand_back": told.env._("Handed back by %(unit)s.", unit=told._unit()),
            "withdraw": told.env._("Withdrawn from %(unit)s.", unit=told._unit()),
            "send_back": told.env._(
                "Sent back by %(unit)s to “%(station)s”: %(reason)s",
                unit=told._unit(),
                station=told.sudo().return_step_id.name or "",
                reason=told.return_reason or "",
            ),
            "skip": told.env._(
                "Passed by %(unit)s: %(reason)s", unit=told._unit(), reason=told.skip_reason or ""
            ),
        }
        # A unit hands back a case that is not its own to write in.
        case = self.sudo().case_id
        case._message_log(body=texts[move.name])
        if move.name == "hand_back" and not self.route_step_id:
            case._was_handed_back(self.opinion)
        case._route_stepped(self.sudo())

    # Hooks of the deadline engine

    def _workers(self):
        return self.user_id

    def _deadline_is_over(self):
        return self.state in ("withdrawn", "skipped")

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
