from odoo import api, models
from odoo.exceptions import UserError

from ...tools.carries import carries

ARTICLE = "csm.csm_regulation_article_s0_10_05"


class CsmClearanceGateMixin(models.AbstractModel):
    """Says who may take which step of a clearance, and keeps the groups in line with it."""

    _name = "csm.clearance.gate.mixin"
    _description = "Steps of a Clearance"

    @api.model
    def _check_grants(self, vals_list):
        """Refuse a clearance for oneself, or for somebody outside the house."""
        for vals in vals_list:
            # Who somebody is, is asked of the system; a granter sees no more than the name.
            user = self.env["res.users"].sudo().browse(vals.get("user_id"))
            if user and user.id in (self.env.uid, vals.get("granted_by_id")):
                raise UserError(
                    self.env._("Nobody grants a clearance to themselves. Ask another granter.")
                )
            self._check_insider(user)

    @api.model
    @carries("S1-12-02", "S3-06-44", neutral=None)
    def _check_insider(self, user):
        """Nothing confidential is opened to anybody outside the house."""
        if user and user.share:
            raise UserError(
                self.env._(
                    "%(user)s is no user of the house, and no file is open to outsiders. "
                    "Choose an internal user.",
                    user=user.name,
                )
            )

    def _why_not_undertake(self):
        if self.env.user != self["user_id"]:
            return self.env._(
                "%(clearance)s: the person the clearance is for signs the undertaking, and "
                "nobody else.",
                clearance=self.display_name,
            )
        if self["undertaken_at"]:
            return self.env._(
                "%(clearance)s: the undertaking is signed already.", clearance=self.display_name
            )
        return ""

    def _why_not_confirm(self):
        refusal = self._why_not_granter() or self._why_not_second() or self._why_not_undertaken()
        if refusal or self["valid_to"] >= self._today():
            return refusal
        return self.env._(
            "%(clearance)s ended on %(day)s already. Grant another.",
            clearance=self.display_name,
            day=self["valid_to"],
        )

    def _why_not_granter(self):
        if self.env.user.has_group("csm.group_clearance_granter"):
            return ""
        return self.env._(
            "%(clearance)s: only a granter of clearances takes this step.",
            clearance=self.display_name,
        )

    def _why_not_second(self):
        if self.env.user not in (self["granted_by_id"], self["user_id"]):
            return ""
        return self.env._(
            "%(clearance)s: a second granter confirms it, who neither granted it nor receives it.",
            clearance=self.display_name,
        )

    @carries("S0-10-05", neutral="")
    def _why_not_undertaken(self):
        """No file before the undertaking to keep it confidential."""
        if self["undertaken_at"]:
            return ""
        return self.env._(
            "%(clearance)s: %(user)s has not signed the undertaking to keep the files "
            "confidential yet (%(article)s). It is signed under Customer Service / Client Files "
            "/ My Clearances.",
            clearance=self.display_name,
            user=self["user_id"].sudo().name,
            article=self.env.ref(ARTICLE).sudo().display_name,
        )

    def _why_not_withdraw(self):
        refusal = self._why_not_granter()
        if refusal or (self["withdraw_reason"] or "").strip():
            return refusal
        return self.env._(
            "%(clearance)s: enter the reason of the withdrawal, then withdraw it.",
            clearance=self.display_name,
        )

    def _why_not_end(self):
        if self["valid_to"] < self._today():
            return ""
        return self.env._(
            "%(clearance)s counts until %(day)s. Withdraw it, with the reason, to end it earlier.",
            clearance=self.display_name,
            day=self["valid_to"],
        )

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "undertake":
            values["undertaking"] = self.env.ref(ARTICLE).sudo().text
        elif move.name == "confirm":
            values["confirmed_by_id"] = self.env.uid
        elif move.name == "withdraw":
            values["withdrawn_by_id"] = self.env.uid
        return values

    def _moved(self, move):
        result = super()._moved(move)
        self._forget_levels()
        if move.name != "undertake":
            self._hand_out_groups(self["user_id"])
        self._log_step(move.name)
        return result

    def _log_step(self, step):
        """Every step of a clearance is on record beside what was read with it."""
        for clearance in self:
            detail = f"{clearance['user_id'].sudo().login}: {clearance['level']}"
            self.env["csm.access.log"]._note("clearance", step, clearance, detail=detail)

    def _today(self):
        """Return the day it is in the company's zone."""
        return self.env["csm.company.clock.mixin"]._today_of(self["company_id"])

    @api.model
    def _cron_end_clearances(self):
        """End the clearances whose last day is over; they count no more since midnight anyway."""
        for clearance in self.search([("state", "in", ("granted", "valid"))]):
            if clearance["valid_to"] < clearance._today():
                clearance._go(clearance._move_named("end"))
