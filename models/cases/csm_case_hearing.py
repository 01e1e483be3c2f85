from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.csm_state_mixin import Move

# What those who ask write, and what the person heard writes.
ASKED = ("accusation", "questions", "answer_by")
SAID = ("statement",)


class CsmCaseHearing(models.Model):
    """What a person complained about is asked, and what they say; it holds nothing of the case.

    Whoever is complained about reads and answers their own hearing and never the case. No field
    leads from here to the case, the customer or the others: ``case_id`` is the system's alone.
    """

    _name = "csm.case.hearing"
    _description = "Hearing"
    _inherit = ["csm.fact.mixin"]
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "csm.case", required=True, index=True, ondelete="cascade", groups=fields.NO_ACCESS
    )
    case_text = fields.Char("About the Case", compute="_compute_case_text")
    employee_id = fields.Many2one(
        "hr.employee", "Person Heard", required=True, ondelete="restrict", groups="csm.group_agent"
    )
    user_id = fields.Many2one(
        "res.users", "Heard", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, export_string_translation=False
    )
    accusation = fields.Text("What Is Said", required=True)
    questions = fields.Text("What Is Asked")
    answer_by = fields.Datetime("To Be Answered By")
    statement = fields.Text("What They Say", copy=False)
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("asked", "With the Person"),
            ("answered", "Answered"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    asked_at = fields.Datetime("Asked On", readonly=True, copy=False)
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn On", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    _kept_fields = ("case_id", "employee_id", "user_id", "company_id")
    _facts = ("asked_at", "answered_at", "withdrawn_at")
    _moves = (
        Move("ask", ("draft",), "asked", "asked_at", "_why_not_ask"),
        Move("answer", ("asked",), "answered", "answered_at", "_why_not_answer"),
        Move("withdraw", ("draft", "asked"), "withdrawn", "withdrawn_at", "_why_not_withdraw"),
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for hearing in self:
            hearing.is_mine = hearing.user_id == self.env.user

    @api.depends_context("uid")
    def _compute_case_text(self):
        for hearing in self:
            case = hearing.sudo().case_id.with_env(self.env)
            # Whoever may not open the case does not learn which one it is.
            readable = not hearing.is_mine and case.has_access("read")
            hearing.case_text = case.display_name if readable else ""

    @api.depends("user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for hearing in self:
            hearing.display_name = self.env._(
                "Hearing of %(person)s", person=hearing.sudo().user_id.name or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            case = self.env["csm.case"].browse(vals.get("case_id")).exists()
            case.check_access("write")
            if vals.get("statement"):
                raise UserError(self.env._("What is said is written by the person heard."))
            vals.update(self._prepare_person(case, vals.get("employee_id")))
        # Which case it belongs to is kept where nobody reads it.
        hearings = super(CsmCaseHearing, self.sudo()).create(vals_list)
        return hearings.with_env(self.env)

    @api.model
    def _prepare_person(self, case, employee_id):
        accused = case.sudo().accused_employee_ids
        employee = accused.filtered(lambda person: person.id == employee_id)
        if not employee.user_id:
            raise UserError(
                self.env._(
                    "%(case)s: choose one of the persons complained about who has a user account.",
                    case=case.display_name,
                )
            )
        return {"user_id": employee.user_id.id, "company_id": case.sudo().company_id.id}

    def write(self, vals):
        """Each side writes its own part: the questions until they are asked, the answer after."""
        if not self.env.su and not self._admitted(vals):
            for hearing in self:
                hearing._check_part(vals)
        return super().write(vals)

    def _check_part(self, vals):
        mine = self.user_id == self.env.user
        allowed = SAID if mine else ASKED
        state = "asked" if mine else "draft"
        wrong = [name for name in (*ASKED, *SAID) if name in vals and name not in allowed]
        late = any(name in vals for name in allowed) and self.state != state
        if wrong or late:
            raise UserError(
                self.env._(
                    "%(hearing)s: what is asked is written before it is asked, and what is said is "
                    "written by the person heard.",
                    hearing=self.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        asked = self.filtered(lambda hearing: hearing.state != "draft")
        if asked:
            raise UserError(self.env._("%(hearing)s stays on file.", hearing=asked[0].display_name))

    @api.constrains("accusation", "questions")
    def _check_names_nobody(self):
        for hearing in self.sudo():
            named = hearing._named_customer()
            if named:
                raise ValidationError(
                    self.env._(
                        "%(hearing)s names the complainant, whose identity is withheld. Say it "
                        "without that.",
                        hearing=hearing.display_name,
                    )
                )

    def _named_customer(self):
        """Return what of the customer a hearing names that it must not."""
        case, text = self.case_id, f"{self.accusation or ''} {self.questions or ''}".casefold()
        if not case.is_identity_withheld:
            return []
        partner = case.partner_id
        secrets = {
            case.partner_name,
            case.partner_phone,
            case.partner_email,
            case.partner_address,
            partner.name,
            partner.phone,
            partner.email,
            case.order_number,
            case.number,
        }
        return [secret for secret in secrets if len(secret or "") > 1 and secret.casefold() in text]

    # Steps

    def action_ask(self):
        return self._act("ask")

    def action_answer(self):
        return self._act("answer")

    def action_withdraw(self):
        return self._act("withdraw")

    def action_open_case(self):
        """Open the case, for those who may read it."""
        self.ensure_one()
        case = self.sudo().case_id.with_env(self.env)
        if self.is_mine or not case.has_access("read"):
            raise UserError(
                self.env._("%(hearing)s leads nowhere else.", hearing=self.display_name)
            )
        return case.get_formview_action()

    def _why_not_ask(self):
        if self.user_id == self.env.user:
            return self.env._("%(hearing)s: nobody asks themselves.", hearing=self.display_name)
        if self.answer_by and self.answer_by <= self.env.cr.now():
            return self.env._(
                "%(hearing)s: the moment to answer by lies in the past. Enter a later one.",
                hearing=self.display_name,
            )
        return ""

    def _why_not_answer(self):
        if self.user_id != self.env.user:
            return self.env._(
                "%(hearing)s: only the person heard answers.", hearing=self.display_name
            )
        if not (self.statement or "").strip():
            return self.env._(
                "%(hearing)s: write what you have to say, then answer.", hearing=self.display_name
            )
        return ""

    def _why_not_withdraw(self):
        if self.user_id != self.env.user:
            return ""
        return self.env._(
            "%(hearing)s: only those who ask take it back.", hearing=self.display_name
        )

    def _moved(self, move):
        result = super()._moved(move)
        for hearing in self.sudo():
            case, told = hearing.case_id, hearing.case_id
            texts = {
                "ask": told.env._("%(person)s is heard.", person=hearing.user_id.name),
                "answer": told.env._("%(person)s has answered.", person=hearing.user_id.name),
                "withdraw": told.env._(
                    "The hearing of %(person)s was withdrawn.", person=hearing.user_id.name
                ),
            }
            case._message_log(body=texts[move.name])
            if move.name == "answer" and case.user_id:
                case.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=case.with_context(lang=case.user_id.lang).env._(
                        "The person complained about has answered"
                    ),
                    user_id=case.user_id.id,
                )
        if move.name == "ask":
            self._tell_person()
        return result

    def _tell_person(self):
        """Let the person know that somebody asks them something, in words that name no case."""
        for hearing in self.sudo():
            mine = hearing.with_context(lang=hearing.user_id.lang)
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=hearing.user_id.partner_id.ids,
                subject=mine.env._("You are asked for a statement"),
                body=mine.env._(
                    "Somebody has something to ask you. Read and answer it under Customer Service, "
                    "Cases, My Hearings."
                ),
            )
