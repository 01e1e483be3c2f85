"""Shared by the tests of the month on screen and on paper: HR, an employee, a month of punches."""

from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.tests import new_test_user

from ..common.csm_case_base import CsmBase

ZONE = pytz.timezone("Asia/Shanghai")
LATE = "csm_test_late"


class MonthCase(CsmBase):
    """The month before this one, of a company that works 9-12 and 13-18 in Shanghai.

    Coming late is 1 % of the wage, from the third time in the month 5 %; the agent earns 5,000.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = fields.Date.start_of(
            fields.Date.subtract(fields.Date.today(), months=1), "month"
        )
        cls.officer = cls.new_hr("officer", "hr.group_hr_user")
        cls.hr = cls.new_hr("hr", "hr.group_hr_manager")
        cls.second = cls.new_hr("second", "hr.group_hr_manager")
        cls.company.csm_waits_for_appeal = False
        cls.worker = cls.employee(cls.agent)
        for employee, wage in ((cls.worker, 5000), (cls.employee(cls.outsider), 4000)):
            employee.version_id.wage = wage
        cls.env["csm.wage.floor"].create(
            {"company_id": cls.company.id, "valid_on": "2010-01-01", "amount": 2000}
        )
        cls.adopt_late()
        # Nobody else of the cast is looked at.
        others = cls.env["hr.employee"].search([("company_id", "=", cls.company.id)])
        (others - cls.worker).version_id.resource_calendar_id = False

    def setUp(self):
        super().setUp()
        # A browser lives in the present, and so does the month before.
        self.at(str(fields.Datetime.now().replace(microsecond=0)))

    @classmethod
    def new_hr(cls, login, group):
        return new_test_user(
            cls.env,
            login=f"csm_{login}",
            password=f"csm_{login}".ljust(8, "x"),
            groups=f"base.group_user,{group}",
            name=login.title(),
            email=f"{login}@example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            tz=ZONE.zone,
            context={"no_reset_password": True},
        )

    @classmethod
    def adopt_late(cls):
        """Adopt a regulation about coming late."""
        cls.offence = cls.env["csm.offence"].create(
            {"code": LATE, "name": "Came late to work", "group": "attendance"}
        )
        regulation = cls.new_regulation("T-07")
        head = {"name": "Coming late", "article_id": regulation.article_ids[:1].id}
        rule = cls.env["csm.sanction.rule"].create(
            {**head, "offence_id": cls.offence.id, "window": "month"}
        )
        cls.env["csm.sanction.step"].create(
            [
                {
                    "rule_id": rule.id,
                    "from_occurrence": nth,
                    "amount_kind": "wage_percent",
                    "percent": percent,
                    "points": -1,
                }
                for nth, percent in ((1, 1), (3, 5))
            ]
        )
        bands = cls.env["csm.attendance.rule"].create(head)
        cls.env["csm.attendance.band"].create(
            {"rule_id": bands.id, "kind": "late", "offence_id": cls.offence.id}
        )
        return cls.adopt_regulation(regulation)

    # The month

    @classmethod
    def workdays(cls):
        """Return the working days of the month."""
        end = fields.Date.end_of(cls.first, "month")
        days = (cls.first + timedelta(days=n) for n in range((end - cls.first).days + 1))
        return [day for day in days if day.weekday() < 5]

    @classmethod
    def utc(cls, day, hour, minute=0):
        local = ZONE.localize(datetime.combine(day, time(hour, minute)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def punched(cls, late):
        """Let the agent come and go all month, late by so many minutes on the n-th working days.

        :param dict late: ``{number of the working day: minutes}``
        """
        return cls.read_gate({cls.worker: late})

    @classmethod
    def read_gate(cls, late_of):
        """Let people come and go all month, each with minutes of lateness of their own."""
        badges = {employee: str(7001 + n) for n, employee in enumerate(late_of)}
        cls.env["csm.badge"].create(
            [
                {
                    "number": badge,
                    "company_id": cls.company.id,
                    "employee_id": employee.id,
                    "valid_from": "2010-01-01",
                }
                for employee, badge in badges.items()
            ]
        )
        rows = ["Badge,Time"]
        for employee, late in late_of.items():
            for number, day in enumerate(cls.workdays()):
                for hour, minute in ((9, late.get(number, 0)), (18, 0)):
                    moment = datetime.combine(day, time(hour)) + timedelta(minutes=minute)
                    rows.append(f"{badges[employee]},{moment:%Y-%m-%d %H:%M:%S}")
        reader = cls.env["csm.punch.reader"].with_user(cls.officer).with_company(cls.company)
        device = cls.env["csm.punch.device"].create(
            {"name": "Gate", "code": "G1", "company_id": cls.company.id, "tz": ZONE.zone}
        )
        return reader._read("\n".join(rows).encode(), "gate.csv", cls.company, device)

    @classmethod
    def computed(cls):
        """Compute the month; returns its run."""
        run = cls.env["csm.attendance.run"].with_user(cls.officer).with_company(cls.company)
        run = run.create({"company_id": cls.company.id, "month": cls.first})
        run.action_compute()
        return run
