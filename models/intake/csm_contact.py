import re

from odoo import api, fields, models

from .csm_answer_rule import CHANNELS
from .csm_contact_chain_mixin import WAITING

# A number is known again by its last digits, however its prefix is written.
KEY_DIGITS = 11


class CsmContact(models.Model):
    """One time somebody turned to us, or we to them: a call, a visit, a letter, a chat.

    Who sees what is as for cases: an Agent their own and those of their teams, a Supervisor the
    team tree, a Manager the company. What became a case is hidden from those it complains about.
    """

    _name = "csm.contact"
    _description = "Contact"
    _inherit = [
        "csm.guidance.mixin",
        "csm.guidance.sale.mixin",
        "csm.phrase.mixin",
        "csm.contact.reach.mixin",
        "csm.number.mixin",
        "csm.contact.hook.mixin",
        "csm.contact.case.mixin",
        "csm.contact.demand.mixin",
        "csm.contact.detail.mixin",
        "csm.contact.promise.mixin",
        "csm.contact.answer.mixin",
        "csm.contact.visitor.mixin",
        "csm.contact.chain.mixin",
        "csm.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "started_at desc, id desc"
    _rec_names_search = ["number", "partner_name", "partner_phone"]
    _check_company_auto = True

    channel = fields.Selection(CHANNELS, required=True, default="phone", index=True)
    platform = fields.Char("Chat Platform", help="For example WeChat, QQ, Shangwutong.")
    direction = fields.Selection(
        [("in", "They Turned to Us"), ("out", "We Turned to Them")], required=True, default="in"
    )
    kind_id = fields.Many2one("csm.contact.kind", ondelete="restrict", index=True)
    urgency = fields.Selection(
        [("normal", "Normal"), ("urgent", "Urgent"), ("major", "Major Problem")], tracking=True
    )

    partner_id = fields.Many2one(
        "res.partner", "Customer", check_company=True, index="btree_not_null"
    )
    partner_name = fields.Char(
        "Name",
        compute="_compute_from_partner",
        store=True,
        readonly=False,
        precompute=True,
        index="trigram",
    )
    partner_phone = fields.Char(
        "Phone",
        compute="_compute_from_partner",
        store=True,
        readonly=False,
        precompute=True,
        index="trigram",
    )
    partner_email = fields.Char(
        "E-mail", compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    partner_address = fields.Char(
        "Address", compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    area = fields.Char("Region", help="Where the customer is from.")
    trade = fields.Selection(
        [
            ("wholesaler", "Wholesaler"),
            ("franchisee", "Franchisee"),
            ("consumer", "Consumer"),
            ("other", "Other"),
        ],
        "Customer Is a",
    )
    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )

    question = fields.Text("What Was Asked")
    reason = fields.Char("Why Asked")
    answer = fields.Text("What Was Answered")
    source_id = fields.Many2one(
        "utm.source", "Heard of Us Through", index="btree_not_null", ondelete="restrict"
    )
    purpose = fields.Char("Purpose of the Visit")
    product = fields.Char()
    order_number = fields.Char(index="btree_not_null")
    buyer_id = fields.Char("Buyer ID", help="The name the buyer has on the shop's platform.")
    order_reference = fields.Char(
        "Order Number or Buyer ID", compute="_compute_order_reference", compute_sudo=True
    )
    logistics = fields.Char("Logistics State")
    courier_contact = fields.Char("Asked of the Courier")
    is_read_back = fields.Boolean(
        "Read Back",
        copy=False,
        help="Number, name, address and matter were repeated to the caller and confirmed.",
    )

    first_responder_id = fields.Many2one(
        "res.users",
        "Talked To",
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
        "In Charge",
        default=lambda self: self.env.user,
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    passed_to_id = fields.Many2one(
        "res.users",
        "Passed On to",
        check_company=True,
        copy=False,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    duration = fields.Integer(
        "Duration (s)", compute="_compute_duration", store=True, aggregator="avg"
    )
    hook_id = fields.Many2one("csm.hook", "System", readonly=True, copy=False, ondelete="restrict")
    external_id = fields.Char("Mark of the System", readonly=True, copy=False)

    _kept_fields = (
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "ended_at",
        "is_measured",
        "hook_id",
        "external_id",
        "report_cycle",
        "case_id",
        "repeat_number",
        "missed_rule_ids",
        "missed_count",
        "is_missed",
    )

    _external_id_is_unique = models.UniqueIndex(
        "(hook_id, external_id) WHERE external_id IS NOT NULL",
        "This call is in the register already.",
    )
    _by_team_and_state = models.Index("(team_id, state)")
    _promises = models.Index("(company_id, promised_at) WHERE state = 'promised'")
    _missed = models.Index("(company_id, started_at) WHERE is_missed IS TRUE")

    @api.model
    def _default_team_id(self):
        mine = [("company_id", "=", self.env.company.id), ("member_ids", "in", self.env.uid)]
        return self.env["csm.team"].search(mine, limit=1)

    @api.depends("number", "partner_name", "partner_phone")
    def _compute_display_name(self):
        for contact in self:
            who = contact.partner_name or contact.partner_phone
            contact.display_name = " ".join(filter(None, (contact.number, who)))

    @api.depends("partner_id")
    def _compute_from_partner(self):
        for contact in self:
            partner = contact.partner_id
            if partner:
                contact.partner_name = partner.name
                contact.partner_phone = partner.phone or contact.partner_phone
                contact.partner_email = partner.email or contact.partner_email
                lines = partner._display_address(without_company=True).splitlines()
                address = ", ".join(line.strip(" ,") for line in lines if line.strip(" ,"))
                contact.partner_address = address or contact.partner_address

    @api.depends("partner_phone")
    def _compute_phone_key(self):
        for contact in self:
            contact.phone_key = self._phone_key_of(contact.partner_phone)

    @api.model
    def _phone_key_of(self, phone):
        """Return by which digits a number is known again, or False."""
        digits = re.sub(r"\D", "", phone or "")
        return digits[-KEY_DIGITS:] or False

    @api.depends("order_number", "buyer_id")
    def _compute_order_reference(self):
        for contact in self:
            contact.order_reference = contact.order_number or contact.buyer_id

    @api.depends("started_at", "ended_at")
    def _compute_duration(self):
        for contact in self:
            ended, started = contact.ended_at, contact.started_at
            contact.duration = int((ended - started).total_seconds()) if ended and started else 0

    @api.model
    def _number_prefix(self, vals):
        """Return C and YYMM of the month of registration in the company's zone."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), self.env.cr.now().replace(microsecond=0)
        )
        return f"C{local:%y%m}"

    @api.model_create_multi
    def create(self, vals_list):
        # The register fills by the hundred a day; its own lines are its history.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        contacts = super(CsmContact, quiet).create(vals_list).with_env(self.env)
        contacts._find_repeated()
        return contacts

    def _find_repeated(self):
        """Mark those who turn to us again although what they asked before is still open."""
        fresh = self.sudo().filtered(
            lambda contact: (
                contact.direction == "in"
                and not contact.repeat_of_id
                and (contact.phone_key or contact.partner_id)
            )
        )
        for company, contacts in fresh.grouped("company_id").items():
            keys = list(filter(None, contacts.mapped("phone_key")))
            waiting = self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", WAITING),
                    "|",
                    ("phone_key", "in", keys),
                    ("partner_id", "in", contacts.partner_id.ids),
                ],
                order="started_at, id",
            )
            by_key, by_partner = waiting.grouped("phone_key"), waiting.grouped("partner_id")
            for contact in contacts:
                known = waiting.browse()
                if contact.phone_key:
                    known |= by_key.get(contact.phone_key, known)
                if contact.partner_id:
                    known |= by_partner.get(contact.partner_id, known)
                before = known.filtered(contact._comes_after).sorted("started_at")
                contact.repeat_of_id = before[-1:]

    def _comes_after(self, other):
        """Whether this contact began later than another one."""
        return (other.started_at, other.id) < (self.started_at, self.id)

    def _workers(self):
        return self.first_responder_id | self.user_id | self.passed_to_id

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
