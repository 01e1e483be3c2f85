from math import ceil

from odoo import api, models
from odoo.tools import SQL

from ...tools import presence

INSERT = (
    "INSERT INTO csm_attendance_line (run_id, company_id, month, employee_id, user_id, "
    "department_id, day, kind, expected_start, expected_end, slot, minutes, punched_at, rule_id, "
    "article_id, band_id, offence_id, is_absence, state, turn, create_uid, create_date, "
    "write_uid, write_date) VALUES %s"
)


class CsmAttendanceLedger(models.AbstractModel):
    """Keeps the lines of a month in step with what was found: what is the same stays untouched."""

    _name = "csm.attendance.ledger"
    _description = "Lines of a Month"

    @api.model
    def _keep(self, run, employees, found, days):
        """Write what is new or different, withdraw what is no longer found.

        :param dict found: ``{employee id: [Found, …]}``
        :return: the lines that were withdrawn
        """
        kept = self._kept(run, employees, days)
        new, changed = [], []
        for employee_id, findings in found.items():
            for one in findings:
                row = kept.pop((employee_id, one.kind, one.start, one.slot), None)
                if not row:
                    new.append((employee_id, one))
                elif row[1] != self._content(one) or row[2] == "withdrawn":
                    changed.append((row[0], row[2], one))
        gone = [row[0] for row in kept.values() if row[2] != "withdrawn"]
        if run.is_closed:
            self._note_late_news(run, new, changed)
            new, changed = [], []
        self._insert(run, new)
        self._change(run, changed)
        return self._withdraw(gone)

    @api.model
    def _kept(self, run, employees, days):
        self.env["csm.attendance.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, employee_id, kind, EXTRACT(EPOCH FROM expected_start)::bigint, slot,
                       EXTRACT(EPOCH FROM expected_end)::bigint, ROUND(minutes * 60)::bigint,
                       EXTRACT(EPOCH FROM punched_at)::bigint, band_id, state
                  FROM csm_attendance_line
                 WHERE run_id = %s AND employee_id IN %s AND day BETWEEN %s AND %s
                """,
                run.id,
                tuple(employees.ids),
                *days,
            )
        )
        return {
            (employee_id, kind, start, slot): (line_id, tuple(content), state)
            for line_id, employee_id, kind, start, slot, *content, state in rows
        }

    @api.model
    def _content(self, one):
        return one.end, one.seconds, one.moment, one.band_id

    # New, changed, gone

    @api.model
    def _insert(self, run, new):
        if not new:
            return
        self.env["hr.employee"].flush_model(["user_id", "current_version_id"])
        self.env["hr.version"].flush_model(["department_id"])
        people = self._people({employee_id for employee_id, _one in new})
        articles = self._articles({one.rule_id for _id, one in new})
        now = self.env.cr.now()
        head, tail = (run.id, run.company_id.id, run.month), (self.env.uid, now) * 2
        rows = [
            (*head, employee_id, *people[employee_id], *self._row(one, articles), *tail)
            for employee_id, one in new
        ]
        # The lines of a month are many and hold nothing that is computed on the way.
        self.env.cr.execute_values(INSERT, rows, page_size=2000)
        self._forget(run)

    @api.model
    def _row(self, one, articles):
        moment = presence.moment_of
        punched = moment(one.moment) if one.moment is not None else None
        span = (moment(one.start), moment(one.end), one.slot, one.seconds / 60, punched)
        rests = (one.rule_id, articles.get(one.rule_id), one.band_id, one.offence_id)
        return (one.day, one.kind, *span, *rests, one.is_absence, "counted", 0)

    @api.model
    def _people(self, employee_ids):
        rows = self.env.execute_query(
            SQL(
                """SELECT e.id, e.user_id, v.department_id FROM hr_employee e
                     LEFT JOIN hr_version v ON v.id = e.current_version_id WHERE e.id IN %s""",
                tuple(employee_ids),
            )
        )
        return {employee_id: rest for employee_id, *rest in rows}

    @api.model
    def _articles(self, rule_ids):
        rules = self.env["csm.attendance.rule"].sudo().browse(filter(None, rule_ids))
        return {rule.id: rule.article_id.id for rule in rules}

    @api.model
    def _change(self, run, changed):
        """Write other figures into lines; what followed from the old ones is taken back."""
        lines = self.env["csm.attendance.line"].sudo()
        for line_id, state, one in changed:
            line = lines.browse(line_id)
            reason = self.env._("The punches or hours of the day were set right.")
            line._take_back(reason)
            line.write(
                {
                    **self._changed_vals(one),
                    "state": "excused" if state == "excused" else "counted",
                    "sanction_id": False,
                    "turn": line.turn + 1,
                }
            )

    @api.model
    def _changed_vals(self, one):
        moment = presence.moment_of
        articles = self._articles({one.rule_id})
        return {
            "expected_end": moment(one.end),
            "minutes": one.seconds / 60,
            "punched_at": moment(one.moment) if one.moment is not None else False,
            "rule_id": one.rule_id,
            "article_id": articles.get(one.rule_id),
            "band_id": one.band_id,
            "offence_id": one.offence_id,
            "is_absence": one.is_absence,
        }

    @api.model
    def _withdraw(self, line_ids):
        lines = self.env["csm.attendance.line"].sudo().browse(line_ids)
        if lines:
            lines._take_back(self.env._("It is no longer found in the punches."))
            lines.filtered(lambda line: line.state == "counted").write({"state": "withdrawn"})
        return lines

    @api.model
    def _note_late_news(self, run, new, changed):
        """A closed month gets no new lines; it says whose there would be."""
        ids = {employee_id for employee_id, _one in new}
        ids |= {
            self.env["csm.attendance.line"].sudo().browse(line_id).employee_id.id
            for line_id, _state, _one in changed
        }
        run._note("late_news", [{"employee_id": employee_id} for employee_id in sorted(ids)])

    @api.model
    def _forget(self, run):
        run.invalidate_recordset(["line_ids"])
        self.env["csm.attendance.line"].invalidate_model()

    # What follows

    @api.model
    def _sanction(self, run, employees):
        """Propose what the findings bring; each only once."""
        lines = self._to_sanction(run, employees)
        if not lines:
            return
        minutes = self._month_minutes(run, lines)
        vals_list = [
            {
                "company_id": run.company_id.id,
                "employee_id": line.employee_id.id,
                "offence_id": line.offence_id.id,
                "offence_on": line.day,
                "offence_at": line.punched_at or line.expected_start,
                "minutes": ceil(round(line.minutes * 60) / 60),
                "month_minutes": minutes.get(line.employee_id.id, 0),
                "res_model": line._name,
                "res_id": line.id,
                "batch_key": f"{line._name}/{line.id}/{line.turn}",
            }
            for line in lines
        ]
        problems = []
        # What follows from recorded facts is proposed by the system, whoever computes the month.
        sanctions = self.env["csm.sanction"].sudo()._propose(vals_list, problems)
        self._link(sanctions)
        run._note("sanction", self._gathered(problems))

    @api.model
    def _gathered(self, problems):
        """Return the values of an open point for each thing that is wrong, however often it is."""
        found = {}
        for vals, sentence in problems:
            # What is wrong on several days is said once, with the first of them.
            same = found.setdefault(sentence.replace(str(vals["offence_on"]), ""), [])
            same.append((vals["employee_id"], sentence))
        gathered = []
        for same in found.values():
            people = sorted({employee_id for employee_id, _sentence in same})
            details = {"sentence": same[0][1], "count": len(same), "employees": people}
            only = people[0] if len(people) == 1 else False
            gathered.append({"employee_id": only, "details": details})
        return gathered

    @api.model
    def _to_sanction(self, run, employees):
        """Return the lines that count, bring something and have not brought it yet."""
        rules = self.env["csm.sanction.rule"]._rules_in_force(run.company_id.id)
        offences = rules._offences() if rules else self.env["csm.offence"]
        return (
            self.env["csm.attendance.line"]
            .sudo()
            .search_fetch(
                [
                    ("run_id", "=", run.id),
                    ("employee_id", "in", employees.ids),
                    ("state", "=", "counted"),
                    ("sanction_id", "=", False),
                    ("offence_id", "in", offences.ids),
                ],
                order="day, id",
            )
        )

    @api.model
    def _month_minutes(self, run, lines):
        """Return the working minutes of the month of those whose absence has its price."""
        employees = lines.filtered("is_absence").employee_id
        if not employees:
            return {}
        first, last = run._days()
        start, end = run._midnight(first), run._midnight(last, 1)
        return self.env["csm.attendance.expectation"]._planned_minutes(employees, start, end)

    @api.model
    def _link(self, sanctions):
        rows = [
            (sanction.id, sanction.res_id)
            for sanction in sanctions
            if sanction.res_model == "csm.attendance.line"
        ]
        if rows:
            self.env["csm.attendance.line"].flush_model(["sanction_id"])
            self.env.cr.execute_values(
                """UPDATE csm_attendance_line l SET sanction_id = v.sanction_id
                     FROM (VALUES %s) AS v (sanction_id, id) WHERE l.id = v.id""",
                rows,
                page_size=2000,
            )
            self.env["csm.attendance.line"].invalidate_model(["sanction_id"])
