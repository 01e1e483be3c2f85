from odoo import models


class CsmIncidentLadderMixin(models.AbstractModel):
    """Knows who stands above whoever was first informed, and who of them has been told."""

    _name = "csm.incident.ladder.mixin"
    _description = "Superiors of an Incident"

    def _superiors(self):
        """Return the users above the one first informed, the nearest first."""
        addressee = self.env["csm.addressee"]
        person = addressee._person_of_user(self.reporter_id, self.company_id)
        users = self.env["res.users"].sudo()
        for superior in addressee._superiors(person.employee):
            users |= superior.user_id
        return users.with_env(self.env)

    def _told_upward(self, besides=None):
        """Return the users who have been told upward already."""
        reports = self.upward_ids
        if besides:
            reports -= besides
        return reports.filtered(lambda report: report.state != "new").told_user_id

    def _is_reachable(self, user):
        addressee = self.env["csm.addressee"]
        person = addressee._person_of_user(user, self.company_id)
        found, _notes = addressee._reach([person], self.env.cr.now())
        return bool(found)

    def _next_superior(self):
        """Return the first superior who can be reached and has not been told yet."""
        untold = self._superiors() - self._told_upward()
        return untold.filtered(self._is_reachable)[:1]
