from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.csm_state_mixin import Move, own_defaults

# What the system enters itself.
SIGNED, HANDLED = {"signed_by_id", "signed_at"}, {"handled_by_id", "handled_at"}
OWN = {"user_id", "asked_at", "state", "note", *SIGNED, *HANDLED}
WORKERS = "csm.group_clearance_top_secret"


class CsmAccessRequest(models.Model):
    """One request to see what may exist: in free words, bound to no record.

    The answer is always the same, so that it tells nothing; whoever is cleared for the highest
    level looks into it and grants a need to know, or does not. Where the regulations want it, the
    manager of the department signs before (S0-10-17); a manager who asks has signed by asking.
    """

    _name = "csm.access.request"
    _description = "Request for Access"
    _order = "id desc"
    _rec_name = "asked_at"
    _inherit = ["csm.state.mixin"]

    _moves = (
        # Whether a request was handled is told to nobody here, so it may be signed in either state.
        Move("sign", ("waiting", "handled"), fact="signed_at", why_not="_why_not_sign"),
        Move("handle", ("waiting",), "handled", "handled_at", "_why_not_handle"),
    )
    _kept_fields = tuple(sorted(SIGNED | HANDLED))

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Asks",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    asked_at = fields.Datetime(
        "Asked at",
        required=True,
        readonly=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    about = fields.Char("Which Customer or Number", required=True)
    purpose = fields.Text(required=True)
    until_on = fields.Date("Needed until", required=True)
    answer = fields.Text(compute="_compute_answer")
    signed_by_id = fields.Many2one(
        "res.users",
        "Signed by the Department Manager",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    signed_at = fields.Datetime("Signed at", readonly=True, copy=False)
    is_mine_to_sign = fields.Boolean(
        compute="_compute_is_mine_to_sign", compute_sudo=True, export_string_translation=False
    )
    # What is still missing tells how far a request is, which only those who work it know.
    entry_gap = fields.Text(groups=WORKERS)
    state = fields.Selection(
        [("waiting", "Waiting"), ("handled", "Handled")],
        required=True,
        readonly=True,
        default="waiting",
        groups=WORKERS,
    )
    note = fields.Text("What Was Done", groups=WORKERS)
    handled_by_id = fields.Many2one("res.users", readonly=True, groups=WORKERS, ondelete="restrict")
    handled_at = fields.Datetime("Handled", readonly=True, groups=WORKERS)
    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends_context("lang")
    def _compute_answer(self):
        """Always the same words: they must not tell whether there is anything."""
        self.answer = self.env._(
            "Your request has been passed on. If there is something you may see, you will find it "
            "in your list. No other answer is given."
        )

    @api.depends("user_id", "company_id")
    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        companies, below = self._worked_companies(), self._asked_below_me()
        for request in self:
            is_mine = request.user_id == self.env.user or request in below
            request.is_open_to_me = is_mine or request.company_id.id in companies

    @api.depends("signed_by_id", "user_id", "company_id")
    @api.depends_context("uid")
    def _compute_is_mine_to_sign(self):
        below = self._asked_below_me()
        for request in self:
            request.is_mine_to_sign = not request.signed_by_id and request in below

    def _asked_below_me(self):
        """Return those of these requests that people of the user's departments have made."""
        staff = {(one.company_id, one.user_id) for one in self._staff_of_mine()}
        return self.filtered(
            lambda request: (
                request.user_id != self.env.user and (request.company_id, request.user_id) in staff
            )
        )

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        for company, employees in self._staff_of_mine().grouped("company_id").items():
            mine |= Domain("company_id", "=", company.id) & Domain(
                "user_id", "in", employees.user_id.ids
            )
        return mine | Domain("company_id", "in", self._worked_companies())

    @api.model
    def _staff_of_mine(self):
        """Return the employees of the departments the user manages, and of those below them."""
        # Who manages what is no secret to the system.
        Department = self.env["hr.department"].sudo()
        managed = Department.search([("manager_id.user_id", "=", self.env.uid)])
        return self.env["hr.employee"].sudo().search([("department_id", "child_of", managed.ids)])

    def _departments(self):
        """Return the departments of who asks, in the company they ask in."""
        employees = self.sudo().user_id.employee_ids
        return employees.filtered(lambda one: one.company_id == self.company_id).department_id

    def _signers(self):
        """Return the users who manage the department of who asks, or one above it."""
        self.ensure_one()
        departments = self._departments()
        above = self.env["hr.department"].sudo().search([("id", "parent_of", departments.ids)])
        return above.manager_id.user_id - self.user_id

    @api.model
    def _worked_companies(self):
        """Return the ids of the companies in which the user is cleared for the highest level."""
        levels = self.env["csm.clearance"]._levels()
        return [company_id for company_id, level in levels.items() if level >= 3]

    @api.model
    def default_get(self, fields):
        return own_defaults(self, OWN & set(fields), super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(not vals.keys().isdisjoint(OWN) for vals in vals_list):
            raise UserError(self.env._("Who asks, and when, is recorded by the system itself."))
        requests = super().create(vals_list)
        for request in requests:
            self.env["csm.access.log"]._note("request", "asked", request, detail=request.about)
            request._sign_or_ask()
        return requests

    def _sign_or_ask(self):
        """A manager's own request bears their signature; all others go to their manager."""
        request = self.sudo()
        if request.user_id in request._departments().manager_id.user_id:
            values = {"signed_by_id": request.user_id.id, "signed_at": request.asked_at}
            request._with_pass(values).write(values)
        else:
            request._ask_signers()

    def _ask_signers(self):
        """Tell the managers that a signature is waited for; not what for, mails go far."""
        for lang, signers in self._signers().grouped("lang").items():
            env = self.with_context(lang=lang).env
            text = env._(
                "%(person)s asks to see client files. Sign it under “Request Access”, or leave it.",
                person=self.user_id.name,
            )
            link = f"{self.get_base_url()}/odoo/access-requests/{self.id}"
            # Whoever asks need not have the right to write messages.
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=signers.partner_id.ids,
                subject=env._("A request for access waits for your signature"),
                body=Markup('<p><a href="%s">%s</a></p>') % (link, text),
            )

    def write(self, vals):
        if not self.env.su and vals.keys() - {"note"}:
            raise UserError(self.env._("A request stays as it was made. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who asked for access stays on file."))

    def action_sign(self):
        """Sign these requests as the manager of the department of who asks."""
        self.check_access("read")
        # Requests are altered by nobody; that this user may sign them is asked by the gate.
        return self.sudo()._act("sign")

    def action_handle(self):
        """Close these requests: somebody who may has looked into them."""
        self.check_access("write")
        # Requests are altered by nobody; that this user may handle them was asked just now.
        return self.sudo()._act("handle")

    def _why_not_sign(self):
        if self.signed_by_id:
            return self.env._(
                "The request of %(person)s is signed already.", person=self.user_id.name
            )
        if self.env.user not in self._signers():
            return self.env._(
                "The request of %(person)s is signed by the manager of their department, or of one "
                "above it. Ask that person, or name the manager under Employees.",
                person=self.user_id.name,
            )
        return ""

    def _why_not_handle(self):
        if self.user_id == self.env.user:
            return self.env._("Nobody handles a request of their own.")
        if not (self.note or "").strip():
            return self.env._(
                "Write what was done about the request of %(person)s; only those who work "
                "the requests read it.",
                person=self.user_id.name,
            )
        return ""

    def _prepare_move_vals(self, move):
        by = {"sign": "signed_by_id", "handle": "handled_by_id"}[move.name]
        return {**super()._prepare_move_vals(move), by: self.env.uid}

    def _moved(self, move):
        if move.name == "sign":
            for request in self:
                self.env["csm.access.log"]._note("request", "signed", request, detail=request.about)
        return super()._moved(move)
