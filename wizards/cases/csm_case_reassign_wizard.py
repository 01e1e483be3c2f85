from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

OPEN = Domain("state", "not in", ("closed", "void"))


class CsmCaseReassignWizard(models.TransientModel):
    """Hands the open work of people who leave to somebody else, with the reason."""

    _name = "csm.case.reassign.wizard"
    _description = "Reassign Open Cases"

    from_user_ids = fields.Many2many(
        "res.users",
        "csm_case_reassign_from_rel",
        string="Whose Work",
        domain="[('share', '=', False)]",
        context={"active_test": False},
        help="All their open cases are taken.",
    )
    case_ids = fields.Many2many(
        "csm.case",
        "csm_case_reassign_case_rel",
        string="Cases",
        compute="_compute_case_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('state', 'not in', ('closed', 'void'))]",
    )
    case_count = fields.Integer("Cases to Move", compute="_compute_counts")
    activity_count = fields.Integer("Things to Do to Move", compute="_compute_counts")
    led_team_ids = fields.Many2many(
        "csm.team", string="Teams They Lead", compute="_compute_led_team_ids"
    )
    user_id = fields.Many2one("res.users", "New Handler", domain="[('share', '=', False)]")
    team_id = fields.Many2one("csm.team", "New Team", help="Empty: the cases stay in their teams.")
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env.context.get("active_model") == "csm.case"
        if chosen and self.env.context.get("active_ids"):
            values["case_ids"] = [Command.set(self.env.context["active_ids"])]
        return values

    @api.depends("from_user_ids")
    def _compute_case_ids(self):
        for wizard in self:
            if wizard.from_user_ids:
                theirs = Domain("user_id", "in", wizard.from_user_ids.ids)
                wizard.case_ids = self.env["csm.case"].search(OPEN & theirs)

    @api.depends("case_ids", "from_user_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.case_count = len(wizard.case_ids)
            wizard.activity_count = len(wizard._activities())

    @api.depends("from_user_ids")
    def _compute_led_team_ids(self):
        for wizard in self:
            leads = Domain("leader_id", "in", wizard.from_user_ids.ids)
            wizard.led_team_ids = self.env["csm.team"].search(leads)

    def action_reassign(self):
        """Move what may be moved, and list the rest with the reason."""
        self.ensure_one()
        if not self.user_id and not self.team_id:
            raise UserError(self.env._("Choose a new handler or a new team."))
        cases = self.case_ids
        if not cases and not self._activities():
            raise UserError(
                self.env._("There is no open work to move. Choose people or cases that have some.")
            )
        refusals = {case: self._why_not_move_case(case) for case in cases}
        good = cases.filtered(lambda case: not refusals[case])
        reasons = [reason for reason in refusals.values() if reason]
        # Whose work is taken has to be read before the cases change hands.
        activities = self._activities()
        self._move_cases(good)
        reasons += self._move_activities(activities, cases - good)
        return cases._tell_moved(good, reasons)

    def _why_not_move_case(self, case):
        """Return the sentence that refuses to move this case, or an empty string."""
        if not case.has_access("write"):
            return self.env._(
                "%(case)s is not yours to reassign. Ask a Manager.", case=case.display_name
            )
        if case.state in ("closed", "void"):
            return self.env._(
                "%(case)s is done with and keeps its handler.", case=case.display_name
            )
        if self.user_id in case.sudo().accused_user_ids:
            return self.env._(
                "%(case)s complains about %(person)s, who therefore cannot handle it. "
                "Choose another handler.",
                case=case.display_name,
                person=self.user_id.name,
            )
        strangers = [
            heir.display_name
            for heir, companies in (
                (self.user_id, self.user_id.sudo().company_ids),
                (self.team_id, self.team_id.company_id),
            )
            if heir and case.company_id not in companies
        ]
        if strangers:
            return self.env._(
                "%(case)s belongs to %(company)s, where %(who)s does not work.",
                case=case.display_name,
                company=case.company_id.name,
                who=", ".join(strangers),
            )
        return ""

    def _move_cases(self, cases):
        """Hand the cases over and say so in their histories."""
        values = {"user_id": self.user_id.id}
        if self.team_id:
            values["team_id"] = self.team_id.id
        bodies = {
            case.id: self.env._(
                "Reassigned from %(before)s to %(after)s: %(reason)s",
                before=case.user_id.name or self.env._("nobody"),
                after=self.user_id.name or self.team_id.name,
                reason=self.reason,
            )
            for case in cases
        }
        if cases:
            cases.write(values)
            cases._message_log_batch(bodies=bodies)

    # What they had to do

    def _activities(self):
        """Return the things to do for cases that those who leave, or the handlers, have."""
        about = Domain("res_model", "=", "csm.case")
        handlers = self.case_ids.user_id
        mine = Domain("res_id", "in", self.case_ids.ids) & Domain("user_id", "in", handlers.ids)
        theirs = Domain("user_id", "in", self.from_user_ids.ids)
        return self.env["mail.activity"].search(about & (mine | theirs))

    def _move_activities(self, activities, kept_cases):
        """Hand the things to do to the new handler, else to the leader of the case's team."""
        reasons = []
        by_id = activities.grouped("res_id")
        cases = self.env["csm.case"].browse(by_id).exists() - kept_cases
        for case in cases.filtered(lambda case: case.has_access("write")):
            heir = self.user_id or case.team_id.leader_id
            if not heir or heir in case.sudo().accused_user_ids:
                reasons.append(
                    self.env._(
                        "%(case)s: what is to be done finds nobody. Choose another handler.",
                        case=case.display_name,
                    )
                )
                continue
            # The things to do belong to somebody else; the case is the user's to hand over.
            quiet = by_id[case.id].sudo().with_context(mail_activity_quick_update=True)
            quiet.write({"user_id": heir.id})
        return reasons
