from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, format_date, format_time

# What the customer is promised; what units owe each other is nobody else's business.
PROMISES = ("first_reply", "close")
# Messages that are letters; the rest is the record of what was changed.
LETTERS = ("comment", "email", "auto_comment", "email_outgoing")
OVER = ("closed", "void")


class CsmCasePortalMixin(models.AbstractModel):
    """What the customer sees of a case on their own pages: this, and nothing else.

    Customers have no right to any model. The pages ask :meth:`_portal_case` whose case it is and
    show only what :meth:`_portal_values` lists.
    """

    _name = "csm.case.portal.mixin"
    _description = "Case on the Pages of Its Customer"
    _inherit = ["csm.case.portal.link.mixin"]

    # Whose

    @api.model
    def _portal_domain(self):
        """Return which cases the current user finds among their own.

        Their own; and those of the colleagues only for whoever speaks for the company, except
        where a colleague was promised not to be named.
        """
        partner = self.env.user.partner_id
        mine = Domain("partner_id", "=", partner.id)
        if partner.csm_speaks_for_company or partner == partner.commercial_partner_id:
            company = Domain("partner_id", "child_of", partner.commercial_partner_id.ids)
            mine |= company & Domain("is_identity_withheld", "=", False)
        return mine & self._portal_kinds()

    @api.model
    def _portal_kinds(self):
        # An incident is ours; a case that was merged goes on in the other one.
        return Domain("kind", "!=", "incident") & (
            Domain("state", "!=", "void") | Domain("merged_into_id", "=", False)
        )

    def _is_for_portal(self):
        return self["kind"] != "incident"

    @api.model
    def _portal_case(self, case_id, token=""):
        """Return the case as the system, if the current user or the token may see it; else none.

        A case that was merged is the one it was merged into, where that is the customer's too.
        """
        # Customers have no right to cases; this method is the right.
        Case = self.env["csm.case"].sudo()
        if token:
            case = self.env["csm.portal.link"]._of_token(token)._opens()
            if case and case.id == case_id:
                case = Case.browse(case.id)
                return case._portal_survivor(Domain("partner_id", "=", case.partner_id.id))
        if self.env.user._is_public():
            return Case
        mine = self._portal_domain()
        case = Case.browse(case_id).exists()
        own = case and case.kind != "incident" and case.filtered_domain(self._portal_own())
        return case._portal_survivor(mine) if own else Case

    @api.model
    def _portal_own(self):
        """As :meth:`_portal_domain`, also for cases that were merged into others."""
        void = Domain("state", "=", "void")
        partner = Domain("partner_id", "=", self.env.user.partner_id.id)
        return self._portal_domain() | (void & partner & Domain("kind", "!=", "incident"))

    def _portal_survivor(self, mine):
        """Return the case in which this one goes on, as far as it is the customer's."""
        case = self
        while case.merged_into_id and case.merged_into_id.partner_id:
            case = case.merged_into_id
        return case if case == self or case.filtered_domain(mine) else self

    # What they see

    def _portal_values(self, zone=""):
        """Return what the page of this case shows: an allow-list, read as the system."""
        self.ensure_one()
        case = self.sudo()
        zone = zone or case._portal_zone()
        return {
            "id": case.id,
            "number": case.number,
            "name": case.name,
            "description": case.description,
            "demand": case.demand,
            "order_number": case.order_number,
            "company": case.company_id.name,
            "received": case._portal_moment(case.received_at, zone),
            "closed": case._portal_moment(case.closed_at, zone) if case.state == "closed" else "",
            "state": case._portal_state(),
            "states": case._portal_states(),
            "is_over": case.state in OVER,
            "is_void": case.state == "void",
            "promise": case._portal_promise(zone),
            "messages": case._portal_conversation(zone),
            "files": [case._portal_file(file) for file in case._portal_loose_files()],
            "letter": case._has_portal_letter(),
            "hotline": case.company_id.csm_hotline,
            **case._portal_rating_values(),
        }

    def _portal_row(self, zone=""):
        """Return what the list of cases shows of this one."""
        case = self.sudo()
        zone = zone or case._portal_zone()
        return {
            "id": case.id,
            "number": case.number,
            "name": case.name,
            "received": case._portal_day(case.received_at, zone),
            "state": case._portal_state(),
            "label": dict(case._portal_states())[case._portal_state()],
            "promise": case._portal_promise(zone),
            "company": case.company_id.name,
            "person": case.partner_id.name,
        }

    def _portal_state(self):
        """Return how far the case is, in one of the words of :meth:`_portal_states`."""
        return {"new": "received", "registered": "received", "closed": "done", "void": "void"}.get(
            self["state"], "handling"
        )

    def _portal_states(self):
        """Return ``[(key, words for the customer)]`` in their order."""
        if self["state"] == "void" and self["merged_into_id"]:
            return [("void", self.env._("Handled together with another matter"))]
        if self["state"] == "void":
            return [("void", self.env._("Not pursued further"))]
        words = {
            "received": self.env._("Received"),
            "handling": self.env._("Being looked into"),
            "proposed": self.env._("Proposal made"),
            "done": self.env._("Done"),
        }
        if self["state"] == "closed" and not self._portal_had_proposal():
            del words["proposed"]
        return list(words.items())

    def _portal_had_proposal(self):
        """Hook: whether the customer was told of a proposal."""
        return False

    def _portal_zone(self):
        """Return the zone the customer lives in, as far as we know it."""
        case = self.sudo()
        return case.partner_id.tz or case.company_id.resource_calendar_id.tz or "UTC"

    def _portal_moment(self, moment, zone):
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        day = format_date(self.env, local.date(), date_format="long")
        return f"{day} {format_time(self.env, local.time(), time_format='short')}"

    def _portal_day(self, moment, zone):
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return format_date(self.env, local.date())

    def _portal_promise(self, zone):
        """Say by when the customer will hear from us, in the customer's zone."""
        now = self.env.cr.now()
        rows = self["deadline_ids"].filtered(
            lambda row: (
                row.is_binding
                and row.state == "running"
                and row.due_at
                and row.due_at > now
                and row.obligation_id.code in PROMISES
            )
        )
        row = rows.sorted(lambda row: (PROMISES.index(row.obligation_id.code), row.due_at))[:1]
        if not row or self["state"] in OVER:
            return ""
        values = {"moment": self._portal_moment(row.due_at, zone), "zone": zone}
        if row.obligation_id.code == "first_reply":
            return self.env._("You will have our reply by %(moment)s (%(zone)s).", **values)
        return self.env._("We will have dealt with it by %(moment)s (%(zone)s).", **values)

    # What was written

    def _portal_persons(self):
        return self["partner_id"]

    def _portal_messages(self):
        """Return the letters between us and the customer: what they wrote, what they were sent."""
        case = self.sudo()
        persons, address = case._portal_persons(), case["email_normalized"]
        theirs = Domain("author_id", "in", persons.ids) | Domain("partner_ids", "in", persons.ids)
        theirs |= Domain("notified_partner_ids", "in", persons.ids)
        if address:
            theirs |= Domain("outgoing_email_to", "ilike", address)
            theirs |= Domain("email_from", "ilike", address)
        letters = Domain(
            [
                ("model", "=", case._name),
                ("res_id", "=", case.id),
                ("message_type", "in", LETTERS),
            ]
        )
        messages = self.env["mail.message"].sudo().search(letters & theirs, order="id")
        return messages.filtered(case._is_for_customer)

    def _is_for_customer(self, message):
        """Tell whether a message was really written or sent by or to the customer."""
        note = message.message_type == "comment" and message.subtype_id.internal
        # The customer's answer to an automatic mail counts as internal with Odoo.
        if (note or message.is_internal) and not self._is_by_customer(message):
            return False
        persons, address = self._portal_persons(), self["email_normalized"]
        people = message.author_id | message.partner_ids | message.notified_partner_ids
        mailed = (message.outgoing_email_to or "").split(",")
        written = {email_normalize(text or "") for text in (message.email_from, *mailed)}
        return bool(people & persons) or bool(address and address in written)

    def _is_by_customer(self, message):
        by_mail = email_normalize(message.email_from or "") == self["email_normalized"]
        return message.author_id in self._portal_persons() or (
            by_mail and bool(self["email_normalized"])
        )

    def _portal_conversation(self, zone):
        named = self["company_id"].csm_portal_names
        letters = []
        for message in self._portal_messages():
            theirs = self._is_by_customer(message)
            ours = message.author_id.name if named else self["company_id"].name
            author = self["partner_name"] if theirs else ours
            letters.append(
                {
                    "author": author or self["company_id"].name,
                    "is_theirs": theirs,
                    "moment": self._portal_moment(message.date, zone),
                    "body": message.body,
                    "files": [self._portal_file(file) for file in message.attachment_ids],
                }
            )
        return letters

    # Files

    def _portal_file(self, file):
        return {
            "id": file.id,
            "name": file.name,
            "is_picture": (file.mimetype or "").startswith("image/"),
            "url": f"{self._portal_path()}/files/{file.id}",
        }

    def _portal_loose_files(self):
        """Return the files the customer sent with the case itself."""
        files = self.env["ir.attachment"].sudo()
        mine = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("res_field", "=", False),
            ("create_uid.share", "=", True),
        ]
        return files.search(mine, order="id") - self._portal_messages().attachment_ids

    def _portal_files(self):
        """Return all files the customer may open."""
        return self._portal_messages().attachment_ids | self._portal_loose_files()

    def _has_portal_letter(self):
        """Tell whether there is a reply the customer may print: one they have been given."""
        told = self["told_at"] or self["replied_at"]
        return bool(told and self["reply_text"] and not self._why_not_to_customer())

    # What they do

    def _portal_write(self, text, files=()):
        """Take down what the customer adds to the case; ``files`` are ``(name, content)``."""
        case = self.sudo().with_context(
            mail_create_nosubscribe=True, mail_post_autofollow=False, lang=self._house_lang()
        )
        partner = case["partner_id"]
        by = {"author_id": partner.id} if partner else {"author_id": False}
        case.message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
            email_from=case["partner_email"] or partner.email_formatted or False,
            **by,
        )
        case._customer_wrote()

    def _portal_lock(self):
        """Let nobody else answer this case until we are done; read anew what others have done.

        :raise UserError: when somebody is answering at this very moment
        """
        try:
            self.lock_for_update()
        except LockError:
            raise UserError(
                self.env._("Somebody is answering at this very moment. Please look again.")
            ) from None
        self.invalidate_recordset()

    def _house_lang(self):
        """Return the language in which the house keeps its records."""
        return self.sudo()["company_id"].partner_id.lang or "en_US"
