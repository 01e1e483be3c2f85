from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, email_normalize

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

from ...tools.carries import carries
from ...tools.telephone import spellings


class CsmVisitorRegisterWizard(models.TransientModel):
    """Takes a visitor down at reception, before they are shown to the person they want to see."""

    _name = "csm.visitor.register.wizard"
    _description = "Register a Visitor"

    contact_id = fields.Many2one(
        "csm.contact", "Visit", readonly=True, help="Empty: the visitor comes in just now."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_name = fields.Char("Name", required=True)
    firm = fields.Char("Their Company")
    partner_phone = fields.Char("Phone")
    partner_email = fields.Char("E-mail")
    purpose = fields.Char("Purpose of the Visit")
    passed_to_id = fields.Many2one("res.users", "Wants to See", domain="[('share', '=', False)]")
    known_ids = fields.Many2many(
        "res.partner", string="Known by Phone or E-mail", compute="_compute_known_ids"
    )
    known_text = fields.Char(compute="_compute_known_ids")
    partner_id = fields.Many2one(
        "res.partner",
        "This Customer",
        domain="[('id', 'in', known_ids)]",
        help="Which of them it is, where several share a telephone.",
    )
    is_other = fields.Boolean(
        "Somebody Else", help="A new customer, who shares the telephone or address of a known one."
    )

    @api.depends("partner_phone", "partner_email", "company_id")
    def _compute_known_ids(self):
        for visitor in self:
            known = visitor._known()
            visitor.known_ids = [Command.set(known.ids)]
            visitor.known_text = visitor._known_sentence(known)

    @api.model
    def _known_sentence(self, known):
        names = ", ".join(known.mapped("display_name"))
        if len(known) > 1:
            return self.env._("Several customers are known by this: %(names)s.", names=names)
        if known:
            return self.env._(
                "Known already: %(names)s. The visit is entered for this customer.", names=names
            )
        return ""

    def _known(self):
        """Return the customers the user may see who have this telephone or e-mail address."""
        Partner = self.env["res.partner"]
        by = Domain.FALSE
        if email := email_normalize(self.partner_email or ""):
            by |= Domain("email_normalized", "=", email)
        if forms := self._phone_forms():
            # As Odoo searches telephones, so that its index serves. Which of the customers found
            # the user may see, the search below decides.
            Partner.flush_model(["phone"])
            rows = self.env.execute_query(
                SQL(
                    """SELECT id FROM res_partner WHERE active AND phone IS NOT NULL
                          AND regexp_replace(phone::text, %s::text, ''::text, 'g'::text)
                            = ANY(%s)""",
                    PHONE_REGEX_PATTERN,
                    forms,
                )
            )
            by |= Domain("id", "in", [row[0] for row in rows])
        ours = Domain("company_id", "in", [False, self.company_id.id])
        # Neither our own companies nor those who work here are customers at the door.
        users = self.env["res.users"].sudo()._search([("share", "=", False)])
        companies = self.env["res.company"].sudo()._search([])
        for own in (users, companies):
            ours &= Domain("id", "not in", own.subselect("partner_id"))
        return Partner.search(by & ours, order="id")

    def _phone_forms(self):
        """Return how the telephone number may be written, or nothing when it is too short."""
        # Country codes are no secret.
        countries = self.env["res.country"].sudo().search([("phone_code", "!=", 0)])
        own = self.company_id.sudo().country_id.phone_code
        codes = {str(country.phone_code) for country in countries}
        return sorted(spellings(self.partner_phone, codes, str(own or "")))

    # Registering

    def action_register(self):
        """Register the visitor and open the visit."""
        contact = self._take_down()
        return contact.get_formview_action()

    def action_register_pass_on(self):
        """Register the visitor and hand them to the person they want to see."""
        contact = self._take_down()
        contact.action_pass_on()
        return contact.get_formview_action()

    def _take_down(self):
        """Return the visit, of a customer who is on record now."""
        self.ensure_one()
        self._check_place()
        partner = self._registered_partner()
        values = self._prepare_visit_vals(partner)
        if self.contact_id:
            self.contact_id.check_access("write")
            self.contact_id.write(values)
            return self.contact_id
        origin = {"channel": "visit", "direction": "in", "company_id": self.company_id.id}
        Contact = self.env["csm.contact"].with_company(self.company_id)
        return Contact.create({**origin, **values})

    def _check_place(self):
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("You do not work for this company."))
        if self.contact_id and self.contact_id.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(contact)s belongs to another company. Register the visitor there.",
                    contact=self.contact_id.display_name,
                )
            )

    @carries("S0-15-12")
    def _registered_partner(self):
        """Return the customer record of the visitor: the one that is known, or a new one."""
        known = self._known()
        if known and not self.is_other:
            return self._known_one(known)
        self._check_complete()
        self._check_other(known)
        # Reception takes down who is new without any right to the address book; what goes there
        # is what the visitor said, and nothing of another customer.
        partner = self.env["res.partner"].sudo().create(self._prepare_partner_vals())
        return partner.with_env(self.env)

    def _known_one(self, known):
        chosen = self.partner_id if self.partner_id in known else known
        if len(chosen) > 1:
            raise UserError(
                self.env._(
                    "Several customers are known by this telephone or e-mail address: %(names)s. "
                    "Choose which of them it is, or say that it is somebody else.",
                    names=", ".join(known.mapped("display_name")),
                )
            )
        return chosen

    def _check_other(self, known):
        """Somebody else has another name as well; the same name is the same customer."""
        name = self.partner_name.strip().casefold()
        if twin := known.filtered(lambda one: (one.name or "").strip().casefold() == name)[:1]:
            raise UserError(
                self.env._(
                    "%(customer)s is on record with this name already. Take that customer.",
                    customer=twin.display_name,
                )
            )

    def _check_complete(self):
        missing = []
        if not (self.partner_name or "").strip():
            missing.append(self.env._("the name"))
        if not (self._phone_forms() or email_normalize(self.partner_email or "")):
            missing.append(self.env._("a telephone number or an e-mail address"))
        if missing:
            raise UserError(
                self.env._(
                    "The visitor is new and cannot be registered yet. Missing: %(what)s.",
                    what=", ".join(missing),
                )
            )

    def _prepare_partner_vals(self):
        return {
            "name": self.partner_name.strip(),
            "company_name": self.firm,
            "phone": self.partner_phone,
            "email": self.partner_email,
            "company_id": self.company_id.id,
        }

    def _prepare_visit_vals(self, partner):
        given = {
            "partner_name": self.partner_name,
            "partner_phone": self.partner_phone,
            "partner_email": self.partner_email,
            "purpose": self.purpose,
            "passed_to_id": self.passed_to_id.id,
        }
        given = {name: value for name, value in given.items() if value}
        return {"partner_id": partner and partner.id, **given}
