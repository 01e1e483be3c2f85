from odoo import api, models
from odoo.exceptions import UserError

from ...tools.carries import carries

KINDS = (str.isdigit, str.isalpha)


class CsmAccountMixin(models.AbstractModel):
    """What regulations ask of an account: no simple password, no log-in outside working hours."""

    _name = "csm.account.mixin"
    _description = "Account of a Person"

    def _set_password(self):
        for user in self:
            user._csm_check_password(user["password"] or "")
        return super()._set_password()

    @carries("S1-12-13", neutral=None)
    def _csm_check_password(self, password):
        """Refuse a password that is too simple, where a regulation in force asks for better."""
        # Who sets a password need not be able to read what the company adopted.
        user = self.sudo()
        if not self.env["csm.adoption"]._wants(user["company_id"], "S1-12-13"):
            return
        low = password.lower()
        names = {(user["login"] or "").lower().partition("@")[0], *user["name"].lower().split()}
        if any(is_only(low) for is_only in KINDS) or any(name and name in low for name in names):
            raise UserError(
                self.env._(
                    "This password is too simple: it has letters or digits only, or a name in it. "
                    "Choose one of both, without your name."
                )
            )

    def _update_last_login(self):
        result = super()._update_last_login()
        self.env.user._csm_note_login()
        return result

    @carries("S1-12-06", neutral=None)
    def _csm_note_login(self):
        """Log who logs in outside their working hours, and tell those who watch over rights."""
        user = self.sudo()
        if user["share"] or not self.env["csm.adoption"]._wants(user["company_id"], "S1-12-06"):
            return
        calendar = self._csm_calendar(user)
        now = self.env.cr.now().replace(microsecond=0)
        if not calendar or calendar._clock(user["company_id"]).is_working(now):
            return
        self.env["csm.access.log"]._note("login", "off_hours", user)

        def compose(env):
            return (
                env._("Logged in outside working hours"),
                env._(
                    "%(who)s logged in outside the working hours. See to it that there was a "
                    "reason.",
                    who=user["name"],
                ),
            )

        self.env["csm.rights.watch"]._tell(user["company_id"], compose)

    @api.model
    def _csm_calendar(self, user):
        """Return the working schedule of a user: of the employee, else of the company."""
        person = self.env["csm.addressee"]._person_of_user(user, user.company_id)
        return person.employee.resource_calendar_id or user.company_id.resource_calendar_id
