from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        result = super().write(vals)
        if leaving:
            leaving._csm_tell_leaders_of_open_cases()
            leaving._csm_hand_stations_to_others()
        return result

    def _csm_tell_leaders_of_open_cases(self):
        """Ask the leaders of the teams to reassign the open cases of these users, who leave."""
        # Whoever archives a user need not see any case; the leaders are told a number only.
        groups = (
            self.env["csm.case"]
            .sudo()
            ._read_group(
                Domain("user_id", "in", self.ids) & Domain("state", "not in", ("closed", "void")),
                ["user_id", "team_id", "company_id"],
                ["__count"],
            )
        )
        for user, team, company, count in groups:
            able = [team.leader_id, *team.overseer_ids, company.csm_fallback_user_id]
            leader = next((u for u in able if u.active and u not in self), None)
            if leader:
                user._csm_ask_to_reassign(leader, team, count)

    def _csm_hand_stations_to_others(self):
        """Give the cases that lie with these users, who leave, to others of their units."""
        # Whoever archives a user need not see any case.
        Station = self.env["csm.case.station"].sudo()
        stays = Station.search([("user_id", "in", self.ids), ("state", "=", "here")])
        stays._give_to_reachable()

    def _csm_ask_to_reassign(self, leader, team, count):
        told = self.with_context(lang=leader.lang)
        self.sudo().partner_id.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=leader.id,
            summary=told.env._(
                "%(name)s leaves %(count)s open cases in %(team)s. Reassign them.",
                name=self.name,
                count=count,
                team=team.name or told.env._("no team"),
            ),
        )
