from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

MOST = 1000
ROWS = 25


class CsmDeadlineBoard(models.AbstractModel):
    """What falls due next, for the board that everybody may leave open all day.

    It reads what the record rules let the user see, and no more than a screenful of each column.
    """

    _name = "csm.deadline.board"
    _description = "Board of What Falls Due"

    @api.model
    @api.readonly
    def read_board(self, scope="mine", rows=ROWS):
        """Return the columns of the board, each with its first rows and how many there are.

        :param scope: "mine", "team" or "everyone"
        """
        now = fields.Datetime.now()
        base, columns = self._base(scope), []
        for code, label, span in self._columns(now):
            domain = base & span
            Deadline = self.env["csm.deadline"]
            found = Deadline.search(domain, limit=min(rows, 100), order="due_at, id")
            count = len(found)
            if count == rows:
                count = Deadline.search_count(domain, limit=MOST)
            columns.append(
                {"code": code, "label": label, "count": count, "rows": self._lines(found)}
            )
        return {"columns": columns, "most": MOST, "scopes": self._scopes()}

    @api.model
    def _scopes(self):
        """Return the scopes the user has something in."""
        scopes = [("mine", self.env._("Mine"))]
        if self._my_teams():
            scopes.append(("team", self.env._("My Teams")))
        if self.env.user.has_groups("csm.group_supervisor,csm.group_auditor"):
            scopes.append(("everyone", self.env._("Everyone")))
        return scopes

    @api.model
    def _my_teams(self):
        me = self.env.uid
        mine = Domain("member_ids", "in", [me]) | Domain("overseer_ids", "in", [me])
        return self.env["csm.team"].search(mine)

    @api.model
    def _base(self, scope):
        base = Domain(
            [
                ("state", "=", "running"),
                ("is_binding", "=", True),
                ("is_paused", "=", False),
                ("is_silent", "=", False),
            ]
        )
        if scope == "mine":
            return base & Domain("user_id", "=", self.env.uid)
        if scope == "team":
            return base & Domain("team_id", "in", self._my_teams().ids)
        return base

    @api.model
    def _columns(self, now):
        """Return ``[(code, label, domain)]``; days are those of the user's zone."""
        midnight = self._midnights(now)
        hour = now + timedelta(hours=1)
        edges = [
            ("late", self.env._("Overdue"), None, now),
            ("hour", self.env._("Within the Hour"), now, hour),
            ("today", self.env._("Later Today"), hour, max(hour, midnight(1))),
            ("tomorrow", self.env._("Tomorrow"), max(hour, midnight(1)), midnight(2)),
            ("week", self.env._("In the Next Seven Days"), midnight(2), midnight(8)),
            ("later", self.env._("Later"), midnight(8), None),
        ]
        return [(code, label, self._span(begin, end)) for code, label, begin, end in edges]

    @api.model
    def _midnights(self, now):
        """Return a function that tells when a day begins, so many days from today."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        today = pytz.utc.localize(now).astimezone(zone).date()

        def midnight(days):
            local = zone.localize(datetime.combine(today + timedelta(days), time()))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        return midnight

    @api.model
    def _span(self, begin, end):
        # The due second itself is in time: what is due now is not yet overdue.
        span = Domain("due_at", "!=", False)
        if begin:
            span &= Domain("due_at", ">=", begin)
        return span & Domain("due_at", "<", end) if end else span

    @api.model
    def _lines(self, deadlines):
        return [
            {
                "id": row.id,
                "name": row.record_name,
                "obligation": row.obligation_id.name,
                "article": row.article_id.display_name,
                "due_at": fields.Datetime.to_string(row.due_at),
                "user": row.sudo().user_id.name or "",
                "team": row.sudo().team_id.name or "",
            }
            for row in deadlines
        ]
