from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .csm_sanction_rule_choice_mixin import Person


class Standing(NamedTuple):
    """How somebody stood on a day: where, under whom, for what wage."""

    employee_id: int
    name: str
    company_id: int
    user_id: int | None
    department_id: int | None
    manager_id: int | None
    calendar_id: int | None
    wage: float | None
    person: Person


class CsmSanctionPerson(models.AbstractModel):
    """Reads where employees stood on given days, all at once."""

    _name = "csm.sanction.person"
    _description = "Employees as They Stood"

    @api.model
    def _persons(self, pairs):
        """Return ``{(employee id, day): Standing}``.

        The wage is read for the reckoning alone; it is shown to HR managers and the employee.
        """
        wanted = [pair for pair in dict.fromkeys(pairs) if all(pair)]
        if not wanted:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT e.id, k.day, e.name, e.company_id, e.user_id, v.department_id, v.job_id,
                          v.wage, v.resource_calendar_id, d.parent_path,
                          COALESCE(e.parent_id, NULLIF(d.manager_id, e.id)) AS manager_id,
                          EXISTS (SELECT FROM hr_employee x
                                   WHERE x.parent_id = e.id AND x.active)
                       OR EXISTS (SELECT FROM hr_department x
                                   WHERE x.manager_id = e.id AND x.active) AS is_leader
                     FROM unnest(%s::int[], %s::date[]) AS k(id, day)
                     JOIN hr_employee e ON e.id = k.id
                     LEFT JOIN LATERAL (
                          SELECT * FROM hr_version v
                           WHERE v.employee_id = e.id AND v.active AND v.date_version <= k.day
                           ORDER BY v.date_version DESC LIMIT 1) v ON TRUE
                     LEFT JOIN hr_department d ON d.id = v.department_id""",
                [employee_id for employee_id, _day in wanted],
                [day for _employee_id, day in wanted],
            )
        )
        teams = self._teams_of({row["user_id"] for row in rows if row["user_id"]})
        return {(row["id"], row["day"]): self._standing(row, teams) for row in rows}

    @api.model
    def _standing(self, row, teams):
        path = (row["parent_path"] or "").split("/")
        person = Person(
            frozenset(int(part) for part in path if part),
            row["job_id"] or 0,
            row["is_leader"],
            teams.get(row["user_id"], frozenset()),
        )
        return Standing(
            row["id"],
            row["name"],
            row["company_id"],
            row["user_id"],
            row["department_id"],
            row["manager_id"],
            row["resource_calendar_id"],
            row["wage"],
            person,
        )

    @api.model
    def _teams_of(self, user_ids):
        """Return ``{user id: ids of the teams}``."""
        rows = self.env.execute_query(
            SQL(
                """SELECT user_id, array_agg(team_id) FROM csm_team_member_rel
                    WHERE user_id = ANY(%s) GROUP BY user_id""",
                list(user_ids),
            )
        )
        return {user_id: frozenset(team_ids) for user_id, team_ids in rows}
