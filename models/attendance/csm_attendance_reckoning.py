from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools import presence

# Shifts of a month and punches around them lie within so many days of it.
AROUND = timedelta(days=2)


class Found(NamedTuple):
    """One finding as it is to stand in the month."""

    day: object
    kind: str
    start: int
    end: int
    slot: int
    seconds: int
    moment: int | None
    rule_id: int | None
    band_id: int | None
    offence_id: int | None
    is_absence: bool


class CsmAttendanceReckoning(models.AbstractModel):
    """Compares when people were expected with when they were there, and says what counts."""

    _name = "csm.attendance.reckoning"
    _description = "Reckoning of Attendance"

    @api.model
    def _reckon(self, run, employees, days):
        """Return ``({employee id: [Found, …]}, number of attendances)`` of days of a month.

        :param days: the first and the last of them
        """
        low, high = days
        start, end = run._midnight(low) - AROUND, run._midnight(high) + AROUND
        shifts = self.env["csm.attendance.expectation"]._shifts(employees, start, end)
        stays, count = self._stays(employees, start, end)
        until = presence.stamp(run.reckoned_until)
        found = {}
        for terms, ids in self._by_terms(run, employees).items():
            bounds = self._bounds(terms)
            for employee_id in ids:
                mine = self._judged(
                    shifts.get(employee_id, ()), stays.get(employee_id, ()), bounds, (low, high)
                )
                found[employee_id] = [one for one in mine if one.end <= until]
        return found, count

    # Who was there

    @api.model
    def _stays(self, employees, start, end):
        """Return ``({employee id: [(start, end, missing)]}, count)`` of the attendances."""
        self.env["hr.attendance"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT employee_id, EXTRACT(EPOCH FROM check_in)::bigint,
                       EXTRACT(EPOCH FROM check_out)::bigint,
                       CASE WHEN missing_punch IS NOT NULL THEN missing_punch
                            WHEN check_out IS NULL OR out_mode IN ('technical', 'auto_check_out')
                            THEN 'out' ELSE '' END
                  FROM hr_attendance
                 WHERE employee_id IN %s AND check_in >= %s AND check_in < %s
                   AND check_in <= %s AND in_mode IS DISTINCT FROM 'technical'
                 ORDER BY employee_id, check_in
                """,
                tuple(employees.ids),
                start,
                end,
                self.env.cr.now(),
            )
        )
        rows, stays = self.env.cr.fetchall(), defaultdict(list)
        for employee_id, came, left, missing in rows:
            stays[employee_id].append((came, came if missing else left, missing))
        return stays, len(rows)

    # Which rules speak to whom

    @api.model
    def _by_terms(self, run, employees):
        """Return ``{rules: [employee id, …]}``: who is asked for the same by the same rules.

        Rules are ``(Attending, seconds before)``.
        """
        rules = run._rules()
        members = self._members(rules)
        tags = self._tags(employees, rules)
        by_terms = defaultdict(list)
        for employee_id, user_id in self._users(employees):
            mine = tuple(
                (rule, 0 if rule.exempt_ids & tags.get(employee_id, set()) else rule.before)
                for rule in rules
                if not rule.team_ids or user_id in members[rule.rule_id]
            )
            by_terms[mine].append(employee_id)
        return by_terms

    @api.model
    def _users(self, employees):
        return self.env.execute_query(
            SQL(
                "SELECT id, user_id FROM hr_employee WHERE id IN %s ORDER BY id",
                tuple(employees.ids),
            )
        )

    @api.model
    def _members(self, rules):
        team_ids = {team_id for rule in rules for team_id in rule.team_ids}
        # Whom a rule speaks to is asked by the system.
        teams = self.env["csm.team"].sudo().browse(team_ids)
        users = {team.id: set(team.member_ids.ids) for team in teams}
        return {
            rule.rule_id: set().union(*(users[team_id] for team_id in rule.team_ids))
            for rule in rules
        }

    @api.model
    def _tags(self, employees, rules):
        exempt_ids = {tag_id for rule in rules for tag_id in rule.exempt_ids}
        if not exempt_ids:
            return {}
        # Only HR sees the tags of employees; here they say who need not come earlier.
        tagged = self.env["hr.employee.category"].sudo().browse(exempt_ids)
        found = defaultdict(set)
        for tag in tagged:
            for employee_id in (tag.employee_ids & employees).ids:
                found[employee_id].add(tag.id)
        return found

    # What counts

    @api.model
    def _judged(self, shifts, stays, bounds, days):
        """Return the findings of one employee within some days."""
        low, high = days
        found = []
        if not shifts:
            return found
        first, last = (shift.intervals[0][0] for shift in (shifts[0], shifts[-1]))
        for since, until, in_force, before in bounds:
            if until <= first or since > last:
                continue
            for shift, findings in presence.judge_all(shifts, stays, before):
                start = shift.intervals[0][0]
                if low <= shift.day <= high and since <= start < until:
                    found += self._counted(shift, findings, in_force)
        return found

    @api.model
    def _bounds(self, terms):
        """Return ``[(since, until, rules, seconds before)]``: which rules count when.

        Rules that contradict each other do not count; the month says so.
        """
        edges = {0, 1 << 40}
        for rule, _before in terms:
            edges.add(presence.stamp(rule.valid_from))
            if rule.valid_to:
                edges.add(presence.stamp(rule.valid_to))
        edges, bounds = sorted(edges), []
        for since, until in zip(edges, edges[1:], strict=False):
            moment = presence.moment_of(min(since, 1 << 37))
            valid = [(rule, before) for rule, before in terms if rule.covers(moment)]
            rules = [rule for rule, _before in valid]
            muted = {kind for _one, _other, kind in self._clashes(rules)}
            asked = [before for rule, before in valid if any(b[0] == "late" for b in rule.bands)]
            bounds.append((since, until, (tuple(rules), frozenset(muted)), max(asked, default=0)))
        return bounds

    @api.model
    def _clashes(self, rules):
        """Return ``[(rule, rule, kind)]`` of rules that say two things of one."""
        clash = self.env["csm.attendance.rule"]._clash
        return [
            (one, other, kind)
            for one, other in combinations(rules, 2)
            if one.root_id != other.root_id and (kind := clash(one, other))
        ]

    @api.model
    def _counted(self, shift, findings, in_force):
        """Return a shift's findings with what they count as."""
        rules, muted = in_force
        start, end = shift.intervals[0][0], shift.intervals[-1][1]
        found, slots = [], defaultdict(int)
        for kind, seconds, moment in findings:
            slot = slots[kind]
            slots[kind] += 1
            if kind in muted:
                continue
            rule, band = self._band(rules, kind, seconds)
            # What no rule speaks of is noted only where HR has to look.
            if band or kind in ("absence", "missing"):
                ends = (band[4], band[5], band[6]) if band else (None, None, kind == "absence")
                head = (shift.day, kind, start, end, slot, seconds, moment)
                found.append(Found(*head, rule and rule.rule_id, *ends))
        return found

    @api.model
    def _band(self, rules, kind, seconds):
        """Return the rule and its band that count: the gravest that is reached."""
        reached = [
            (rule, band)
            for rule in rules
            if (kind != "late" or seconds > rule.grace)
            and (band := presence.band_of(rule.bands, kind, seconds))
        ]
        return max(reached, key=lambda found: found[1][1], default=(None, None))
