from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.proves import proves
from .preset_sanction_case import PresetSanctionCase, money


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsLeak(PresetSanctionCase):
    """What it costs to tell customers' data to others, and when it is a matter for the law."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adopt_only("S3-08-17", "S3-08-18")

    @proves("S3-08-17")
    def test_each_time_costs_the_same(self):
        lines = self.assert_brings("S3-08-17", "leak", *[money(150)] * 3, severity="light")
        self.assertEqual(set(lines.mapped("destination")), {"fund"})
        self.assertNotIn("legal action", lines[0].outcome_text)

    @proves("S3-08-17")
    def test_a_serious_case_is_a_matter_for_the_law(self):
        serious = money(150, legal_action=True)
        lines = self.assert_brings("S3-08-17", "leak", *[serious] * 3, severity="serious")
        self.assertIn("legal action", lines[0].outcome_text)
        self.assertIn("legal action", lines[0].why_text)

    @proves("S3-08-17")
    def test_light_and_serious_ones_are_counted_together(self):
        first = self.note("leak", "2026-02-02", severity="light")
        second = self.note("leak", "2026-02-03", severity="serious")
        self.assertEqual((first | second).mapped("occurrence"), [1, 2])
        self.assertEqual((first | second).mapped("legal_action"), [False, True])

    @proves("S3-08-17")
    def test_who_told_is_heard_before_the_fine(self):
        line = self.note("leak", "2026-02-02", severity="light")
        with self.assertRaisesRegex(UserError, "heard"):
            self.confirm(line)
        self.hear(line)
        self.assertEqual(self.confirm(line).state, "confirmed")

    @proves("S3-08-17")
    def test_a_report_of_a_leak_brings_it(self):
        for kind, legal in (("given", False), ("sold", True)):
            with self.subTest(kind=kind):
                line = self.reported(kind)
                self.assertEqual(line.employee_id, self.employee(self.outsider))
                self.assertEqual((line.amount, line.legal_action), (150, legal))

    def reported(self, kind):
        """Return the fine that the judgement of a report proposes."""
        reports = self.as_user(self.env["csm.leak.report"], self.agent)
        report = reports.create({"kind": kind, "what": "A list of members.", "how": "Seen."})
        mine = report.with_user(self.manager)
        mine.action_examine()
        mine.write({"offender_ids": [Command.set(self.outsider.ids)], "verdict": "late"})
        mine.action_judge()
        return self.env["csm.sanction"].search(
            [("res_model", "=", "csm.leak.report"), ("res_id", "=", report.id)]
        )
