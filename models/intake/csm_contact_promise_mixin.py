from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmContactPromiseMixin(models.AbstractModel):
    """Who calls the customer back, at which number, and by when."""

    _name = "csm.contact.promise.mixin"
    _description = "Promise to Call Back"

    promised_at = fields.Datetime(
        "Promised for",
        copy=False,
        index="btree_not_null",
        help="By when the customer was promised to hear from us.",
    )
    promise_phone = fields.Char(
        "Number to Call",
        compute="_compute_promise_phone",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_promise_late = fields.Boolean("Promise Overdue", compute="_compute_is_promise_late")

    @api.depends("partner_phone")
    def _compute_promise_phone(self):
        for contact in self:
            contact.promise_phone = contact.promise_phone or contact.partner_phone

    @api.depends("state", "promised_at")
    def _compute_is_promise_late(self):
        now = fields.Datetime.now()
        for contact in self:
            promised = contact.state == "promised" and contact.promised_at
            contact.is_promise_late = bool(promised and promised < now)

    def write(self, vals):
        self._check_promise_stands(vals)
        return super().write(vals)

    def _check_promise_stands(self, vals):
        """Refuse to put off what a customer was promised."""
        if "promised_at" not in vals or self.env.su:
            return
        moment = fields.Datetime.to_datetime(vals["promised_at"])
        for contact in self:
            if contact.state == "promised" and contact.promised_at != moment:
                raise UserError(
                    self.env._(
                        "%(contact)s: the customer was promised a call for %(moment)s, and that "
                        "stands. Call, then promise anew if need be.",
                        contact=contact.display_name,
                        moment=self._local_text(contact.promised_at),
                    )
                )

    def _why_not_promise(self):
        missing = [
            self._fact_label(name)
            for name in ("promised_at", "promise_phone", "user_id")
            if not self[name]
        ]
        if missing:
            return self.env._(
                "%(contact)s lacks: %(fields)s. Say who calls whom and by when, then promise it.",
                contact=self.display_name,
                fields=", ".join(missing),
            )
        if self.promised_at <= self.env.cr.now():
            return self.env._(
                "%(contact)s: “%(field)s” (%(moment)s) lies in the past. Promise a moment to come.",
                contact=self.display_name,
                field=self._fact_label("promised_at"),
                moment=self._local_text(self.promised_at),
            )
        return ""

    def _why_not_pass_on(self):
        if not self["passed_to_id"]:
            return self.env._(
                "%(contact)s: nobody is named yet. Choose who takes it over, then pass it on.",
                contact=self.display_name,
            )
        return ""

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "pass_on":
            for contact in self:
                contact.user_id = contact.passed_to_id
        return result

    # Hooks of the deadline engine

    def _deadline_stop(self, name, start):
        """Closing ends what was still awaited; a case has clocks of its own."""
        moment = self[name]
        if moment and moment >= start:
            return moment
        return self["closed_at"] or moment

    def _deadline_is_over(self):
        return self["state"] == "void"

    @api.model
    def _deadline_watched(self):
        return super()._deadline_watched() | {"state", "promised_at"}

    def _deadline_rights(self):
        """Who is kept from the case hears nothing of the contact it came from either."""
        barred = self.sudo()["case_id"]._barred_users()
        return {**super()._deadline_rights(), "barred_user_ids": barred.ids}

    @api.model
    def _deadline_rights_watched(self):
        return [*super()._deadline_rights_watched(), "case_id"]

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        self._hand_on_fact_rights()
        return result

    def _fact_rights(self):
        barred = self.sudo()["case_id"]._barred_users()
        return {**super()._fact_rights(), "barred_user_ids": [fields.Command.set(barred.ids)]}
