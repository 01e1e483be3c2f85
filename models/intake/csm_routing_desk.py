from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

# The first half of the key of the lock under which work is handed out; the second is the company.
LOCK_SPACE = 0x63736D52


class Choice(NamedTuple):
    """Whom the desk chose, and why in sentences."""

    user: models.Model
    team: models.Model
    reasons: list


class CsmRoutingDesk(models.AbstractModel):
    """Chooses who handles a record: of the class, present, with the fewest open cases."""

    _name = "csm.routing.desk"
    _description = "Handing Out Work"

    @api.model
    def _choose(self, record, skill, memo):
        """Return the :class:`Choice` for a record that needs a class of work."""
        company, at = record.company_id, self.env.cr.now()
        able = skill._doers().filtered(lambda user: company in user.company_ids)
        able -= record._routing_barred()
        pool, team = self._pool(record, skill, able)
        present, reasons = self._present(pool, company, at, memo)
        if not present:
            return Choice(self.env["res.users"], team, reasons)
        self._lock(company)
        loads = self._loads(present)
        working = {user: self._is_working(user, company, at, memo) for user in present}
        user = min(present, key=lambda u: (not working[u], loads[u.id], u.id))
        reasons.insert(0, self._why(user, loads, working, len(present)))
        return Choice(user, team if user in team.member_ids else self._team_of(user, team), reasons)

    @api.model
    def _pool(self, record, skill, able):
        """Return ``(users, team)``: of the record's own team when it does this work, else others'.

        A team that has nobody of the class does not keep the record.
        """
        own, charged = record.sudo().team_id, skill.sudo().team_ids.filtered("active")
        charged = charged.filtered(lambda team: team.company_id == record.company_id)
        teams = [own] if own and (not charged or own in charged) else []
        for team in [*teams, *(charged - own)]:
            if pool := able & team.member_ids:
                return pool, team
        return able, own

    @api.model
    def _team_of(self, user, team):
        teams = self.env["csm.team"].sudo().search([("member_ids", "in", user.ids)])
        mine = teams.filtered(lambda t: t.company_id == team.company_id or not team)
        return mine[:1] or team

    @api.model
    def _present(self, users, company, at, memo):
        """Return who of these is there, and a sentence for each who is not."""
        addressee = self.env["csm.addressee"]
        persons = [self._person(user, company, memo) for user in users]
        addressee._look_up_absent(persons, at, memo)
        present, reasons = self.env["res.users"].sudo(), []
        for person in persons:
            reason = addressee._why_not_reachable(person, at, memo)
            if reason:
                reasons.append(reason)
            else:
                present |= person.user
        return present, reasons

    @api.model
    def _person(self, user, company, memo):
        persons = memo.setdefault("persons", {})
        if (user.id, company.id) not in persons:
            found = self.env["csm.addressee"]._person_of_user(user, company)
            persons[user.id, company.id] = found
        return persons[user.id, company.id]

    @api.model
    def _is_working(self, user, company, at, memo):
        """Tell whether somebody's working hours have begun and not ended."""
        employee = self._person(user, company, memo).employee
        calendar = employee.resource_calendar_id or company.resource_calendar_id
        return bool(calendar) and calendar._clock(company).is_working(at)

    # How much each has already

    @api.model
    def _lock(self, company):
        """Let one transaction at a time hand out the work of a company; others wait."""
        key = SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK_SPACE, company.id)
        self.env.cr.execute(key)

    @api.model
    def _loads(self, users):
        """Return ``{user id: open cases}``, also those others have handed out since we began.

        This transaction sees the register as it was when it began, and its own work; a second
        look through a cursor of its own sees what was committed before the lock fell to us.
        """
        self.env["csm.case"].flush_model(["user_id", "state"])
        query = SQL(
            """SELECT user_id, count(*) FROM csm_case
                WHERE user_id = ANY(%s) AND state NOT IN ('closed', 'void') GROUP BY user_id""",
            users.ids,
        )
        offers = SQL(
            """SELECT user_id, count(*) FROM csm_case_transfer
                WHERE user_id = ANY(%s) AND state = 'offered' GROUP BY user_id""",
            users.ids,
        )
        self.env["csm.case.transfer"].flush_model(["user_id", "state"])
        mine = self._counted(self.env.cr, query, offers)
        with self.env["csm.number.counter"]._own_transaction() as cr:
            others = self._counted(cr, query, offers)
        return {user.id: max(mine.get(user.id, 0), others.get(user.id, 0)) for user in users}

    @api.model
    def _counted(self, cr, *queries):
        counts = {}
        for query in queries:
            cr.execute(query)
            for user_id, count in cr.fetchall():
                counts[user_id] = counts.get(user_id, 0) + count
        return counts

    @api.model
    def _why(self, user, loads, working, count):
        text = self.env._(
            "%(name)s has %(load)s open cases, the fewest of %(count)s present.",
            name=user.name,
            load=loads[user.id],
            count=count,
        )
        if not working[user]:
            text += " " + self.env._("Nobody's working hours have begun.")
        return text
