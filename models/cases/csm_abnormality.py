from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move

# What a unit is told, and does not reword once it has it.
TOLD = {"name", "case_id", "company_id", "team_id", "department_id", "found", "request"}


class CsmAbnormality(models.Model):
    """An abnormality without loss: a unit is asked to improve, answers, and that is all."""

    _name = "csm.abnormality"
    _description = "Abnormality"
    _inherit = ["csm.report.mixin", "csm.fact.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Subject", required=True, tracking=True)
    case_id = fields.Many2one("csm.case", check_company=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["csm.case"]._default_team_id(),
    )
    filed_by_id = fields.Many2one(
        "res.users", "Filed by", required=True, readonly=True, default=lambda self: self.env.user
    )
    department_id = fields.Many2one(
        "hr.department", "Unit Asked", required=True, check_company=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        check_company=True,
        ondelete="restrict",
        index=True,
        domain="[('share', '=', False)]",
        help="Empty: the manager of the department.",
    )
    found = fields.Text("What Is Abnormal", required=True)
    request = fields.Text("What Is to Improve", required=True)
    answer = fields.Text("What the Unit Does About It", copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "With the Unit"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    sent_at = fields.Datetime("Sent", readonly=True, copy=False)
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)

    _kept_fields = ("filed_by_id",)
    _facts = ("sent_at", "answered_at", "closed_at")
    _moves = (
        Move("send", ("draft",), "sent", "sent_at", "_why_not_send"),
        Move("answer", ("sent",), "answered", "answered_at", "_why_not_answer"),
        Move("ask_again", ("answered",), "sent", "sent_at"),
        Move("close", ("answered",), "closed", "closed_at", "_why_not_close"),
    )

    @api.model_create_multi
    def create(self, vals_list):
        named = [vals["case_id"] for vals in vals_list if vals.get("case_id")]
        self.env["csm.case"].browse(named).check_access("read")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not TOLD.isdisjoint(vals):
            told = self.filtered(
                lambda note: note.state != "draft" and self.env.user in note._person()
            )
            if told:
                raise UserError(
                    self.env._(
                        "%(note)s: what the unit is asked is worded by whoever filed it. Write "
                        "your answer.",
                        note=told[0].display_name,
                    )
                )
        return super().write(vals)

    @api.onchange("case_id")
    def _onchange_case_id(self):
        for note in self.filtered("case_id"):
            note.name = note.name or note.case_id.name
            note.team_id = note.case_id.team_id or note.team_id

    def action_send(self):
        return self._act("send")

    def action_answer(self):
        return self._act("answer")

    def action_ask_again(self):
        return self._act("ask_again")

    def action_close(self):
        return self._act("close")

    def _person(self):
        """Return who answers for the unit."""
        # Whoever files it need not see the employees of other departments.
        manager = self.sudo().department_id.manager_id.user_id
        return self.user_id | (manager if not self.user_id else manager.browse())

    def _why_not_send(self):
        if self._person():
            return ""
        return self.env._(
            "%(note)s: “%(unit)s” has no manager with a user account. Choose the person.",
            note=self.display_name,
            unit=self.department_id.name,
        )

    def _why_not_answer(self):
        if (self.answer or "").strip():
            return ""
        return self.env._(
            "%(note)s: write what the unit does about it, then answer.", note=self.display_name
        )

    def _why_not_close(self):
        """Whoever was asked to improve does not say that it is enough."""
        if self.env.user not in self._person():
            return ""
        return self.env._(
            "%(note)s was answered by you. Whoever filed it says whether that is enough.",
            note=self.display_name,
        )

    def _moved(self, move):
        result = super()._moved(move)
        for note in self:
            tasks = note.sudo().activity_ids.filtered(lambda task: not task.csm_deadline_id)
            tasks.action_done()
            if move.target == "sent":
                note.user_id = note._person()[:1]
                note._ask(note.user_id, note.env._("You are asked to improve something"))
            elif move.name == "answer":
                note._ask(note.filed_by_id, note.env._("The unit has answered"))
        return result

    def _ask(self, user, summary):
        if user and user != self.env.user and user.active:
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )

    def _workers(self):
        return self.user_id

    def _deadline_is_over(self):
        return self.state == "closed"

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}
