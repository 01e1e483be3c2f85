"""A month of attendance: 6,000 employees, 130,000 attendances, against one statement of SQL."""

from statistics import median

from odoo.fields import Command

PEOPLE, MONTH = 6000, "2026-03-01"
ROUNDS = 5
# One in twenty days begins late, by one to forty minutes; one in a hundred is an absence.
FILL = """
    INSERT INTO hr_attendance (employee_id, check_in, check_out, date, worked_hours,
           expected_hours, overtime_hours, validated_overtime_hours, in_mode, out_mode,
           create_uid, create_date, write_uid, write_date)
    SELECT e.id, d + interval '1 hour' + late * interval '1 minute', d + interval '10 hours',
           d::date, 8, 8, 0, 0, 'kiosk', 'kiosk', 1, now(), 1, now()
      FROM hr_employee e,
           generate_series(%(first)s::timestamp, %(first)s::timestamp + interval '30 days',
                           interval '1 day') d,
           LATERAL (SELECT (hashint4(e.id * 31 + extract(day from d)::int) & 1023) AS dice) x,
           LATERAL (SELECT CASE WHEN dice < 51 THEN 1 + dice %% 40 ELSE 0 END AS late) y
     WHERE e.company_id = %(company)s AND e.name LIKE 'Punch%%'
       AND extract(isodow from d) < 6 AND dice < 1013
"""
# The least anybody could do: whoever came after nine, with the minutes, as lines of the month.
LATE = """
    INSERT INTO csm_attendance_line (run_id, company_id, month, employee_id, day, kind,
           expected_start, expected_end, slot, turn, minutes, punched_at, state)
    SELECT %(run)s, %(company)s, %(first)s, a.employee_id, a.date, 'late', a.start,
           a.start + interval '9 hours', 0, 0, EXTRACT(EPOCH FROM a.came - a.start) / 60, a.came,
           'counted'
      FROM (SELECT employee_id, date, MIN(check_in) AS came,
                   (date + time '09:00') AT TIME ZONE 'Asia/Shanghai' AT TIME ZONE 'UTC' AS start
              FROM hr_attendance
             WHERE check_in >= %(first)s::timestamp - interval '8 hours'
               AND check_in < %(first)s::timestamp + interval '1 month' - interval '8 hours'
             GROUP BY employee_id, date) a
     WHERE a.came > a.start
"""


class Staff:
    """People with punches, a regulation with ladders, and the month."""

    def __init__(self, department):
        self.env, self.company = department.env, department.company
        self.calendar = self.nine_to_six()
        # Whom the other measures made has no punches; nobody is expected of them here.
        others = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        others.version_id.resource_calendar_id = False
        self.make_people()
        self.adopt()
        values = {"first": MONTH, "company": self.company.id}
        self.env.cr.execute(FILL, values)
        self.count = self.env.cr.rowcount
        self.run = self.env["csm.attendance.run"].create(
            {"company_id": self.company.id, "month": MONTH}
        )
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE hr_attendance")
        self.env.cr.commit()

    def nine_to_six(self):
        """Return the hours that the attendances below are made for."""
        return self.env["resource.calendar"].create(
            {
                "name": "Nine to six",
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for start, end, period in ((9, 12, "morning"), (13, 18, "afternoon"))
                ],
            }
        )

    def make_people(self):
        """Make one employee as Odoo does, and the others like that one."""
        env = self.env
        one = env["hr.employee"].create(
            {
                "name": "Punch 0",
                "company_id": self.company.id,
                "date_version": "2010-01-01",
                "resource_calendar_id": self.calendar.id,
                "tz": "Asia/Shanghai",
                "wage": 6000,
            }
        )
        env.flush_all()
        for table in ("resource_resource", "hr_employee", "hr_version"):
            env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        env.cr.execute(
            """
            WITH new AS (
                SELECT n, nextval('resource_resource_id_seq') AS resource_id,
                       nextval('hr_employee_id_seq') AS employee_id,
                       nextval('hr_version_id_seq') AS version_id
                  FROM generate_series(1, %s) n
            ), resources AS (
                INSERT INTO resource_resource SELECT (jsonb_populate_record(NULL::resource_resource,
                       to_jsonb(r) || jsonb_build_object('id', new.resource_id))).*
                  FROM resource_resource r, new WHERE r.id = %s
            ), versions AS (
                INSERT INTO hr_version SELECT (jsonb_populate_record(NULL::hr_version,
                       to_jsonb(v) || jsonb_build_object('id', new.version_id, 'employee_id',
                       new.employee_id))).*
                  FROM hr_version v, new WHERE v.id = %s
            )
            INSERT INTO hr_employee SELECT (jsonb_populate_record(NULL::hr_employee, to_jsonb(e) ||
                   jsonb_build_object('id', new.employee_id, 'resource_id', new.resource_id,
                   'current_version_id', new.version_id, 'name', 'Punch ' || new.n))).*
              FROM hr_employee e, new WHERE e.id = %s
            """,
            (PEOPLE - 1, one.resource_id.id, one.current_version_id.id, one.id),
        )
        for table in ("resource_resource", "hr_employee", "hr_version"):
            env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        env.invalidate_all()
        self.one = one

    def adopt(self):
        """Adopt lateness with its ladder, absence with its wage."""
        for code in ("s0_12", "s3_05"):
            regulation = self.env.ref(f"csm.csm_regulation_{code}")
            adoption = self.env["csm.adoption"].create(
                {
                    "regulation_id": regulation.id,
                    "company_id": self.company.id,
                    "adopted_on": "2010-01-01",
                    "reason": "Bench",
                }
            )
            for rules in adoption._rules():
                if rules._name not in ("csm.attendance.rule", "csm.sanction.rule"):
                    rules.sudo().unlink()
            lateness = adoption.attendance_rule_ids.filtered(
                lambda rule: "late" in rule.band_ids.mapped("kind")
            )
            (lateness if code == "s3_05" else lateness.browse()).sudo().unlink()
            others = adoption.sanction_rule_ids.filtered(
                lambda rule: rule.offence_id.group != "attendance"
            )
            others.sudo().unlink()
            adoption.action_adopt()


def hand_written(staff, watch):
    """Return the milliseconds of the least anybody could do, the median of several times."""
    cr, times = staff.env.cr, []
    values = {"run": staff.run.id, "company": staff.company.id, "first": MONTH}
    for _round in range(ROUNDS):
        with watch() as measured:
            cr.execute(LATE, values)
        times.append(measured.ms)
        rows = cr.rowcount
        cr.rollback()
    return median(times), rows


def compute(run):
    """Compute a month as the button and the job do."""
    run.action_compute()
    run.env.cr.commit()
    while run.is_running:
        run._worked()._compute_chunk()
        run.env.cr.commit()


def measure_attendance(table, department, watch):
    """The whole month, its lines alone, the month again, and one punch set right."""
    staff = Staff(department)
    plain, late = hand_written(staff, watch)
    run, env = staff.run, staff.env
    ids = run._employee_ids()
    run.reckoned_until = env.cr.now()
    env.cr.commit()
    reckoning, ledger = env["csm.attendance.reckoning"], env["csm.attendance.ledger"]
    people = env["hr.employee"].browse(ids)
    with watch() as lines:
        for start in range(0, len(ids), 2000):
            some = people[start : start + 2000]
            found, _count = reckoning._reckon(run, some, run._days())
            ledger._keep(run, some, found, run._days())
    env.cr.rollback()
    env.invalidate_all()
    ratio = lines.ms / plain
    table.row(
        f"{staff.count:,} attendances: lines of the month",
        f"{lines.ms / 1000:.2f} s {lines.queries} q",
        f"SQL {plain / 1000:.2f} s, {late:,} late",
        f"{ratio:.1f} of 5 x",
        ratio <= 5,
    )
    with watch() as whole:
        compute(run)
    table.row(
        f"the whole month, {len(ids):,} employees",
        f"{whole.ms / 1000:.1f} s {whole.queries} q",
        f"{run.line_count:,} lines, {run.sanction_count:,} penalties",
        "60 s",
        whole.ms < 60000,
    )
    env.invalidate_all()
    with watch() as again:
        compute(run)
    table.row("the same month again", f"{again.ms / 1000:.1f} s {again.queries} q", "", "", None)
    measure_correction(table, staff, watch)


def measure_correction(table, staff, watch):
    """A forgotten punch is entered: the attendance, its line and its penalty follow."""
    env, times = staff.env, []
    late = staff.run.line_ids.filtered(lambda line: line.kind == "late")[:ROUNDS]
    for line in late:
        env.cr.commit()
        env.invalidate_all()
        attendance = env["hr.attendance"].search(
            [("employee_id", "=", line.employee_id.id), ("date", "=", line.day)]
        )
        with watch() as one:
            attendance.check_in = line.expected_start
            env.flush_all()
        times.append(one)
    one = sorted(times, key=lambda w: w.ms)[len(times) // 2]
    table.row("one punch set right", f"{one.ms:.0f} ms {one.queries} q", "", "200 ms", one.ms < 200)
