from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesNotes(CsmBase):
    """What the job writes into the history of a case."""

    def test_the_note_of_a_breach_tells_the_time_of_the_company(self):
        regulation = self.new_regulation()
        self.new_rule(regulation, steps=[{"kind": "breach", "when": "at"}])
        self.adopt_regulation(regulation)
        self.at("2026-03-02 01:00:00")
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 01:00:01")
        # Due at 1:00 UTC, which is 9:00 in Shanghai.
        self.assertIn("09:00:00", case.message_ids[0].body)
        self.assertNotIn("01:00:00", case.message_ids[0].body)

    def test_who_is_told_at_once_reads_the_time_of_the_company(self):
        self.at("2026-03-02 01:00:00")
        case = self.new_case(user_id=self.agent.id)
        told = case.with_context(tz="Asia/Shanghai")
        self.assertIn("9:00:00", self.env["csm.report.teller"]._quote(told, "received_at"))
