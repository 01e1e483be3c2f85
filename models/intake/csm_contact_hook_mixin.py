from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

EVENTS = ("ringing", "answered", "ended", "message")
NUMBERS = ("rings", "waiting_seconds", "greeting_seconds", "reply_seconds", "typing_speed")
TEXTS = {
    "name": ("partner_name", 200),
    "phone": ("partner_phone", 64),
    "email": ("partner_email", 254),
    "text": ("question", 20_000),
    "platform": ("platform", 100),
    "order_number": ("order_number", 100),
    "buyer_id": ("buyer_id", 100),
}
LARGEST = 1_000_000


class CsmContactHookMixin(models.AbstractModel):
    """Contacts that a telephone system or a chat platform writes down by itself."""

    _name = "csm.contact.hook.mixin"
    _description = "Contact Out of a Connected System"

    @api.model
    def _from_hook(self, hook, payload):
        """Create or update the contact a connected system speaks of; return ``(contact, is new)``.

        :param dict payload: what the system sent, checked here value by value
        :raise UserError: with a sentence that says which value is wrong
        """
        values = self._hook_values(payload, hook)
        known = self._hook_known(hook, payload["external_id"])
        if known:
            known._hook_update(payload, values)
            return known, False
        values.update(
            external_id=payload["external_id"],
            hook_id=hook.id,
            is_measured=True,
            channel=payload.get("channel") or hook.channel,
            direction=payload.get("direction") or "in",
            company_id=hook.company_id.id,
            team_id=hook.team_id.id,
            started_at=self._hook_moment(payload, "started_at") or self._hook_now(),
        )
        values.setdefault("first_responder_id", False)
        values["user_id"] = values["first_responder_id"]
        if payload["event"] == "ended":
            values["ended_at"] = self._hook_moment(payload, "at") or self._hook_now()
        contact = self._coming_by_itself().create(values).with_env(self.env)
        contact._hook_follow(payload)
        return contact, True

    @api.model
    def _hook_known(self, hook, external_id):
        return self.search([("hook_id", "=", hook.id), ("external_id", "=", external_id)], limit=1)

    def _hook_update(self, payload, values):
        """Take over what a later message of the system adds; what a person wrote stays."""
        if self.state in ("closed", "void"):
            return
        fresh = {
            name: value
            for name, value in values.items()
            if name in NUMBERS or (value and not self[name])
        }
        held = self._convert_to_write({name: self[name] for name in fresh})
        fresh = {name: value for name, value in fresh.items() if held[name] != value}
        if payload["event"] == "ended" and not self.ended_at:
            fresh["ended_at"] = self._hook_moment(payload, "at") or self._hook_now()
        if "first_responder_id" in fresh and not self.user_id:
            fresh["user_id"] = fresh["first_responder_id"]
        if fresh:
            self.write(fresh)
        self._hook_follow(payload)

    def _hook_follow(self, payload):
        """A call that ended before anybody took it is over."""
        nobody = payload["event"] == "ended" and not self.first_responder_id
        if nobody and self.state == "new" and not self.outcome:
            self.outcome = "abandoned"

    # Values

    @api.model
    def _hook_now(self):
        return self.env.cr.now().replace(microsecond=0)

    @api.model
    def _hook_values(self, payload, hook):
        """Return the field values of a payload, or refuse in a sentence."""
        self._hook_check(payload)
        values = {}
        for key, (name, longest) in TEXTS.items():
            if payload.get(key) not in (None, ""):
                values[name] = self._hook_text(key, payload[key], longest)
        for key in NUMBERS:
            if payload.get(key) is not None:
                values[key] = self._hook_number(key, payload[key])
        if payload.get("agent"):
            values["first_responder_id"] = self._hook_agent(payload["agent"], hook).id
        return values

    @api.model
    def _hook_check(self, payload):
        self._hook_text("external_id", payload.get("external_id"), 200)
        allowed = {
            "event": EVENTS,
            "channel": tuple(dict(self._fields["channel"].selection)),
            "direction": ("in", "out"),
        }
        for key, choices in allowed.items():
            if payload.get(key) not in (*choices, *((None,) if key != "event" else ())):
                raise UserError(
                    self.env._(
                        "“%(key)s” must be one of: %(choices)s.",
                        key=key,
                        choices=", ".join(choices),
                    )
                )
        known = {"event", "external_id", "channel", "direction", "agent", "started_at", "at"}
        unknown = sorted(set(payload) - known - set(TEXTS) - set(NUMBERS))
        if unknown:
            raise UserError(self.env._("“%(key)s” is not known here.", key=unknown[0][:100]))

    @api.model
    def _hook_text(self, key, value, longest):
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise UserError(
                self.env._(
                    "“%(key)s” must be a text of 1 to %(longest)s characters.",
                    key=key,
                    longest=longest,
                )
            )
        # The database holds no zero byte.
        return value.replace("\x00", "").strip()

    @api.model
    def _hook_number(self, key, value):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
            raise UserError(
                self.env._(
                    "“%(key)s” must be a whole number from 0 to %(largest)s.",
                    key=key,
                    largest=LARGEST,
                )
            )
        return value

    @api.model
    def _hook_moment(self, payload, key):
        """Return a moment of a payload, in UTC as Odoo writes it, or False."""
        value = payload.get(key)
        if value is None:
            return False
        try:
            moment = fields.Datetime.to_datetime(value if isinstance(value, str) else "?")
        except (ValueError, TypeError):
            moment = None
        now = self._hook_now()
        too_far = moment and not now - timedelta(days=30) <= moment <= now + timedelta(minutes=1)
        if not moment or too_far:
            raise UserError(
                self.env._(
                    "“%(key)s” must be a moment in UTC of the last 30 days, such as %(example)s.",
                    key=key,
                    example=fields.Datetime.to_string(now),
                )
            )
        return moment

    @api.model
    def _hook_agent(self, login, hook):
        """Return the member of the system's team with this login."""
        user = hook.team_id.member_ids.filtered(lambda member: member.login == login)
        if not user:
            raise UserError(
                self.env._("“agent” must be the login of a member of the system's team.")
            )
        return user
