"""What the tests of reports share."""

from ..common.csm_case_base import CsmBase


class ReportRulesBase(CsmBase):
    """Report rules of our own, made for each test, on Monday 2 March 2026 at 9:00 in Shanghai."""

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def report_rule(self, lines=({"addressee": "superior"},), teams=None, **values):
        """Adopt a regulation with this one report rule on cases; returns the company's copy."""
        regulation = self.new_regulation(f"T-{self.env['csm.regulation'].search_count([])}")
        self.env["csm.report.rule"].create(
            {
                "name": "Serious matters",
                "article_id": regulation.article_ids.id,
                "model_id": self.env["ir.model"]._get_id("csm.case"),
                "line_ids": [(0, 0, line) for line in lines],
                **values,
            }
        )
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
                "team_ids": [(6, 0, teams.ids if teams else [])],
            }
        )
        adoption.action_adopt()
        return self.env["csm.report.rule"].search([("adoption_id", "=", adoption.id)])

    def reports(self, record):
        return record.sudo().report_ids.sorted("id")

    def assert_told(self, record, *names):
        record.invalidate_recordset(["report_ids"])
        users = [report.told_user_id for report in self.reports(record)]
        logins = sorted(user.login.removeprefix("csm_") for user in users)
        self.assertEqual(logins, sorted(names))

    def things_to_do(self, record):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("csm_report_id", "!=", False),
            ]
        )

    def mails(self):
        """Let the job run and return the mails it wrote."""
        before = self.env["mail.mail"].search([])
        self.run_steps()
        return self.env["mail.mail"].search([]) - before
