"""What the tests of statistics share: cases at given moments, and the slow and obvious figures."""

from statistics import mean, median
from unittest.mock import patch

import pytz

from odoo import fields

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

MONDAY = "2026-03-02 01:00:00"


class InsightCase(CsmBase):
    """Cases of the front desk around Monday 2 March 2026, 9:00 in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        Department = cls.env["hr.department"]
        cls.head = cls.new_user("head", "group_agent", superior=cls.manager)
        cls.cellar = Department.create(
            {
                "name": "Cellar",
                "company_id": cls.company.id,
                "manager_id": cls.employee(cls.head).id,
            }
        )
        cls.dock = Department.create({"name": "Dock", "company_id": cls.company.id})
        cls.other_category = cls.env.ref("csm.csm_case_category_packaging")
        cls.stat = cls.env["csm.case.statistic"]

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    # Cases

    def played(self, *scenes, **values):
        """Return a case received at the first moment and led on at the others.

        A scene is ``(moment in UTC, move, …)``.
        """
        self.at(scenes[0][0])
        case = self.new_case(
            **{"user_id": self.agent.id, "department_id": self.cellar.id, **values}
        )
        for moment, *moves in scenes:
            self.at(moment)
            for move in moves:
                getattr(case, f"action_{move}")()
        return case.with_env(self.env)

    def closed(self, received, closed, **values):
        """Return a complaint answered ten minutes after it came in, and closed."""
        values = {"judgement": "founded", **values}
        return self.played((received, "register"), (closed, "reply", "judge", "close"), **values)

    # The figures, the plain way

    def ours(self, *conditions):
        return [("company_id", "=", self.company.id), ("kind", "=", "complaint"), *conditions]

    def oracle(self, cases):
        """Return the figures of these cases, counted one by one."""
        cases = cases.sudo().filtered(lambda case: case.state != "void")
        judged = cases.filtered("judgement")
        founded = judged.filtered(lambda case: case.judgement == "founded")
        late = cases.filtered(
            lambda case: any(
                row.is_binding and row.breached_at and row.state != "released"
                for row in case.deadline_ids
            )
        )
        asked = cases.filtered(lambda case: case.followed_up_at or case.is_satisfied)
        satisfied = asked.filtered("is_satisfied")
        closed = cases.filtered(lambda case: case.state == "closed")
        replies = [
            (case.first_replied_at - case.received_at).total_seconds() / 60
            for case in cases
            if case.first_replied_at
        ]
        days = [(case.closed_at - case.received_at).total_seconds() / 86400 for case in closed]
        return {
            "cases": len(cases),
            "judged": len(judged),
            "founded": len(founded),
            "overdue": len(late),
            "closed": len(closed),
            "asked": len(asked),
            "satisfied": len(satisfied),
            "reopened": len(cases.filtered("reopened_at")),
            "replied": len(replies),
            "reply_mean": mean(replies) if replies else None,
            "reply_median": median(replies) if replies else None,
            "closing_mean": mean(days) if days else None,
            "founded_rate": 100 * len(founded) / len(judged) if judged else None,
            "overdue_rate": 100 * len(late) / len(cases) if cases else None,
            "satisfied_rate": 100 * len(satisfied) / len(asked) if asked else None,
        }

    def received_on(self, case):
        zone = pytz.timezone(case.company_id.resource_calendar_id.tz)
        return pytz.utc.localize(case.received_at).astimezone(zone).date()

    def assert_figures(self, found, expected):
        self.assertEqual(found.keys(), expected.keys())
        for name, value in expected.items():
            with self.subTest(figure=name):
                if value is None:
                    self.assertIsNone(found[name])
                else:
                    self.assertAlmostEqual(found[name], value, places=6)

    # Reports

    @classmethod
    def run_reports(cls, text=None):
        """Let the job that makes reports run once, at a moment."""
        if text:
            cls.at(text)
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            cls.env["csm.periodic.report"]._cron_make_reports()

    def reports(self, code=None):
        Report = self.env["csm.periodic.report"]
        reports = Report.search([("company_id", "=", self.company.id)], order="begins_on, id")
        return reports.filtered(lambda report: not code or report.article_id.catalog_ids == code)

    def new_report(self, user=None, **values):
        Report = self.env["csm.periodic.report"].with_user(user or self.manager)
        return Report.with_company(self.company).create(
            {"period": "month", "begins_on": fields.Date.to_date("2026-03-01"), **values}
        )
