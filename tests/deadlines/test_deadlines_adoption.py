from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesAdoption(CsmBase):
    """What an adoption does to records that are open already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        cls.new_rule(cls.regulation, steps=[{"kind": "breach", "when": "at"}])

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")
        self.case = self.new_case(user_id=self.agent.id)
        self.at("2026-03-04 01:00:00")

    def prepare(self, **values):
        Adoption = self.env["csm.adoption"].with_user(self.manager).with_company(self.company)
        return Adoption.create(
            {
                "regulation_id": self.regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2026-03-04",
                "reason": "Test",
                **values,
            }
        )

    def work(self):
        """Let the background job work off what was ordered."""
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.deadline.recompute"]._cron_work()

    def dues(self, case):
        return [str(row.due_at) for row in case.sudo().deadline_ids]

    def test_what_began_before_the_first_day_is_left_alone(self):
        self.prepare().action_adopt()
        self.work()
        self.assertEqual(self.dues(self.case), [])
        self.case.severity = "serious"
        self.assertEqual(self.dues(self.case), [])

    def test_what_began_on_the_first_day_is_bound(self):
        self.at("2026-03-03 15:59:59")
        before = self.new_case()
        self.at("2026-03-03 16:00:00")
        case = self.new_case()
        self.at("2026-03-04 01:00:00")
        self.prepare().action_adopt()
        self.work()
        self.assertEqual(self.dues(before), [])
        self.assertEqual(self.dues(case), ["2026-03-04 16:00:00"])

    def test_applied_to_open_records_it_counts_from_their_own_start(self):
        adoption = self.prepare(covers_open=True)
        self.assertEqual(adoption.action_adopt()["tag"], "display_notification")
        self.work()
        self.assertEqual(self.dues(self.case), ["2026-03-03 01:00:00"])
        self.run_steps("2026-03-04 01:00:00")
        kinds = self.events(self.case).mapped("kind")
        self.assertIn("breach", kinds)

    def test_an_act_that_reached_open_records_is_in_use(self):
        adoption = self.prepare(covers_open=True)
        adoption.action_adopt()
        self.work()
        with self.assertRaisesRegex(UserError, "records already follow its rules"):
            adoption.action_undo()

    def test_it_reaches_open_records_on_its_first_day_at_the_earliest(self):
        adoption = self.prepare(covers_open=True, adopted_on="2026-03-05")
        with self.assertRaisesRegex(UserError, "begins in the future"):
            adoption.action_adopt()
        self.at("2026-03-04 16:00:00")
        adoption.action_adopt()
        self.assertEqual(adoption.state, "adopted")

    def test_whether_it_reaches_open_records_is_part_of_the_act(self):
        adoption = self.prepare()
        adoption.action_adopt()
        with self.assertRaisesRegex(UserError, "has been decided and stays as it is"):
            adoption.covers_open = True

    def test_the_answer_to_what_would_change_comes_true(self):
        self.new_case(kind="inquiry")
        self.at("2026-03-03 12:00:00")
        self.new_case()
        self.at("2026-03-04 01:00:00")
        adoption = self.prepare(covers_open=True)
        wizard = self.env["csm.deadline.outlook.wizard"].with_user(self.manager)
        (line,) = wizard.create({"adoption_id": adoption.id}).line_ids
        adoption.action_adopt()
        self.work()
        rows = self.env["csm.deadline"].search([("rule_id", "in", adoption.deadline_rule_ids.ids)])
        late = rows.filtered(lambda row: row.due_at < self.env.cr.now())
        self.assertEqual(line.looked_count, len(rows))
        self.assertEqual(set(line.newly_late_ids), set(late.mapped("res_id")))
