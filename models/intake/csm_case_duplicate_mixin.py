import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

# A telephone number is known again by its last digits, however its prefix is written.
KEY_DIGITS = 11
# How many cases of one likeness are looked at, the newest first.
MOST = 20
REPLIES = re.compile(r"^\s*((re|fwd?|aw|wg|回复|回覆|答复|转发|轉發)\s*[::]\s*)+", re.IGNORECASE)


class CsmCaseDuplicateMixin(models.AbstractModel):
    """Hints at cases that may be the same matter: same customer, goods or subject, not long ago.

    Each likeness is one lookup in an index. Only cases the reader may open are counted or shown.
    """

    _name = "csm.case.duplicate.mixin"
    _description = "Cases That May Be the Same"

    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    subject_key = fields.Char(
        compute="_compute_subject_key",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    duplicate_count = fields.Integer("Perhaps the Same", compute="_compute_duplicates")
    duplicate_hint = fields.Text("Perhaps the Same as", compute="_compute_duplicates")
    duplicate_why = fields.Char("Why", compute="_compute_duplicate_why")

    _by_phone = models.Index("(phone_key, received_at) WHERE phone_key IS NOT NULL")
    _by_subject = models.Index("(subject_key, received_at) WHERE subject_key IS NOT NULL")
    _by_order = models.Index("(order_number, received_at) WHERE order_number IS NOT NULL")
    _by_lot = models.Index("(batch_number, received_at) WHERE batch_number IS NOT NULL")

    @api.depends("partner_phone")
    def _compute_phone_key(self):
        for case in self:
            case.phone_key = self._phone_key_of(case.partner_phone)

    @api.depends("name")
    def _compute_subject_key(self):
        for case in self:
            case.subject_key = self._subject_key_of(case.name)

    @api.model
    def _phone_key_of(self, phone):
        digits = re.sub(r"\D", "", phone or "")
        return digits[-KEY_DIGITS:] if len(digits) > 5 else False

    @api.model
    def _subject_key_of(self, subject):
        """Return the words of a subject in one order, so that small differences do not count."""
        words = re.findall(r"\w+", REPLIES.sub("", subject or "").lower())
        return " ".join(sorted(set(words)))[:200] or False

    @api.depends(
        "partner_id",
        "partner_phone",
        "partner_email",
        "name",
        "order_number",
        "batch_number",
        "company_id",
    )
    @api.depends_context("uid")
    def _compute_duplicates(self):
        for case in self:
            found = case._duplicates()
            case.duplicate_count = len(found)
            lines = [
                f"{other.display_name} ({other._duplicate_reasons(why)})"
                for other, why in list(found.items())[:3]
            ]
            case.duplicate_hint = "\n".join(lines)

    @api.depends_context("csm_duplicate_of")
    def _compute_duplicate_why(self):
        original = self.browse(self.env.context.get("csm_duplicate_of", ())).exists()
        found = original._duplicates() if len(original) == 1 else {}
        for case in self:
            case.duplicate_why = case._duplicate_reasons(found.get(case, ()))

    def _duplicate_reasons(self, why):
        labels = {
            "partner": self.env._("same customer"),
            "phone": self.env._("same telephone number"),
            "email": self.env._("same e-mail address"),
            "order": self.env._("same order"),
            "lot": self.env._("same lot"),
            "subject": self.env._("same subject"),
        }
        return ", ".join(labels[name] for name in labels if name in why)

    def _duplicates(self):
        """Return ``{case: {why, …}}`` of readable cases that may be the same, newest first."""
        self.ensure_one()
        keys = self._duplicate_keys()
        if not keys:
            return {}
        reasons = {}
        for case_id, why in self._duplicate_rows(keys):
            if case_id != self._origin.id:
                reasons.setdefault(case_id, set()).add(why)
        # Whoever may not read a case does not learn that there is one either.
        readable = self.env["csm.case"].search([("id", "in", list(reasons))])
        return {case: reasons[case.id] for case in readable.sorted("id", reverse=True)}

    def _duplicate_keys(self):
        """Return ``[(why, condition)]`` of what this case can be known by."""
        customer = self.partner_id.commercial_partner_id
        ids = (customer | customer.child_ids)._origin.ids if customer else []
        values = {
            "partner": ("partner_id", ids),
            "phone": ("phone_key", [self._phone_key_of(self.partner_phone)]),
            "email": ("email_normalized", [email_normalize(self.partner_email or "")]),
            "order": ("order_number", [self.order_number]),
            "lot": ("batch_number", [self.batch_number]),
            "subject": ("subject_key", [self._subject_key_of(self.name)]),
        }
        return [
            (why, SQL("%s = ANY(%s)", SQL.identifier(name), [v for v in value if v]))
            for why, (name, value) in values.items()
            if any(value)
        ]

    def _duplicate_rows(self, keys):
        self.env["csm.case"].flush_model()
        # While a case is being typed its company may not be known to the screen.
        company = self.company_id or self.env.company
        days = company.csm_duplicate_days
        since = self.env.cr.now() - timedelta(days=days)
        looks = [
            SQL(
                """(SELECT id, %s AS why FROM csm_case WHERE company_id = %s AND state <> 'void'
                       AND received_at >= %s AND %s ORDER BY received_at DESC LIMIT %s)""",
                why,
                company.id,
                since,
                condition,
                MOST,
            )
            for why, condition in keys
        ]
        return self.env.execute_query(SQL(" UNION ALL ").join(looks))

    def action_duplicates(self):
        """Open the cases that may be the same, with the reason."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_case_action_duplicates")
        action["domain"] = [("id", "in", [case.id for case in self._duplicates()])]
        action["context"] = {"csm_duplicate_of": self.ids, "create": False}
        return action
