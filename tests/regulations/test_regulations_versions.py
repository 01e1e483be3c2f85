from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsVersions(CsmBase):
    """A figure changes by a new version with a day of its own; nothing changes underfoot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.adoption = cls.adopt("csm_regulation_s0_07")
        cls.rule = cls.copy_of(cls.adoption, "s0_07_02")

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @classmethod
    def copy_of(cls, adoption, code):
        """Return the company's copy of a preset, as its manager sees it."""
        preset = cls.env.ref(f"csm.csm_deadline_rule_{code}")
        Rule = cls.env["csm.deadline.rule"].with_user(cls.manager)
        return Rule.search([("adoption_id", "=", adoption.id), ("preset_id", "=", preset.id)])

    def next_version(self, rule, day):
        Wizard = self.env["csm.rule.version.wizard"].with_user(self.manager)
        wizard = Wizard.create({"res_model": rule._name, "res_id": rule.id, "valid_on": day})
        return rule.browse(wizard.action_make()["res_id"])

    def assert_refused(self, sentence, function, *args):
        with self.assertRaises(UserError) as refusal:
            function(*args)
        self.assertIn(sentence, str(refusal.exception))

    def test_a_preset_stays_as_shipped(self):
        preset = self.env.ref("csm.csm_deadline_rule_s0_07_02").with_user(self.manager)
        step = preset.step_ids[0]
        for change in (
            lambda: preset.write({"delay": 48}),
            lambda: preset.write({"unit": "day"}),
            lambda: preset.write({"active": False}),
            lambda: preset.write({"step_ids": [(5,)]}),
            lambda: step.write({"amount": 1}),
            step.unlink,
            preset.unlink,
        ):
            self.assert_refused("is a preset and stays as shipped", change)

    def test_a_rule_in_force_is_not_changed_underfoot(self):
        step = self.rule.step_ids[0]
        for change in (
            lambda: self.rule.write({"delay": 48}),
            lambda: self.rule.write({"domain": "[]"}),
            lambda: step.write({"amount": 1}),
            step.unlink,
            self.rule.unlink,
        ):
            self.assert_refused("is in force. Make a new version", change)

    def test_records_keep_the_version_that_was_valid_when_their_clock_started(self):
        old = self.new_case()
        version = self.next_version(self.rule, "2026-12-01")
        self.assertEqual((version.version, str(version.valid_from)), (2, "2026-11-30 16:00:00"))
        version.delay = 12
        self.at("2026-11-30 15:59:59")
        before = self.new_case()
        self.assertEqual(str(before.next_due_at), "2026-12-01 15:59:59")
        self.at("2026-11-30 16:00:00")
        new = self.new_case()
        self.assertEqual(str(new.next_due_at), "2026-12-01 04:00:00")
        self.assertEqual(str(old.next_due_at), "2026-03-03 01:00:00")
        before.severity = "serious"
        before.channel = "letter"
        before.channel = "phone"
        self.assertEqual(str(before.next_due_at), "2026-12-01 15:59:59")

    def test_a_version_may_be_edited_until_its_first_day(self):
        version = self.next_version(self.rule, "2026-12-01")
        version.delay = 12
        version.step_ids[0].amount = 2
        self.at("2026-11-30 16:00:00")
        self.assert_refused("is in force. Make a new version", version.write, {"delay": 6})
        self.assertEqual((self.rule.delay, self.rule.step_ids[0].amount), (24, 4))

    def test_a_version_follows_the_latest_and_begins_in_the_future(self):
        self.next_version(self.rule, "2026-12-01")
        self.assert_refused(
            "has a newer version already", self.next_version, self.rule, "2026-12-05"
        )
        later = self.copy_of(self.adoption, "s0_07_04")
        with self.assertRaises(ValidationError):
            self.next_version(later, "2026-03-02")
