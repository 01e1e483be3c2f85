from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsNews(CsmBase):
    """What a regulation is shipped with later is offered, and versions stand side by side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.regulation = cls.new_regulation()
        cls.preset = cls.new_rule(
            cls.regulation,
            name="Reply",
            delay=24,
            steps=[{"kind": "breach", "when": "at", "addressee": "team_leader"}],
        )
        cls.adoption = cls.adopt_regulation(cls.regulation).with_user(cls.manager)
        cls.rule = cls.adoption.deadline_rule_ids

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def ship(self, **values):
        values = {"name": "Reply", **values}
        return self.new_rule(self.regulation, **values)

    def wizard(self, **values):
        Wizard = self.env["csm.adoption.news.wizard"].with_user(self.manager)
        return Wizard.create({"adoption_id": self.adoption.id, "valid_on": "2026-12-01", **values})

    def rules(self):
        return self.adoption._rules()[self._engine()].sorted("id")

    def _engine(self):
        return self.env["csm.rule.mixin"]._rule_models().index("csm.deadline.rule")

    # News

    def test_nothing_is_new_at_first_and_nothing_changes_by_itself(self):
        self.assertEqual(self.adoption.news_count, 0)
        self.ship(delay=6, preset_id=self.preset.id)
        self.adoption.invalidate_recordset(["news_count"])
        self.assertEqual(self.adoption.news_count, 1)
        self.assertEqual((self.rule.delay, self.rule.valid_to), (24, False))
        self.assertEqual(str(self.new_case().next_due_at), "2026-03-03 01:00:00")

    def test_a_changed_rule_takes_the_place_of_the_present_one_from_its_day(self):
        newer = self.ship(delay=6, preset_id=self.preset.id)
        wizard = self.wizard()
        self.assertIn("within 6 hours", wizard.line_ids.shipped_text)
        self.assertIn("within 24 hours", wizard.line_ids.present_text)
        wizard.action_take_over()
        old, new = self.rules()
        self.assertEqual((old, str(old.valid_to)), (self.rule, "2026-11-30 16:00:00"))
        self.assertEqual((new.delay, new.version, new.preset_id), (6, 2, newer))
        self.assertEqual((new.root_id, str(new.valid_from)), (old, "2026-11-30 16:00:00"))
        for moment, due in (
            ("2026-11-30 15:59:59", "2026-12-01 15:59:59"),
            ("2026-11-30 16:00:00", "2026-11-30 22:00:00"),
        ):
            self.at(moment)
            self.assertEqual(str(self.new_case().next_due_at), due)
        self.adoption.invalidate_recordset(["news_count"])
        self.assertEqual(self.adoption.news_count, 0)

    def test_a_new_rule_begins_on_its_day(self):
        self.ship(name="Close", obligation="close", stop="closed_at", delay=3, unit="day")
        wizard = self.wizard()
        self.assertIn("the rule is new", wizard.line_ids.present_text)
        wizard.action_take_over()
        self.assertEqual(self.rules().mapped("version"), [1, 1])
        self.assertFalse(self.rule.valid_to)
        self.at("2026-11-30 16:00:00")
        self.assertEqual(len(self.new_case().sudo().deadline_ids), 2)

    def test_what_is_not_chosen_is_offered_again(self):
        self.ship(delay=6, preset_id=self.preset.id)
        wizard = self.wizard()
        wizard.line_ids.is_taken = False
        wizard.action_take_over()
        self.assertEqual(len(self.rules()), 1)
        self.assertEqual(len(self.adoption._news()), 1)

    def test_a_company_s_own_figure_is_kept_until_it_takes_over(self):
        wizard = self.env["csm.rule.version.wizard"].with_user(self.manager)
        made = wizard.create(
            {"res_model": self.rule._name, "res_id": self.rule.id, "valid_on": "2026-11-25"}
        ).action_make()
        version = self.rule.browse(made["res_id"])
        version.delay = 20
        self.ship(delay=6, preset_id=self.preset.id)
        self.wizard().action_take_over()
        self.assertEqual(self.rules().mapped("version"), [1, 2, 3])
        self.assertEqual(str(version.valid_to), "2026-11-30 16:00:00")

    def test_a_rule_without_its_figure_is_not_taken_over(self):
        blank = self.ship(name="Limit of the unit", delay=0, is_blank=True)
        wizard = self.wizard()
        self.assertFalse(wizard.line_ids.is_taken)
        wizard.line_ids.is_taken = True
        with self.assertRaisesRegex(UserError, "adopt the regulation anew"):
            wizard.action_take_over()
        self.assertEqual(blank.company_id, self.env["res.company"])

    def test_what_is_taken_over_begins_tomorrow_at_the_earliest(self):
        with self.assertRaisesRegex(ValidationError, "tomorrow at the earliest"):
            self.wizard(valid_on="2026-03-02")

    def test_only_a_manager_takes_over(self):
        with self.assertRaises(AccessError):
            self.adoption.with_user(self.agent).action_open_news()

    def test_who_adopts_later_gets_the_newer_rule_only(self):
        newer = self.ship(delay=6, preset_id=self.preset.id)
        other = self.new_company("Testlabor")
        adoption = self.adopt_regulation(self.regulation, company=other)
        self.assertEqual(adoption.deadline_rule_ids.preset_id, newer)
        self.assertNotIn("within 24 hours", self.regulation.demands)
        self.assertIn("within 6 hours", self.regulation.demands)

    # Side by side

    def rows(self, rule):
        action = rule.action_compare_versions()
        wizard = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        return {row["label"]: row["cells"] for row in wizard._rule()._version_rows()}

    def test_versions_and_preset_stand_side_by_side_with_differences_marked(self):
        wizard = self.env["csm.rule.version.wizard"].with_user(self.manager)
        made = wizard.create(
            {"res_model": self.rule._name, "res_id": self.rule.id, "valid_on": "2026-12-01"}
        ).action_make()
        version = self.rule.browse(made["res_id"])
        version.write({"delay": 12, "step_ids": [(5,)]})
        rows = self.rows(version)
        told = [(cell["text"], cell["differs"]) for cell in rows["Time Limit"]]
        self.assertEqual(told, [("24", False), ("24", False), ("12", True)])
        self.assertEqual([cell["differs"] for cell in rows["Unit"]], [False, False, False])
        self.assertIn("the team leader", rows["Steps"][1]["text"])
        self.assertTrue(rows["Steps"][2]["differs"])

    def test_another_company_s_rule_is_not_compared(self):
        stranger = self.new_user("stranger", "group_manager", company=self.new_company("Labor"))
        wizard = self.env["csm.rule.compare.wizard"].with_user(stranger)
        with self.assertRaises(AccessError):
            wizard.create({"res_model": self.rule._name, "res_id": self.rule.id})._rule()
        made = wizard.create({"res_model": "res.users", "res_id": self.manager.id})
        self.assertFalse(made.comparison)
