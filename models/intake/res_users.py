from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Somebody who leaves keeps neither an offer nor a case nobody has taken over."""

    _inherit = "res.users"

    def _csm_tell_leaders_of_open_cases(self):
        result = super()._csm_tell_leaders_of_open_cases()
        self._csm_end_offers()
        self._csm_tell_of_unhandled_cases()
        return result

    def _csm_end_offers(self):
        """What was offered to them stays with its givers, who hear of it."""
        # Whoever archives a user need not see any case.
        Transfer = self.env["csm.case.transfer"].sudo()
        mine = Domain("user_id", "in", self.ids) & Domain("state", "=", "offered")
        for transfer in Transfer.search(mine):
            transfer.case_id._withdraw_offers()
            transfer._tell_giver(
                lambda told, gone=transfer.user_id: told.env._(
                    "%(name)s has left: the case is still yours", name=gone.name
                )
            )

    def _csm_tell_of_unhandled_cases(self):
        """Ask the leaders to find handlers for what these users took down and nobody handles."""
        groups = (
            self.env["csm.case"]
            .sudo()
            ._read_group(
                Domain("first_responder_id", "in", self.ids)
                & Domain("user_id", "=", False)
                & Domain("state", "not in", ("closed", "void")),
                ["first_responder_id", "team_id", "company_id"],
                ["__count"],
            )
        )
        for user, team, company, count in groups:
            able = [team.leader_id, *team.overseer_ids, company.csm_fallback_user_id]
            leader = next((u for u in able if u.active and u not in self), None)
            if leader:
                user._csm_ask_to_reassign(leader, team, count)
