from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.csm_state_mixin import own_defaults

# What the system enters itself.
OWN = {"user_id", "asked_at", "state", "note", "handled_by_id", "handled_at"}
WORKERS = "csm.group_clearance_top_secret"


class CsmAccessRequest(models.Model):
    """One request to see what may exist: in free words, bound to no record.

    The answer is always the same, so that it tells nothing; whoever is cleared for the highest
    level looks into it and grants a need to know, or does not.
    """

    _name = "csm.access.request"
    _description = "Request for Access"
    _order = "id desc"
    _rec_name = "asked_at"

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
        companies = self._worked_companies()
        for request in self:
            is_mine = request.user_id == self.env.user
            request.is_open_to_me = is_mine or request.company_id.id in companies

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        return mine | Domain("company_id", "in", self._worked_companies())

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
        return requests

    def write(self, vals):
        if not self.env.su and vals.keys() - {"note"}:
            raise UserError(self.env._("A request stays as it was made. Make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who asked for access stays on file."))

    def action_handle(self):
        """Close these requests: somebody who may has looked into them."""
        self.check_access("write")
        for request in self:
            if request.user_id == self.env.user:
                raise UserError(self.env._("Nobody handles a request of their own."))
            if not (request.note or "").strip():
                raise UserError(
                    self.env._(
                        "Write what was done about the request of %(person)s; only those who work "
                        "the requests read it.",
                        person=request.user_id.sudo().name,
                    )
                )
        # Requests are altered by nobody; that this user may handle them was asked just now.
        values = {"state": "handled", "handled_by_id": self.env.uid}
        self.sudo().write({**values, "handled_at": self.env.cr.now().replace(microsecond=0)})
        return True
