from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import (
    email_normalize,
    format_date,
    format_time,
    is_html_empty,
    plaintext2html,
)

from ..cases.csm_case import CsmCase as CaseOfItsRoom

# Nobody is told, subscribed or reminded by a record that is brought in.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
}
LONGEST_DESCRIPTION = 1_000_000


class CsmCase(models.Model):
    """A case that came in by itself: by mail, or out of an older register."""

    _name = "csm.case"
    _inherit = [
        "csm.case.portal.rating.mixin",
        "csm.guidance.mixin",
        "csm.guidance.case.mixin",
        "csm.phrase.mixin",
        "csm.contact.link.mixin",
        "csm.case.routing.mixin",
        "csm.case.flow.mixin",
        "csm.case.link.mixin",
        "csm.case.merge.mixin",
        "csm.case.duplicate.mixin",
        "csm.case.demand.mixin",
        "csm.case",
        "csm.case.desk.mixin",
    ]

    email_normalized = fields.Char(
        compute="_compute_email_normalized",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    is_acknowledgement_due = fields.Boolean(
        compute="_compute_is_acknowledgement_due",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    promise = fields.Char(compute="_compute_promise", compute_sudo=True)
    has_bounced = fields.Boolean(
        "Mail Came Back", readonly=True, copy=False, help="A mail to the customer came back."
    )
    bounce_note = fields.Text("Why It Came Back", readonly=True, copy=False)
    import_id = fields.Many2one(
        "csm.case.import", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    import_key = fields.Char(readonly=True, copy=False, export_string_translation=False)

    _kept_fields = (
        *CaseOfItsRoom._kept_fields,
        "is_acknowledgement_due",
        "has_bounced",
        "bounce_note",
        "import_id",
        "import_key",
        "partner_is_urgent",
        "is_solved_at_once",
        "flow_rule_id",
        "merged_into_id",
        "satisfaction",
        "satisfaction_note",
        "rated_at",
    )

    _import_key_is_unique = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row of the register is a case already.",
    )
    _to_acknowledge = models.Index("(id) WHERE is_acknowledgement_due IS TRUE")

    @api.depends("partner_email")
    def _compute_email_normalized(self):
        for case in self:
            case.email_normalized = email_normalize(case.partner_email or "")

    # Nothing here: whether a case is acknowledged is decided when it comes in, never later.
    @api.depends()
    def _compute_is_acknowledgement_due(self):
        for case in self:
            case.is_acknowledgement_due = (
                not case._origin
                and not case.is_historic
                and not case.import_key
                and bool(case.email_normalized)
                # An agent may register for a team whose settings are not theirs to read.
                and case.sudo().team_id.acknowledge
            )

    @api.depends_context("lang")
    def _compute_promise(self):
        for case in self:
            due, code = case._promised()
            values = {"moment": case._zoned_text(due), "zone": case._zone()} if due else {}
            if not due:
                case.promise = ""
            elif code == "first_reply":
                case.promise = self.env._(
                    "You will have our reply by %(moment)s (%(zone)s).", **values
                )
            else:
                case.promise = self.env._(
                    "We will have dealt with it by %(moment)s (%(zone)s).", **values
                )

    def _zone(self):
        return self.company_id.resource_calendar_id.tz or "UTC"

    def _zoned_text(self, moment):
        """Return a moment in words, in the language of the context and the company's zone."""
        local = fields.Datetime.context_timestamp(self.with_context(tz=self._zone()), moment)
        day = format_date(self.env, local.date(), date_format="long")
        return f"{day} {format_time(self.env, local.time(), time_format='short')}"

    def _promised(self):
        """Return ``(due moment, code of the obligation)`` that may be promised to the customer."""
        now = self.env.cr.now()
        rows = self.deadline_ids.filtered(
            lambda row: (
                row.is_binding and row.state == "running" and row.due_at and row.due_at > now
            )
        ).sorted(lambda row: (row.obligation_id.code != "first_reply", row.due_at))
        return rows[:1].due_at, rows[:1].obligation_id.code

    def write(self, vals):
        # A new address deserves a new trial.
        if "partner_email" in vals and "has_bounced" not in vals:
            bounced = self.sudo().filtered("has_bounced")
            if bounced:
                bounced.write({"has_bounced": False, "bounce_note": False})
        return super().write(vals)

    # Out of an older register

    @api.model
    def _intake_historic(self, vals_list):
        """Create cases of an older register, with the facts and the state given.

        Their deadlines are judged by these facts; nothing is sent and nothing climbs.

        :raise UserError: when the facts of one of them are impossible
        """
        self._check_historic(vals_list)
        names = {"number", "company_id", "is_historic"}.union(*vals_list)
        quiet = self.with_context(**QUIET)._with_pass(names)
        cases = quiet.create([{**vals, "is_historic": True} for vals in vals_list])
        return self.browse(cases.ids)

    @api.model
    def _intake_open(self, vals_list):
        """Create cases of a register that are still open, with the facts so far.

        From now on they run like any other. Their customers had their acknowledgement from whoever
        kept the register.

        :raise UserError: when the facts of one of them are impossible
        """
        self._check_historic(vals_list)
        kept = ("is_historic", "import_id", "import_key")
        plain = [{k: v for k, v in vals.items() if k not in kept} for vals in vals_list]
        names = {"number", "company_id"}.union(*plain)
        cases = self.with_context(**QUIET)._with_pass(names).create(plain)
        for case, vals in zip(cases.sudo(), vals_list, strict=True):
            given = {name: vals[name] for name in kept[1:] if name in vals}
            case.write({**given, "is_acknowledgement_due": False})
        return self.browse(cases.ids)

    @api.model
    def _check_historic(self, vals_list):
        refusals = [reason for vals in vals_list if (reason := self._why_not_historic(vals))]
        if refusals:
            raise UserError("\n".join(refusals))

    @api.model
    def _why_not_historic(self, vals):
        """Refuse facts in the future or before the receipt."""
        now = self.env.cr.now()
        moments = {
            name: fields.Datetime.to_datetime(vals[name]) for name in self._facts if vals.get(name)
        }
        received = moments.get("received_at")
        for name, moment in moments.items():
            if moment > now:
                return self.env._(
                    "“%(fact)s” (%(moment)s) lies in the future.",
                    fact=self._fact_label(name),
                    moment=self._local_text(moment),
                )
            if received and moment < received:
                return self.env._(
                    "“%(fact)s” (%(moment)s) lies before the receipt (%(received)s).",
                    fact=self._fact_label(name),
                    moment=self._local_text(moment),
                    received=self._local_text(received),
                )
        return "" if received else self.env._("The moment of receipt is missing.")

    # By mail

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a case of a mail to a team's address."""
        custom_values = dict(custom_values or {})
        team = self.env["csm.team"].browse(custom_values.get("team_id"))
        company = team.company_id or self.env.company
        intake = self.with_company(company).with_context(lang=company.partner_id.lang)
        intake = intake._coming_by_itself()
        sender = msg_dict.get("email_from") or ""
        values = intake._prepare_mail_vals(sender, msg_dict, team, company)
        msg_dict = {**msg_dict, "email_from": email_normalize(sender) or sender}
        case = super(CsmCase, intake).message_new(msg_dict, {**values, **custom_values})
        if self.env.context.get("csm_mail_wants_no_answer"):
            case.is_acknowledgement_due = False
        return case

    def _prepare_mail_vals(self, sender, msg_dict, team, company):
        partner = self._mail_customer(sender, msg_dict.get("author_id"), company)
        address = email_normalize(sender) or sender
        values = {
            "name": (msg_dict.get("subject") or "").strip() or self.env._("(no subject)"),
            "description": self._mail_description(msg_dict.get("body") or ""),
            "kind": "complaint",
            "channel": "email",
            "team_id": team.id,
            "company_id": company.id,
            "first_responder_id": False,
            "user_id": False,
        }
        if partner:
            return {**values, "partner_id": partner.id}
        name = sender.rpartition("<")[0].strip(' "') or address or self.env._("Unknown sender")
        return {**values, "partner_name": name}

    def _mail_customer(self, sender, author_id, company):
        """Return the known customer behind an address, one the company may deal with."""
        allowed = [("company_id", "in", (False, company.id))]
        author = self.env["res.partner"].browse(author_id).filtered_domain(allowed)
        normalized = email_normalize(sender)
        if author or not normalized:
            return author
        return self.env["res.partner"].search(
            [("email_normalized", "=", normalized), *allowed], limit=1, order="id"
        )

    def _mail_description(self, body):
        """Return the body; of an endless one the beginning, the message below holds it all."""
        if is_html_empty(body):
            return False
        if len(body) <= LONGEST_DESCRIPTION:
            return body
        return plaintext2html(
            self.env._("The mail is very long. Its whole text stands in the first message.")
        )

    def _message_post_after_hook(self, message, msg_values):
        """Show the pictures of a mail in the description too."""
        if message.message_type == "email" and "cid:" in (self.description or ""):
            self.description = message.body
        return super()._message_post_after_hook(message, msg_values)

    def message_update(self, msg_dict, update_vals=None):
        """Take note that the customer wrote again."""
        result = super().message_update(msg_dict, update_vals)
        if not self.env.context.get("csm_mail_is_automatic"):
            sender = email_normalize(msg_dict.get("email_from") or "")
            known = self.filtered(lambda c: sender and sender in c._customer_addresses())
            for case in known:
                case._customer_wrote()
        return result

    def _customer_addresses(self):
        return {self.email_normalized, self.partner_id.email_normalized}

    def _customer_wrote(self):
        """Let the clock of the reply start anew; who had the closed case hears of it."""
        self.write({"has_bounced": False, "bounce_note": False})
        if self.state in ("closed", "void"):
            self._remind_customer_answered()
        else:
            self._customer_asked()

    def _why_not_reply(self):
        return "" if self._owes_another_reply() else super()._why_not_reply()

    @api.depends("asked_again_at")
    def _compute_has_reply(self):
        return super()._compute_has_reply()

    def _stands(self, name):
        if name == "replied_at" and self._owes_another_reply():
            return False
        return super()._stands(name)

    @api.model
    def _deadline_watched(self):
        return super()._deadline_watched() | {"asked_again_at"}

    @api.model
    def _deadline_restarts(self):
        """A new message of the customer owes another reply."""
        return {**super()._deadline_restarts(), "asked_again_at": ("replied_at",)}

    def _remind_customer_answered(self):
        choice = [self.user_id, self.leader_id, *self.team_id.overseer_ids]
        choice.append(self.company_id.csm_fallback_user_id)
        barred = self._barred_users()
        user = next((u for u in choice if u and u.active and u not in barred), None)
        todo = self.env.ref("mail.mail_activity_data_todo")
        told = self.activity_ids.filtered(
            lambda activity: activity.user_id == user and activity.automated
        )
        if not user or told:
            return
        env = self.with_context(lang=user.lang).env
        self.activity_schedule(
            activity_type_id=todo.id,
            user_id=user.id,
            summary=env._("The customer answered"),
            note=env._(
                "The case was over already. Read the answer; open the case again if need be."
            ),
        )

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        return [
            ("email_normalized", "=", email_from_normalized),
            ("channel", "=", "email"),
            ("import_key", "=", False),
        ]

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Let answers go to the address of the team."""
        teams = self.sudo().team_id
        addresses = teams._notify_get_reply_to(default=default, author_id=author_id)
        result = {case.id: addresses.get(case.sudo().team_id.id) for case in self}
        other = self.filtered(lambda case: not case.sudo().team_id)
        if other:
            result.update(super(CsmCase, other)._notify_get_reply_to(default, author_id))
        return result

    def _note_bounce(self, address, reason):
        """A mail sent from this case came back; say so where the case is read."""
        reason = "\n".join(line for line in reason.splitlines() if line.strip())[:2000]
        for case in self:
            who = address or case.partner_email or ""
            text = case.env._("The mail to %(address)s came back.", address=who)
            case.write({"has_bounced": True, "bounce_note": f"{text}\n{reason}".strip()})
            case._message_log(body=plaintext2html(case.bounce_note))
