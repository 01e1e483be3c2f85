"""What the tests of attendance share: a month of a company, its people and their punches."""

from datetime import datetime, timedelta

import pytz

from ..common.csm_case_base import CsmBase

# March 2026: 2 March is a Monday; office hours 9-12 and 13-18 in Shanghai are 1-4 and 5-10 UTC.
MARCH, APRIL = "2026-03-01", "2026-04-02 01:00:00"
WAGE = 6000


class AttendanceCase(CsmBase):
    """The agent works the hours of the company; an officer prepares, a manager of HR decides."""

    zone = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(APRIL)
        cls.officer, cls.head = cls.new_users(
            ("officer", "group_agent", None), ("head", "group_agent", None)
        )
        cls.officer.group_ids |= cls.env.ref("hr.group_hr_user")
        cls.head.group_ids |= cls.env.ref("hr.group_hr_manager")
        cls.worker = cls.employee(cls.agent)
        people = cls.env["hr.employee"].search([("company_id", "=", cls.company.id)])
        # Only who is looked at is expected anywhere.
        people.write({"resource_calendar_id": False})
        cls.calendar = cls.company.resource_calendar_id
        cls.expect(cls.worker)
        cls.worker.wage = WAGE
        cls.env["csm.wage.floor"].create(
            {"company_id": cls.company.id, "valid_on": "2020-01-01", "amount": 2000}
        )
        cls.company.csm_waits_for_appeal = False

    def setUp(self):
        super().setUp()
        self.at(APRIL)

    @classmethod
    def expect(cls, employees, calendar=None):
        employees.write({"resource_calendar_id": (calendar or cls.calendar).id, "tz": cls.zone})

    @classmethod
    def utc(cls, text, zone=None):
        """Return a local moment of March (``"02 09:00"`` or longer) as naive UTC."""
        text = text if text.count("-") == 2 else f"2026-03-{text}"
        form = "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M"
        local = pytz.timezone(zone or cls.zone).localize(datetime.strptime(text, form))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def attend(cls, day, start="09:00", end="18:00", employee=None):
        """Let an employee be there on a day of March, as the kiosk notes it."""
        return cls.env["hr.attendance"].create(
            {
                "employee_id": (employee or cls.worker).id,
                "check_in": cls.utc(f"{day} {start}"),
                "check_out": cls.utc(f"{day} {end}"),
                "in_mode": "kiosk",
                "out_mode": "kiosk",
            }
        )

    @classmethod
    def attend_all(cls, *but, employee=None):
        """Let an employee be there in time on all working days of March but these."""
        day, days = datetime(2026, 3, 2), []
        while day.month == 3:
            if day.weekday() < 5 and f"{day:%d}" not in but:
                days.append(f"{day:%d}")
            day += timedelta(1)
        return [cls.attend(each, employee=employee) for each in days]

    @classmethod
    def run_of(cls, month=MARCH, company=None):
        return cls.env["csm.attendance.run"].create(
            {"company_id": (company or cls.company).id, "month": month}
        )

    @classmethod
    def computed(cls, month=MARCH):
        run = cls.run_of(month)
        cls.as_user(run, cls.officer).action_compute()
        return run

    @classmethod
    def as_user(cls, records, user):
        return records.with_user(user).with_company(cls.company)

    def lines(self, run, **wanted):
        found = run.line_ids.filtered(lambda line: line.state == "counted").sorted("day")
        for name, value in wanted.items():
            found = found.filtered(lambda line, n=name, v=value: line[n] == v)
        return found

    def found(self, run, employee=None):
        """Return ``[(day of the month, kind, minutes)]`` of what counts."""
        mine = self.lines(run, employee_id=employee or self.worker)
        return [
            (line.day.day, line.kind, round(line.minutes, 2))
            for line in mine.sorted(lambda line: (line.day, line.id))
        ]

    def offences(self, run):
        return [line.offence_id.code for line in self.lines(run).sorted("day") if line.offence_id]
