import json

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase
from .test_attendance_wage_roads import QUIET, WageRoadCase
from .wage_road_table import LINE, MARKS, PAY

LOUD = (*QUIET, "odoo.http", "odoo.addons.web.controllers.export", "odoo.addons.rpc.controllers")


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendanceWageRoadsHttp(WageRoadCase, CsmHttpBase):
    """From outside, by each address of the program: an agent learns no wage and changes no line."""

    roles = ("colleague", "officer", "superior", "hr_manager")

    def login(self, role):
        user = self.people[role]
        self.authenticate(user.login, f"csm_{role}_wage")

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()

    def assert_told(self, ask):
        for role in self.roles:
            self.login(role)
            with self.subTest(role=role), mute_logger(*LOUD):
                told = ask(role)
                leaks = any(mark in told for mark in MARKS)
                self.assertEqual(leaks, role == "hr_manager", told[:300])

    def test_calls_of_the_client(self):
        names = ["wage_amount"]
        self.assert_told(lambda _role: json.dumps(self.call(PAY, "search_read", [], names)))

    def test_payroll_lines(self):
        names = ["amount"]
        self.assert_told(lambda _role: json.dumps(self.call(LINE, "search_read", [], names)))

    def test_xml_rpc(self):
        def ask(role):
            user = self.people[role]
            call = (self.env.cr.dbname, user.id, f"csm_{role}_wage", PAY, "search_read")
            try:
                return str(self.xmlrpc_object.execute_kw(*call, [[], ["wage_amount"]]))
            except Exception as refusal:  # noqa: BLE001 - whatever it says is what one is told
                return str(refusal)

        self.assert_told(ask)

    def test_an_export(self):
        wanted = {
            "model": PAY,
            "fields": [{"name": "wage_amount", "label": "x"}],
            "ids": self.pay.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
        }

        def ask(_role):
            data = {"data": json.dumps(wanted), "csrf_token": Request.csrf_token(self)}
            return self.url_open("/web/export/csv", data=data).text

        self.assert_told(ask)

    def test_a_print_by_its_address(self):
        address = f"/report/html/csm.csm_attendance_statement_paper/{self.statement.id}"
        self.assert_told(lambda _role: self.url_open(address).text)

    def test_an_agent_changes_no_line(self):
        finding = self.closed.line_ids[:1]
        for role in ("colleague", "superior"):
            self.login(role)
            for model, ids, values in (
                (PAY, self.pay.ids, {"wage_amount": 1}),
                (LINE, self.line.ids, {"amount": 1}),
                ("csm.attendance.line", finding.ids, {"minutes": 0}),
                ("csm.sanction", self.made.ids, {"state": "waived"}),
            ):
                with self.subTest(role=role, model=model), mute_logger(*LOUD):
                    answer = self.call(model, "write", ids, values)
                    self.assertIn("error", answer)
        self.env.invalidate_all()
        self.assertEqual(finding.minutes, 8)
        self.assertEqual(self.made.state, "handed_over")
