from odoo import api, fields, models
from odoo.fields import Domain

from .csm_duty_chain_mixin import OPEN

TO_DO = "mail.mail_activity_data_todo"


class CsmDutyHandoverMixin(models.AbstractModel):
    """Passes a duty on when whoever does it, or signs it off, has left, and says so."""

    _name = "csm.duty.handover.mixin"
    _description = "Passing On of a Duty"

    former_user_id = fields.Many2one(
        "res.users",
        "Taken Over from",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who had to do it before, and has left.",
    )
    former_signer_id = fields.Many2one(
        "res.users",
        "Signing Taken Over from",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who had to sign it off before, and has left.",
    )
    passed_on_at = fields.Datetime("Passed On", readonly=True, copy=False)

    @api.model
    def _pass_on_left(self, limit=500):
        """Pass on what still waits for somebody who has left; returns how many duties."""
        # Whoever has left is found by the system; the duty says who it was.
        everybody = self.env["res.users"].sudo().with_context(active_test=False)
        gone = everybody._search([("active", "=", False)])
        waits = Domain("state", "in", OPEN) & Domain("user_id", "in", gone)
        waits |= Domain("state", "in", (*OPEN, "done")) & Domain("signer_id", "in", gone)
        duties = self.sudo().search(waits, limit=limit).try_lock_for_update()
        for duty in duties:
            duty._pass_on()
        return len(duties)

    def _pass_on(self):
        duty = self.with_company(self["company_id"])
        doer, signer, values = duty["user_id"], duty["signer_id"], {}
        if duty["state"] in OPEN and not doer.active and doer:
            doer = duty._next_doer()
            values |= {"user_id": doer.id, "former_user_id": duty["user_id"].id}
        if signer and not signer.active:
            signer = duty._next_signer(doer)
            values |= {"signer_id": signer.id, "former_signer_id": duty["signer_id"].id}
        duty.write({**values, "passed_on_at": self.env.cr.now().replace(microsecond=0)})
        if "user_id" in values:
            duty._tell_successor(doer)
        if "signer_id" in values and duty["state"] == "done":
            duty._tell_successor(signer)

    def _next_doer(self):
        """Return who does it now: whom the rule means, else the nearest superior who is there."""
        rule, left = self["rule_id"], self["user_id"]
        meant = self.env["csm.duty.maker"]._persons(rule, self._right_values(), self._record())
        addressee, company = self.env["csm.addressee"], self["company_id"]
        chain = addressee._superiors(addressee._person_of_user(left, company).employee)
        users = [self.env["res.users"].browse(meant["user_id"] or ()), *chain.user_id]
        users += [self["team_id"].leader_id, *self["team_id"].overseer_ids]
        return self._first_there(users)

    def _next_signer(self, doer):
        rule, team = self["rule_id"], self["team_id"]
        return self._first_there([self.env["csm.duty.maker"]._signer(rule, team, doer)])

    def _first_there(self, users):
        """Return the first of these users who is there and may have to do with the duty."""
        addressee, company = self.env["csm.addressee"], self["company_id"]
        if self["is_confined"]:
            cleared = self._cleared_members()
            users = [*(user for user in users if user in cleared), *cleared]
        persons = [addressee._person_of_user(user, company) for user in users if user]
        return addressee._reach(persons, self.env.cr.now())[0]

    def _right_values(self):
        """Return the values of the duty that decide who has to do with it."""
        values = {name: self[name].id for name in ("company_id", "team_id")}
        return {**values, "level": self["level"], "is_confined": self["is_confined"]}

    def _tell_successor(self, user):
        """Put it on the list of things to do of whoever takes over."""
        if not user:
            return
        told = self.with_context(lang=user.lang)
        told.activity_schedule(
            TO_DO,
            user_id=user.id,
            summary=told.env._("Taken over from somebody who has left: %(duty)s", duty=told.name),
        )

    def _moved(self, move):
        result = super()._moved(move)
        # Whoever makes the step may not be the one who was told.
        self.sudo().activity_unlink([TO_DO])
        return result
