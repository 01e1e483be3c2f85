from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .insight_case import InsightCase


@tagged("post_install", "-at_install", "csm", "csm_insight_tour")
class TestInsightTour(InsightCase, CsmHttpBase):
    """In the browser: the page of the morning, what is overdue, and the report of the quarter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        regulation = cls.new_regulation()
        cls.new_rule(regulation, delay=24)
        cls.adopt_regulation(regulation)

    def test_from_the_morning_page_to_the_report(self):
        now = fields.Datetime.now().replace(microsecond=0)
        self.at(str(now))
        self.played((str(now - relativedelta(days=2)), "register"), name="Nobody answers")
        before = now - relativedelta(months=3)
        self.closed(str(before), str(before + relativedelta(hours=3)))
        self.at(str(now))
        self.env.flush_all()
        self.start_tour("/odoo/service-dashboard", "csm_insight_tour", login=self.manager.login)
        report = self.new_report(period="quarter", begins_on=before.date())
        self.start_tour("/odoo/complaint-reports", "csm_insight_report", login=self.manager.login)
        self.assertEqual(report.state, "submitted")

    def test_the_page_fits_a_phone(self):
        self.browser_size = "390x844"
        self.browser_js(
            "/odoo/service-dashboard",
            "console.log(document.querySelector('.o_csm_dashboard_content').scrollWidth <= 390"
            " ? 'test successful' : 'error: wider than the screen')",
            ready="!!document.querySelector('.o_csm_dashboard_tiles')",
            login=self.manager.login,
        )
