import json
import logging
from hashlib import sha256

from psycopg2.errors import UniqueViolation
from werkzeug.exceptions import RequestEntityTooLarge

from odoo import http
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.http import request

from ...models.intake.csm_hook import SCOPE

_logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
WINDOW = 60
# Wrong keys from one address within a window, before it is not even looked at.
WRONG_KEYS = 20
# A scope no key has: only a key without any scope opens it, and such a key opens too much.
NO_SCOPE = f"{SCOPE}.none"


class Refusal(Exception):
    """Ends a request with a status and a sentence."""

    def __init__(self, status, code, message, headers=()):
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class CsmHookController(http.Controller):
    """The web hook by which telephone systems and chat platforms write down their calls."""

    @http.route(
        "/csm/hook/v1/contact",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=LARGEST_BODY,
        readonly=False,
    )
    def contact(self, **_unread):
        """Create or update one contact from the body alone; every answer is JSON."""
        request.update_context(lang="en_US")
        try:
            hook = self._hook()
            payload = self._payload()
            return self._answer(*self._take(hook, payload))
        except Refusal as refusal:
            body = {"error": refusal.code, "message": str(refusal.message)}
            return self._answer(body, refusal.status, refusal.headers)

    # Who calls

    def _hook(self):
        """Return the connected system whose key this is, or refuse."""
        key = self._key()
        address = self._bucket("address", request.httprequest.remote_addr)
        uid = request.env["res.users.apikeys"]._check_credentials(scope=SCOPE, key=key)
        if not uid:
            self._count(self._bucket("wrong", address), WRONG_KEYS)
            raise self._unauthorized()
        request.update_env(user=uid)
        if request.env["res.users.apikeys"]._check_credentials(scope=NO_SCOPE, key=key):
            raise Refusal(
                403,
                "key_too_wide",
                request.env._(
                    "This key opens everything its user may do. Use a key of the connected system."
                ),
            )
        # The system's user need not have any right of its own; the hook says what it may do.
        hook = request.env["csm.hook"].sudo().search([("user_id", "=", uid)], limit=1)
        if not hook:
            raise Refusal(
                403, "no_system", request.env._("No connected system belongs to this key.")
            )
        self._count(self._bucket("key", key), hook.calls_per_minute)
        return hook.with_company(hook.company_id)

    def _key(self):
        scheme, _space, key = request.httprequest.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise self._unauthorized()
        return key.strip()

    def _unauthorized(self):
        return Refusal(
            401,
            "unauthorized",
            request.env._("Send a valid key as “Authorization: Bearer …”."),
            [("WWW-Authenticate", 'Bearer realm="csm"')],
        )

    def _bucket(self, kind, text):
        """Return a name for a caller from which nothing about it can be read."""
        secret = request.env["ir.config_parameter"].sudo().get_param("database.secret")
        return f"{kind}:{sha256(f'{secret}{kind}{text}'.encode()).hexdigest()[:32]}"

    def _count(self, bucket, limit):
        requests, wait = request.env["csm.hook.window"].sudo().count(bucket, WINDOW)
        if requests > limit:
            raise Refusal(
                429,
                "too_many_requests",
                request.env._(
                    "More than %(limit)s requests within a minute. Come again in %(wait)s seconds.",
                    limit=limit,
                    wait=wait,
                ),
                [("Retry-After", str(wait))],
            )

    # What is said

    def _payload(self):
        if request.httprequest.mimetype != "application/json":
            raise Refusal(
                415, "not_json", request.env._("Send the body as “Content-Type: application/json”.")
            )
        try:
            raw = request.httprequest.get_data()
        except RequestEntityTooLarge:
            raise self._too_large() from None
        if len(raw) > LARGEST_BODY:
            raise self._too_large()
        try:
            payload = json.loads(raw)
        except (ValueError, RecursionError):
            raise Refusal(400, "malformed", request.env._("The body is not valid JSON.")) from None
        if not isinstance(payload, dict):
            raise Refusal(400, "malformed", request.env._("The body must be one JSON object."))
        return payload

    def _too_large(self):
        return Refusal(
            413,
            "too_large",
            request.env._("The body is larger than %(limit)s bytes.", limit=LARGEST_BODY),
        )

    def _take(self, hook, payload):
        """Write the message into the register; return ``(body, status)``."""
        # Only what the hook allows is written, whoever its user is.
        contacts = request.env["csm.contact"].sudo().with_company(hook.company_id)
        try:
            with request.env.cr.savepoint():
                contact, is_new = contacts._from_hook(hook, payload)
        except (UserError, ValidationError) as error:
            raise Refusal(422, "refused", error.args[0]) from error
        except UniqueViolation as error:
            # The same call came twice at once; the second one begins anew and finds the first.
            raise ConcurrencyError from error
        # Ids only: what callers say and how the system proves itself never reaches the log.
        _logger.info("Hook %s: contact %s %s", hook.id, contact.id, "new" if is_new else "kept")
        return {"number": contact.number, "created": is_new}, 201 if is_new else 200

    def _answer(self, body, status=200, headers=()):
        return request.make_json_response(body, headers=list(headers), status=status)
