from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move


class CsmCaseTransfer(models.Model):
    """One offer to take a case over; until somebody accepts it, its giver stays responsible."""

    _name = "csm.case.transfer"
    _description = "Handing Over of a Case"
    _inherit = ["csm.fact.mixin", "csm.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "offered_at desc, id desc"
    _rec_name = "case_id"
    _mail_post_access = "read"

    case_id = fields.Many2one(
        "csm.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_name = fields.Char("Customer", compute="_compute_about", compute_sudo=True)
    kind = fields.Char(compute="_compute_about", compute_sudo=True)
    from_user_id = fields.Many2one(
        "res.users", "Given by", required=True, readonly=True, ondelete="restrict", index=True
    )
    asked_user_id = fields.Many2one(
        "res.users",
        "First Thought of",
        readonly=True,
        ondelete="restrict",
        help="Who was to take the case, but could not be reached.",
    )
    user_id = fields.Many2one(
        "res.users", "Offered to", readonly=True, ondelete="restrict", index=True
    )
    team_id = fields.Many2one(
        "csm.team", "Offered to Team", readonly=True, ondelete="restrict", index=True
    )
    reason = fields.Text(required=True, readonly=True)
    is_in_person = fields.Boolean(
        "In Person", readonly=True, help="The customer was led to the receiver, who was there."
    )
    note = fields.Text("How It Came to Them", readonly=True)
    state = fields.Selection(
        [
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="offered",
        index=True,
    )
    offered_at = fields.Datetime(
        "Offered On",
        required=True,
        readonly=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    accepted_at = fields.Datetime("Accepted", readonly=True)
    declined_at = fields.Datetime("Declined", readonly=True)
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True)
    accepted_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decline_reason = fields.Text("Why Declined", readonly=True)
    may_answer = fields.Boolean(compute="_compute_may_answer")
    may_withdraw = fields.Boolean(compute="_compute_may_answer")

    _facts = ("offered_at", "accepted_at", "declined_at", "withdrawn_at")
    _moves = (
        Move("accept", ("offered",), "accepted", "accepted_at", "_why_not_accept"),
        Move("decline", ("offered",), "declined", "declined_at", "_why_not_decline"),
        Move("withdraw", ("offered",), "withdrawn", "withdrawn_at", "_why_not_withdraw"),
    )

    _one_open_per_case = models.UniqueIndex(
        "(case_id) WHERE state = 'offered'", "This case is on offer already."
    )
    _has_a_receiver = models.Constraint(
        "CHECK(user_id IS NOT NULL OR team_id IS NOT NULL)",
        "Say to whom the case is offered: a person or a team.",
    )

    @api.depends("case_id.partner_name", "case_id.kind")
    def _compute_about(self):
        kinds = dict(self.env["csm.case"]._fields["kind"]._description_selection(self.env))
        for transfer in self:
            transfer.partner_name = transfer.case_id.partner_name
            transfer.kind = kinds.get(transfer.case_id.kind)

    @api.depends("case_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # The receiver of an offer reads which case it is before the case is theirs.
        for transfer in self:
            transfer.display_name = transfer.sudo().case_id.display_name

    @api.depends_context("uid")
    @api.depends("state", "user_id", "team_id", "from_user_id")
    def _compute_may_answer(self):
        for transfer in self:
            is_open = transfer.state == "offered"
            transfer.may_answer = is_open and self.env.user in transfer._receivers()
            transfer.may_withdraw = is_open and not transfer._why_not_withdraw()

    def _receivers(self):
        """Return who may answer this offer."""
        # Who is in a team is no secret among those it is offered to.
        team = self.sudo().team_id
        return self.user_id if self.user_id else team.member_ids | team.leader_id

    # The gate

    def write(self, vals):
        """Refuse every change but the answer itself."""
        if not self.env.su:
            raise AccessError(
                self.env._("An offer is part of the record. Accept it, decline it or withdraw it.")
            )
        return super().write(vals)

    def action_accept(self):
        """Take the case over: from now on it is the receiver's."""
        return self._answer("accept")

    def action_withdraw(self):
        """Take the offer back."""
        return self._answer("withdraw")

    def action_ask_decline(self):
        """Open the dialogue that asks why the case is not taken."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case.transfer.decline.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Decline %(case)s", case=self.display_name),
            "context": {"default_transfer_id": self.id},
        }

    def _decline(self, reason):
        """Give the case back, with the reason."""
        self.check_access("read")
        self._refuse((self, self._move_named("decline")))
        self.sudo().decline_reason = reason
        return self._answer("decline")

    def _answer(self, name):
        self.check_access("read")
        # The receiver has no right to write the case before it is theirs; the gate asks who it is.
        return self.sudo()._act(name)

    def _why_not_accept(self):
        case, me = self.sudo().case_id, self.env.user
        if me not in self._receivers():
            return self.env._(
                "%(case)s is offered to %(who)s, not to you.",
                case=case.display_name,
                who=self._receiver_name(),
            )
        if case.state in ("closed", "void"):
            return self.env._("%(case)s is done with.", case=case.display_name)
        return case._why_not_receiver(me)

    def _why_not_decline(self):
        if self.env.user in self._receivers():
            return ""
        return self.env._(
            "%(case)s is offered to %(who)s, not to you.",
            case=self.display_name,
            who=self._receiver_name(),
        )

    def _why_not_withdraw(self):
        user = self.env.user
        if user == self.from_user_id or user.has_group("csm.group_supervisor"):
            return ""
        return self.env._(
            "%(case)s was offered by %(who)s, who alone takes the offer back.",
            case=self.display_name,
            who=self.from_user_id.name,
        )

    def _receiver_name(self):
        return self.user_id.name or self.sudo().team_id.name

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "accept":
            values["accepted_by_id"] = self.env.uid
        return values

    def _moved(self, move):
        result = super()._moved(move)
        for transfer in self:
            getattr(transfer, f"_moved_{move.name}")()
            transfer.activity_ids.filtered(lambda a: not a.csm_deadline_id).unlink()
        return result

    def _moved_accept(self):
        case = self.case_id
        values = {"user_id": self.accepted_by_id.id}
        if self.team_id:
            values["team_id"] = self.team_id.id
        case.write(values)
        case._message_log(
            body=self.env._(
                "Handed over from %(before)s to %(after)s: %(reason)s",
                before=self.from_user_id.name,
                after=self.accepted_by_id.name,
                reason=self.reason,
            )
        )

    def _moved_decline(self):
        self.case_id._message_log(
            body=self.env._(
                "%(who)s declined to take the case over: %(reason)s",
                who=self.env.user.name,
                reason=self.decline_reason,
            )
        )
        self._tell_giver(lambda told: told.env._("Declined: the case is still yours"))

    def _moved_withdraw(self):
        self.case_id._message_log(
            body=self.env._("The offer to %(who)s was taken back.", who=self._receiver_name())
        )

    def _tell_giver(self, summary):
        """Tell whoever gave the case that it is still theirs.

        :param summary: a function that returns the sentence in the language of its argument
        """
        giver, case = self.from_user_id, self.case_id
        if giver.active and giver not in case.accused_user_ids:
            told = case.with_context(lang=giver.lang)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=giver.id,
                summary=summary(told),
                note=self.decline_reason,
            )

    # Who hears of it

    @carries("S2-05-28")
    def _tell_receivers(self):
        """Put the offer on the list of those who may take it."""
        for transfer in self.sudo():
            away = transfer.user_id or transfer._receivers()
            for user in away - transfer.from_user_id - transfer.case_id.accused_user_ids:
                told = transfer.with_context(lang=user.lang)
                told.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=told.env._("Take over: %(case)s", case=transfer.case_id.display_name),
                    note=transfer.reason,
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("An offer is part of the record and cannot be deleted."))

    # Hooks of the deadline engine

    def _deadline_team(self):
        return self.team_id or self.case_id.team_id

    def _deadline_rights(self):
        return {
            **super()._deadline_rights(),
            "team_id": self._deadline_team().id,
            "barred_user_ids": self.case_id._barred_users().ids,
        }

    def _deadline_stop(self, name, start):
        return self[name] or self.declined_at or self.withdrawn_at

    def _deadline_not_to_be_told(self):
        return self.sudo().case_id.accused_user_ids

    def _workers(self):
        return self.from_user_id | self.user_id | self.accepted_by_id
