from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.carries import carries


class CsmCaseTransferMixin(models.AbstractModel):
    """Keeps whoever was asked first responsible until somebody has taken the case over."""

    _name = "csm.case.transfer.mixin"
    _description = "Handing Over"
    _inherit = ["csm.case.chain.mixin", "csm.deadline.mixin"]

    transfer_ids = fields.One2many("csm.case.transfer", "case_id", "Handing Over")
    open_transfer_id = fields.Many2one(
        "csm.case.transfer", "On Offer", compute="_compute_open_transfer_id", compute_sudo=True
    )
    offered_to = fields.Char("On Offer to", compute="_compute_open_transfer_id", compute_sudo=True)
    may_answer_offer = fields.Boolean(compute="_compute_may_answer_offer")
    responsible_id = fields.Many2one(
        "res.users",
        compute="_compute_responsible_id",
        search="_search_responsible_id",
        help="The handler; while there is none, whoever was asked first.",
    )
    is_solved_at_once = fields.Boolean(
        "Solved at First Contact",
        readonly=True,
        copy=False,
        help="Whoever was asked first finished it alone: nobody took it over, it was not opened "
        "again and the customer did not have to ask twice.",
    )

    @api.depends("transfer_ids.state")
    def _compute_open_transfer_id(self):
        for case in self:
            offer = case.transfer_ids.filtered(lambda transfer: transfer.state == "offered")[:1]
            case.open_transfer_id = offer
            case.offered_to = offer._receiver_name() if offer else False

    @api.depends_context("uid")
    @api.depends("transfer_ids.state")
    def _compute_may_answer_offer(self):
        for case in self:
            case.may_answer_offer = case.open_transfer_id.sudo().may_answer

    @api.depends("user_id", "first_responder_id")
    def _compute_responsible_id(self):
        for case in self:
            case.responsible_id = case.user_id or case.first_responder_id

    def _search_responsible_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        unhandled = Domain("user_id", "=", False)
        return Domain("user_id", "in", [v for v in value if v]) | (
            unhandled & Domain("first_responder_id", "in", value)
        )

    # Offering

    def action_offer(self):
        """Open the dialogue that offers the case to a colleague or a team."""
        return self._offer_dialogue(self.env._("Hand Over"), {})

    def action_refer(self):
        """Open the same dialogue with the superior as the receiver."""
        return self._offer_dialogue(
            self.env._("Refer to the Superior"), {"default_user_id": self._superior().id}
        )

    def _offer_dialogue(self, title, context):
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case.transfer.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": title,
            "context": {"default_case_ids": self.ids, **context},
        }

    def action_accept_offer(self):
        return self.open_transfer_id.with_env(self.env).action_accept()

    def action_decline_offer(self):
        return self.open_transfer_id.with_env(self.env).action_ask_decline()

    def action_withdraw_offer(self):
        return self.open_transfer_id.with_env(self.env).action_withdraw()

    @carries("S0-15-07")
    def _superior(self):
        """Return the nearest superior of the person responsible who can be reached."""
        self.ensure_one()
        addressee = self.env["csm.addressee"]
        person = addressee._person_of_user(self.responsible_id, self.company_id)
        chain = addressee._persons_of_employees(addressee._superiors(person.employee))
        leader = self.sudo().team_id.leader_id
        if leader and leader != self.responsible_id:
            chain.append(addressee._person_of_user(leader, self.company_id))
        barred = self.sudo().accused_user_ids
        chain = [person for person in chain if person.user not in barred]
        return addressee._reach(chain, self.env.cr.now())[0]

    def _offer(self, reason, user=None, team=None, **values):
        """Offer this case; returns the open transfer.

        :raise UserError: when it cannot be offered, or not to them
        """
        self.ensure_one()
        user, team = user or self.env["res.users"], team or self.env["csm.team"]
        refusal = self._why_not_offer(user, team)
        if refusal:
            raise UserError(refusal)
        reached, notes = self._stand_in(user, team) if user else (user, [])
        # Nobody writes an offer by hand; who may offer and to whom was asked above.
        transfer = (
            self.env["csm.case.transfer"]
            .sudo()
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            .create(
                {
                    "case_id": self.id,
                    "from_user_id": self.responsible_id.id or self.env.uid,
                    "asked_user_id": reached != user and user.id,
                    "user_id": reached.id,
                    "team_id": team.id,
                    "reason": reason,
                    "note": "\n".join(notes),
                    **values,
                }
            )
        )
        self._message_log(
            body=self.env._(
                "Offered to %(who)s: %(reason)s %(notes)s",
                who=transfer._receiver_name(),
                reason=reason,
                notes=" ".join(notes),
            )
        )
        transfer._tell_receivers()
        return transfer.with_env(self.env)

    def _why_not_offer(self, user, team):
        """Return the sentence that refuses to offer this case to them, or an empty string."""
        return self._why_not_on_offer() or (
            self._why_not_receiver(user) if user else self._why_not_receiving_team(team)
        )

    def _why_not_on_offer(self):
        name = self.display_name
        if self.state in ("closed", "void"):
            return self.env._("%(case)s is done with.", case=name)
        if self.state == "new":
            return self.env._("%(case)s is not registered yet. Register it first.", case=name)
        if self.open_transfer_id:
            return self.env._(
                "%(case)s is on offer to %(who)s already. Take that offer back first.",
                case=name,
                who=self.offered_to,
            )
        return self._why_not_offered_by(self.env.user)

    def _why_not_offered_by(self, user):
        responsible = self.responsible_id
        if self.env.su or not responsible or user == responsible:
            return ""
        if user.has_group("csm.group_supervisor") and self.has_access("write"):
            return ""
        return self.env._(
            "%(case)s is in the hands of %(who)s, who alone hands it over.",
            case=self.display_name,
            who=responsible.name,
        )

    def _why_not_receiver(self, user):
        """Refuse somebody who cannot have this case."""
        values = {"case": self.display_name, "person": user.name}
        known = user.sudo()
        if user in self.sudo().accused_user_ids:
            return self.env._(
                "%(case)s complains about %(person)s, who therefore cannot handle it. "
                "Choose somebody else.",
                **values,
            )
        if not known.active or not known.has_group("csm.group_agent"):
            return self.env._(
                "%(person)s does not work in customer service. Choose somebody else for %(case)s.",
                **values,
            )
        if self.company_id not in known.company_ids:
            return self.env._(
                "%(case)s belongs to %(company)s, where %(who)s does not work.",
                company=self.company_id.name,
                who=user.name,
                **values,
            )
        if user == self.responsible_id:
            return self.env._("%(case)s is in the hands of %(person)s already.", **values)
        return ""

    def _why_not_receiving_team(self, team):
        if not team:
            return self.env._(
                "%(case)s needs a receiver. Choose a person or a team.", case=self.display_name
            )
        if team.company_id != self.company_id:
            return self.env._(
                "%(case)s belongs to %(company)s, where %(who)s does not work.",
                case=self.display_name,
                company=self.company_id.name,
                who=team.display_name,
            )
        able = team.sudo().member_ids.filtered("active") - self.sudo().accused_user_ids
        if not able - self.responsible_id:
            return self.env._(
                "%(team)s has nobody who could take %(case)s over.",
                team=team.display_name,
                case=self.display_name,
            )
        return ""

    @carries("S0-06-07", neutral=(False, []))
    def _stand_in(self, user, team):
        """Return ``(user, notes)``: the receiver, or while away another colleague in charge."""
        addressee = self.env["csm.addressee"]
        choice = [user, *self._stand_ins(user, team)]
        able = [u for i, u in enumerate(choice) if not i or not self._why_not_receiver(u)]
        persons = [addressee._person_of_user(u, self.company_id) for u in dict.fromkeys(able)]
        reached, notes = addressee._reach(persons, self.env.cr.now())
        if not reached:
            return user, [*notes, self.env._("Nobody else could be reached.")]
        return reached.with_env(self.env), notes

    def _stand_ins(self, user, team):
        """Return who is in charge when somebody is away: stand-ins, the leader, the team."""
        company, day = self.company_id, fields.Date.context_today(self)
        Holder = self.env["csm.role.holder"].sudo()
        held = Holder.search(
            Holder._domain_on(day)
            & Domain("company_id", "=", company.id)
            & Domain("employee_id.user_id", "=", user.id)
        ).role_id
        stand_ins = [other for role in held for other in role._employees_on(company, day).user_id]
        group = (team or self.team_id).sudo()
        return [u for u in (*stand_ins, group.leader_id, *group.member_ids) if u and u != user]

    # What ends an offer

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        changing = self.filtered(lambda case: case.user_id.id != vals["user_id"])
        result = super().write(vals)
        changing._withdraw_offers()
        return result

    def _withdraw_offers(self):
        # An offer ends with what it was about, whoever brings that about.
        offers = self.sudo().transfer_ids.filtered(lambda transfer: transfer.state == "offered")
        if offers:
            move = offers._move_named("withdraw")
            values = offers._prepare_move_vals(move)
            offers._with_pass(values).write(values)
            offers._moved(move)

    def _moved(self, move):
        result = super()._moved(move)
        if move.name in ("close", "void"):
            self._withdraw_offers()
        if move.name == "close":
            for case in self.sudo():
                case.is_solved_at_once = case._was_solved_at_once()
        return result

    @carries("S0-06-06", neutral=False)
    def _was_solved_at_once(self):
        first = self.first_responder_id
        return bool(
            first
            and self.responsible_id == first
            and not self.transfer_ids.filtered("accepted_at")
            and not self.reopened_at
            and not self.asked_again_at
        )

    # Hooks of the deadline engine

    @api.model
    def _deadline_rights_watched(self):
        return [*super()._deadline_rights_watched(), "first_responder_id"]
