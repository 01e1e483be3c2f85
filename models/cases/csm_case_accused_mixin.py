from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class CsmCaseAccusedMixin(models.AbstractModel):
    """Keeps those whom a case complains about away from it.

    They never handle it, never follow it, never have anything to do for it, and read it only when
    a Manager has opened it to them.
    """

    _name = "csm.case.accused.mixin"
    _description = "Persons a Case Complains About"

    accused_employee_ids = fields.Many2many(
        "hr.employee",
        "csm_case_accused_rel",
        "case_id",
        "employee_id",
        "Complained About",
        check_company=True,
    )
    accused_user_ids = fields.Many2many(
        "res.users",
        "csm_case_accused_user_rel",
        "case_id",
        "user_id",
        compute="_compute_accused_user_ids",
        store=True,
        compute_sudo=True,
        export_string_translation=False,
    )
    is_open_to_accused = fields.Boolean(
        "Open to the Person Complained About",
        groups="csm.group_manager",
        copy=False,
        tracking=True,
    )

    is_identity_withheld = fields.Boolean(
        "Identity Withheld",
        copy=False,
        tracking=True,
        help="The persons complained about never learn who complains: the case is never opened to "
        "them; they are heard instead.",
    )
    hearing_ids = fields.Many2many(
        "csm.case.hearing", compute="_compute_hearing_ids", compute_sudo=True, string="Hearings"
    )

    def _compute_hearing_ids(self):
        Hearing = self.env["csm.case.hearing"]
        found = Hearing.search([("case_id", "in", self.ids)]).grouped("case_id")
        for case in self:
            case.hearing_ids = found.get(case._origin, Hearing)

    @api.constrains("is_identity_withheld", "is_open_to_accused")
    def _check_identity_stays_withheld(self):
        for case in self.sudo():
            if case.is_identity_withheld and case.is_open_to_accused:
                raise ValidationError(
                    self.env._(
                        "%(case)s: the complainant's identity is withheld, so the case is not "
                        "opened to the persons complained about. Hear them instead.",
                        case=case.display_name,
                    )
                )

    def _check_may_disclose(self, vals):
        """Only a Manager lets those complained about know again who complains."""
        lifted = "is_identity_withheld" in vals and not vals["is_identity_withheld"]
        withheld = self.filtered("is_identity_withheld") if lifted else self.browse()
        if withheld and not self.env.su and not self.env.user.has_group("csm.group_manager"):
            raise UserError(
                self.env._(
                    "%(case)s: the complainant was promised not to be named. Only a manager lifts "
                    "that, after asking the complainant.",
                    case=withheld[0].display_name,
                )
            )

    @api.depends("accused_employee_ids.user_id")
    def _compute_accused_user_ids(self):
        for case in self:
            case.accused_user_ids = case.accused_employee_ids.user_id

    @api.constrains("user_id", "accused_employee_ids")
    def _check_handler_is_not_accused(self):
        for case in self.sudo():
            if case.user_id & case.accused_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(case)s complains about %(person)s, who therefore cannot handle it. "
                        "Choose another handler.",
                        case=case.display_name,
                        person=case.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        if any(vals.get("accused_employee_ids") for vals in vals_list):
            cases._keep_accused_away()
        return cases

    def write(self, vals):
        self._check_may_disclose(vals)
        result = super().write(vals)
        if "accused_employee_ids" in vals:
            self._keep_accused_away()
        return result

    def _barred_users(self):
        """Return who may not see these cases: those complained about, until a Manager opens it."""
        cases = self.sudo()
        closed = (case.accused_user_ids for case in cases if not case.is_open_to_accused)
        return cases.accused_user_ids.browse().union(*closed)

    def _keep_accused_away(self):
        """Take those complained about off the followers, the things to do and the inboxes."""
        # Whoever names a person may not see all that was sent to that person before.
        for case in self.sudo():
            persons = case.accused_user_ids
            if not persons:
                continue
            case.message_unsubscribe(persons.partner_id.ids)
            for activity in case.activity_ids.filtered(lambda a, p=persons: a.user_id in p):
                activity.user_id = case._stand_in_for_accused()
            case._take_back_messages(persons.partner_id)

    def _follow_accused(self):
        """Follow employees whose user has changed: the new users are kept away from now on."""
        for case in self.filtered(lambda case: case.user_id & case.accused_user_ids):
            person = case.user_id
            case.user_id = False
            leader = case._stand_in_for_accused()
            told = case.with_context(lang=leader.lang)
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id,
                summary=told.env._(
                    "%(person)s is complained about and cannot handle it. Choose another handler.",
                    person=person.name,
                ),
            )
        self._hand_on_rights()
        self._keep_accused_away()

    def _stand_in_for_accused(self):
        """Return who does what a person complained about had to do for the case."""
        team = self.team_id
        choice = [self.user_id, team.leader_id, *team.overseer_ids, self.env.user]
        able = [user for user in choice if user and user not in self.accused_user_ids]
        return able[0] if able else self.company_id.csm_fallback_user_id

    def _take_back_messages(self, partners):
        """Whoever was sent a message may read it for good, unless the sending is forgotten."""
        messages = self.message_ids.filtered(
            lambda message: (message.partner_ids | message.notified_partner_ids) & partners
        )
        messages.notification_ids.filtered(lambda note: note.res_partner_id in partners).unlink()
        messages.write({"partner_ids": [Command.unlink(id_) for id_ in partners.ids]})

    # Nobody sends the case to them

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Keep those complained about from following their own case."""
        return super().message_subscribe(
            partner_ids=self._without_accused(partner_ids), subtype_ids=subtype_ids
        )

    def message_post(self, *, partner_ids=None, **kwargs):
        """Keep a message from those complained about, also when somebody names them in it."""
        return super().message_post(partner_ids=self._without_accused(partner_ids), **kwargs)

    def _without_accused(self, partner_ids):
        accused = self.sudo().accused_user_ids.partner_id.ids
        return [id_ for id_ in partner_ids or () if id_ not in accused]

    def action_hear(self):
        """Open the dialogue that asks a person complained about for a statement."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case.hear.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Hear a Person: %(case)s", case=self.display_name),
            "context": {"default_case_id": self.id},
        }

    def _fact_rights(self):
        barred = [Command.set(self._barred_users().ids)]
        return {**super()._fact_rights(), "barred_user_ids": barred}
