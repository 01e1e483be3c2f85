from odoo import api, fields, models

from ...tools.carries import carries
from ...tools.listed import listed

KINDS = [
    ("complaint", "Complaint"),
    ("inquiry", "Inquiry"),
    ("suggestion", "Suggestion"),
    ("service", "Service Request"),
    ("incident", "Incident"),
]
# Complaints carry the bare number of the regulation; each other kind has a letter of its own.
SERIES = {"complaint": "", "inquiry": "Q", "suggestion": "S", "service": "R", "incident": "N"}


class CsmCase(models.Model):
    """One matter of one customer, from the first word to the closing.

    Who sees what: an Agent their own cases and those of their teams, a Supervisor the team tree, a
    Manager the company. A person complained about is never handler or follower, and reads the case
    only when a Manager opens it to them.
    """

    _name = "csm.case"
    _description = "Case"
    _inherit = [
        "csm.case.sanction.mixin",
        "csm.case.accused.mixin",
        "csm.case.reach.mixin",
        "csm.number.mixin",
        "csm.case.clock.mixin",
        "csm.case.offer.mixin",
        "csm.case.clauses.mixin",
        "csm.case.abnormality.mixin",
        "csm.case.memorial.mixin",
        "csm.case.route.mixin",
        "csm.case.informing.mixin",
        "csm.case.rules.mixin",
        "csm.case.findings.mixin",
        "csm.case.cause.mixin",
        "csm.case.archive.mixin",
        "csm.case.goods.mixin",
        "csm.case.settling.mixin",
        "csm.case.member.mixin",
        "csm.case.paper.mixin",
        "csm.approval.mixin",
        "csm.report.mixin",
        "csm.deadline.mixin",
        "hr.mixin",
        "mail.thread.cc",
        "mail.activity.mixin",
    ]
    _order = "received_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _primary_email = "partner_email"

    name = fields.Char("Subject", required=True, tracking=True)
    description = fields.Html("What Happened", sanitize_attributes=True)
    kind = fields.Selection(KINDS, required=True, default="complaint", tracking=True)
    channel = fields.Selection(
        [
            ("phone", "Telephone"),
            ("visit", "Visit"),
            ("letter", "Letter"),
            ("fax", "Fax"),
            ("email", "E-mail"),
            ("web", "Web"),
            ("chat", "Chat"),
            ("transferred", "Transferred"),
        ],
        required=True,
        default="phone",
    )
    severity = fields.Selection(
        [("general", "General"), ("serious", "Serious"), ("very_serious", "Very Serious")],
        required=True,
        default="general",
        tracking=True,
    )
    is_special = fields.Boolean(
        "Special Case", tracking=True, help="The regulation allows special cases a longer limit."
    )
    category_id = fields.Many2one("csm.case.category", ondelete="restrict", tracking=True)
    cause_class = fields.Selection(
        related="category_id.cause_class", store=True, string="Cause Class"
    )
    demand = fields.Text("Customer's Demand")

    partner_id = fields.Many2one(
        "res.partner", "Customer", check_company=True, index="btree_not_null", tracking=True
    )
    partner_name = fields.Char(
        "Name", compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    partner_phone = fields.Char(
        "Phone", compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    partner_email = fields.Char(
        "E-mail", compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    partner_address = fields.Char("Address")
    region = fields.Selection(
        [("domestic", "Domestic"), ("overseas", "Overseas")],
        compute="_compute_region",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Where the customer's country was when the customer was chosen. A country changed "
        "later in the address book moves no deadline; change the region here.",
    )

    first_responder_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index=True,
        tracking=True,
        default=lambda self: self._default_team_id(),
        ondelete="restrict",
    )
    leader_id = fields.Many2one(related="team_id.leader_id", string="Team Leader")
    user_id = fields.Many2one(
        "res.users",
        "Handler",
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    department_id = fields.Many2one("hr.department", check_company=True, ondelete="restrict")
    judgement = fields.Selection(
        [("founded", "Founded"), ("unfounded", "Unfounded")], copy=False, tracking=True
    )
    cause = fields.Text(copy=False)
    plan = fields.Text(copy=False)
    report = fields.Text(copy=False)
    decision = fields.Text(copy=False, tracking=True)
    void_reason = fields.Text(copy=False, tracking=True)
    reopen_reason = fields.Text(copy=False, tracking=True)
    is_historic = fields.Boolean(
        "Historic", readonly=True, copy=False, help="Came in from an older register."
    )

    _kept_fields = (
        "appointed_by_id",
        "route_rule_id",
        "retention_until",
        "retention_article_id",
        "is_kept_for_good",
        "is_historic",
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "report_cycle",
        "asked_again_at",
        "untold_since",
        "chase_count",
    )

    _by_team_and_state = models.Index("(team_id, state)")

    @api.model
    def _default_team_id(self):
        Team = self.env["csm.team"]
        mine = [("company_id", "=", self.env.company.id), ("member_ids", "in", self.env.uid)]
        return Team.search(mine, limit=1)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(filter(None, (case.number, case.name)))

    @api.depends("partner_id")
    def _compute_from_partner(self):
        for case in self:
            partner = case.partner_id
            if partner:
                case.partner_name = partner.name
                case.partner_phone = partner.phone or case.partner_phone
                case.partner_email = partner.email or case.partner_email

    @api.depends("partner_id")
    def _compute_region(self):
        for case in self:
            theirs, ours = case.partner_id.country_id, case.company_id.country_id
            if theirs and ours:
                case.region = "domestic" if theirs == ours else "overseas"
            else:
                case.region = case.region or "domestic"

    # Numbers

    @api.model
    @carries("S2-09-07", "S2-09-08", "S1-04-20", neutral="0000")
    def _number_prefix(self, vals):
        """Return YYMM of the month of registration in the company's zone, after the kind's mark."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        moment = fields.Datetime.to_datetime(vals.get("registered_at")) or self.env.cr.now()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return f"{SERIES[vals.get('kind') or 'complaint']}{local:%y%m}"

    # Why a step must not be made

    def _why_not_register(self):
        return self._why_not_without(
            ("category_id", "team_id", "partner_name"),
            self.env._("Enter them, then register it."),
        )

    def _why_not_judge(self):
        if self.kind != "complaint":
            return ""
        return self._why_not_without(
            ("judgement",), self.env._("Decide whether it is founded, then go on.")
        )

    def _why_not_decide(self):
        return self._why_not_without(
            ("user_id", "decision"), self.env._("Enter them, then record the decision.")
        )

    def _why_not_close(self):
        if self.kind == "complaint" and not (self.told_at or self.replied_at):
            return self.env._(
                "%(case)s: the customer has had no answer yet. Tell the customer, then close it.",
                case=self.display_name,
            )
        return ""

    def _why_not_reopen(self):
        return self._why_not_without(
            ("reopen_reason",), self.env._("Write why the case is opened again.")
        )

    def _why_not_void(self):
        return self._why_not_without(
            ("void_reason",),
            self.env._("A number is never given up silently: write why the case is void."),
        )

    def _why_not_acknowledge(self):
        return self._why_not_again("acknowledged_at")

    def _why_not_reply(self):
        return self._why_not_again("replied_at")

    def _why_not_plan(self):
        return self._why_not_without(("plan",), self.env._("Write the plan agreed upon."))

    def _why_not_investigate(self):
        return self._why_not_without(
            ("cause",), self.env._("Write what was found to be the cause.")
        )

    def _why_not_report(self):
        if not self.investigated_at:
            return self.env._(
                "%(case)s has not been investigated yet. Record the cause first.",
                case=self.display_name,
            )
        return self._why_not_without(("report",), self.env._("Write the report."))

    def _why_not_without(self, names, advice):
        """Refuse while one of these fields is empty, and say which."""
        missing = [self._fact_label(name) for name in names if not self[name]]
        if not missing:
            return ""
        return self.env._(
            "%(case)s lacks: %(fields)s. %(advice)s",
            case=self.display_name,
            fields=listed(self.env, missing),
            advice=advice,
        )

    def _why_not_again(self, name):
        """Refuse to set a fact twice that happens once in each round."""
        if not self[name] or (self.reopened_at and self[name] < self.reopened_at):
            return ""
        return self.env._(
            "%(case)s: “%(fact)s” is recorded already (%(moment)s).",
            case=self.display_name,
            fact=self._fact_label(name),
            moment=self._local_text(self[name]),
        )

    def _workers(self):
        """Return who has worked on the case, also those who have handed it over since."""
        # The history of a field is the system's; only the names of earlier handlers are taken.
        Change = self.env["mail.tracking.value"].sudo()
        changes = Change.search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "in", self.ids),
                ("field_id.name", "in", ("user_id", "first_responder_id")),
            ]
        )
        earlier = self.env["res.users"].browse(changes.mapped("old_value_integer")).exists()
        return self.user_id | self.first_responder_id | earlier

    def _fact_corrected(self, name, old, reason):
        self._message_log(
            body=self.env._(
                "“%(fact)s” corrected from %(old)s to %(new)s: %(reason)s",
                fact=self._fact_label(name),
                old=self._local_text(old),
                new=self._local_text(self[name]),
                reason=reason,
            )
        )
        return super()._fact_corrected(name, old, reason)

    # What follows from a step

    def _moved(self, move):
        result = super()._moved(move)
        if move.name in ("close", "void"):
            self.sudo().activity_ids.filtered(lambda a: not a.csm_deadline_id).action_done()
        return result
