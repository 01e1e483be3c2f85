from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.carries import carries


class CsmTeam(models.Model):
    _inherit = "csm.team"

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self._forget_seats()
        return teams

    def write(self, vals):
        if not {"member_ids", "leader_id"} & vals.keys():
            return super().write(vals)
        with self._watching_members():
            written = super().write(vals)
            self._forget_seats()
            return written

    def unlink(self):
        unlinked = super().unlink()
        self._forget_seats()
        return unlinked

    @api.model
    def _my_seats(self):
        """Return the ids of the few teams the reader is a member of.

        Named in a query they tell the planner how few rows are open. Read once per transaction:
        who leaves a team is refused at the next call, in every worker.
        """
        kept = self.env.cr.cache.setdefault("csm_seats", {})
        if self.env.uid not in kept:
            mine = SQL("SELECT team_id FROM csm_team_member_rel WHERE user_id = %s", self.env.uid)
            kept[self.env.uid] = [team_id for (team_id,) in self.env.execute_query(mine)]
        return kept[self.env.uid]

    @api.model
    def _forget_seats(self):
        """Read anew who sits where: it changes in this transaction."""
        self.env.cr.cache.pop("csm_seats", None)

    @contextmanager
    def _watching_members(self):
        """Whoever joins a team that keeps classified files has been let in by somebody else."""
        keeping = self._keeping_files()
        before, own = keeping._seats(), set()
        try:
            with self.env.cr.savepoint():
                yield
                after = keeping._seats()
                own = {seat for seat in after - before if seat[1] == self.env.uid}
                self._refuse_own_seats(own)
        except AccessError:
            if own:
                self._log_seats(own, "tried", outcome="refused")
            raise
        if joined := after - before:
            self._log_seats(joined, "joined")
        if left := before - after:
            self._log_seats(left, "left")

    def _keeping_files(self):
        """Return those of these teams that keep a classified record."""
        found = set()
        for name in self._classified_models():
            query = "SELECT DISTINCT team_id FROM %s WHERE team_id = ANY(%s)"
            table = SQL.identifier(self.env[name]._table)
            self.env[name].flush_model(["team_id"])
            found.update(row[0] for row in self.env.execute_query(SQL(query, table, self.ids)))
        return self.browse(sorted(found))

    @api.model
    def _classified_models(self):
        secret = self.env.registry["csm.secret.mixin"]
        return [
            name
            for name, model in self.env.registry.items()
            if issubclass(model, secret) and not model._abstract and model._auto
        ]

    def _seats(self):
        """Return ``{(team id, user id)}``: the members of these teams."""
        query = "SELECT team_id, user_id FROM csm_team_member_rel WHERE team_id = ANY(%s)"
        return set(self.env.execute_query(SQL(query, self.ids))) if self else set()

    @carries("S1-12-14", neutral=None)
    def _refuse_own_seats(self, own):
        """Nobody gets at the files of colleagues without their leave."""
        if own:
            team = self.browse(min(own)[0])
            raise AccessError(
                self.env._(
                    "%(team)s keeps client files, so nobody joins it by their own hand. Ask "
                    "another manager to let you in.",
                    team=team.display_name,
                )
            )

    @api.model
    def _log_seats(self, seats, operation, outcome="granted"):
        users = self.env["res.users"].sudo()
        detail = ", ".join(users.browse(user).login for _team, user in sorted(seats))
        teams = self.browse({team for team, _user in seats})
        self.env["csm.access.log"]._note("team", operation, teams, outcome, detail)
