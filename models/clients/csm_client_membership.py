from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.carries import carries
from ..common.csm_state_mixin import Move

# What stays as it was enrolled, what only a supervisor sets, and what agents write as well.
ENROLLED = frozenset({"partner_id", "enrolled_on"})
SUPERVISED = frozenset({"valid_until", "end_reason"})
WRITTEN = ENROLLED | SUPERVISED | {"note"}


class CsmClientMembership(models.Model):
    """One membership of a customer: an ordinary dealing, open to all who serve customers.

    An agent enrols; only a supervisor changes how long it is valid, or ends it with a reason.
    """

    _name = "csm.client.membership"
    _description = "Membership"
    _inherit = ["csm.number.mixin", "csm.state.mixin", "mail.thread"]
    _order = "enrolled_on desc, id desc"
    _rec_names_search = ["number", "partner_id"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(readonly=True)
    enrolled_on = fields.Date(
        "Enrolled on",
        required=True,
        copy=False,
        default=lambda self: self._today(self.env.company),
    )
    enrolled_by_id = fields.Many2one(
        "res.users",
        "Enrolled by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
    )
    valid_until = fields.Date(
        copy=False, tracking=True, help="The last day of the membership; empty: until it is ended."
    )
    note = fields.Text("What Was Agreed", help="For example the terms members are served on.")
    state = fields.Selection(
        [("active", "Enrolled"), ("ended", "Ended")],
        required=True,
        readonly=True,
        default="active",
        index=True,
        copy=False,
        tracking=True,
    )
    is_valid = fields.Boolean(
        "Member Today", compute="_compute_is_valid", search="_search_is_valid"
    )
    end_reason = fields.Text("Why It Ends", copy=False)
    ended_at = fields.Datetime("Ended", readonly=True, copy=False)
    ended_by_id = fields.Many2one(
        "res.users", "Ended by", readonly=True, copy=False, ondelete="restrict"
    )

    _kept_fields = ("enrolled_by_id", "ended_at", "ended_by_id")
    _moves = (Move("end", ("active",), "ended", "ended_at", "_why_not_end"),)
    _one_active = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'active'",
        "This customer is a member already. Have that membership extended, or ended first.",
    )
    _valid_after_enrolment = models.Constraint(
        "CHECK (valid_until >= enrolled_on)",
        "A membership is valid until a day after it was enrolled. Correct one of the two days.",
    )

    @api.depends("number", "partner_id")
    def _compute_display_name(self):
        for membership in self:
            # Whoever reads the membership reads whose it is.
            names = (membership.number, membership.partner_id.sudo().name)
            membership.display_name = " ".join(filter(None, names))

    @api.depends("state", "valid_until", "company_id")
    def _compute_is_valid(self):
        for membership in self:
            until, today = membership.valid_until, self._today(membership.company_id)
            membership.is_valid = membership.state == "active" and (not until or until >= today)

    @api.model
    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._valid_domain(self.env.company)

    @api.model
    def _valid_domain(self, company):
        return Domain("state", "=", "active") & (
            Domain("valid_until", "=", False) | Domain("valid_until", ">=", self._today(company))
        )

    @api.model
    def _today(self, company):
        """Return what day it is where the company works."""
        return self.env["csm.company.clock.mixin"]._today_of(company)

    @api.model
    def _number_prefix(self, vals):
        """Return M and YYMM of the month of registration in the company's zone."""
        return f"M{self._today(self.env['res.company'].browse(vals['company_id'])):%y%m}"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ours(vals_list)
        # A membership ended a moment ago makes room for the next one.
        self.flush_model(["state"])
        memberships = super().create(vals_list)
        for membership in memberships:
            if membership.enrolled_on > self._today(membership.company_id):
                raise UserError(
                    self.env._(
                        "%(record)s cannot be enrolled on a day to come. Enter the day it was.",
                        record=membership.display_name,
                    )
                )
        return memberships

    @api.model
    def _check_ours(self, vals_list):
        """Refuse another company before the database could tell who is a member there."""
        ours = {*self.env.companies.ids, None}
        if not self.env.su and any(vals.get("company_id") not in ours for vals in vals_list):
            raise AccessError(self.env._("You do not work for this company."))

    def write(self, vals):
        if not (self.env.su or self._admitted(vals)):
            self._check_written(vals)
        return super().write(vals)

    def _check_written(self, vals):
        ended = self.filtered(lambda membership: membership.state == "ended")
        if ended and WRITTEN & vals.keys():
            raise UserError(
                self.env._(
                    "%(record)s has ended and stays as it was. Enrol the customer anew.",
                    record=ended[0].display_name,
                )
            )
        if ENROLLED & vals.keys():
            raise UserError(
                self.env._(
                    "%(record)s stays with the customer and the day it was enrolled for. Have it "
                    "ended with the reason, then enrol anew.",
                    record=self[:1].display_name,
                )
            )
        if SUPERVISED & vals.keys() and not self._is_supervised():
            raise UserError(self._supervised_sentence())

    @api.model
    def _is_supervised(self):
        return self.env.user.has_group("csm.group_supervisor")

    def _supervised_sentence(self):
        return self.env._(
            "%(record)s: only a supervisor ends a membership or changes how long it is valid. "
            "Ask yours.",
            record=self[:1].display_name,
        )

    # Ending

    def action_end(self):
        return self._act("end")

    @carries("S1-13-05", neutral="")
    def _why_not_end(self):
        if not self.env.su and not self._is_supervised():
            return self._supervised_sentence()
        if (self.end_reason or "").strip():
            return ""
        return self.env._(
            "%(record)s: write why the membership ends, then end it.", record=self.display_name
        )

    def _prepare_move_vals(self, move):
        return {**super()._prepare_move_vals(move), "ended_by_id": self.env.uid}

    # Serving

    @api.model
    @carries("S1-13-05", neutral=frozenset())
    def _member_ids(self, partners, company):
        """Return the ids of those who are members today, or whose company is one.

        Whoever may not read memberships is told of none.
        """
        if not self.has_access("read"):
            return frozenset()
        # A customer may belong to a company the reader sees nothing else of.
        behind = {partner.id: partner.commercial_partner_id.id for partner in partners.sudo()}
        asked = Domain("company_id", "=", company.id) & Domain(
            "partner_id", "in", {*behind, *behind.values()}
        )
        members = set(self.search(asked & self._valid_domain(company)).partner_id.ids)
        return frozenset(one for one, firm in behind.items() if {one, firm} & members)
