import doctest

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools import outlook
from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesOutlook(CsmBase):
    """What would change is computed beside what is, and nothing is written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.regulation = cls.new_regulation()
        cls.new_rule(cls.regulation, delay=24)
        cls.stricter = cls.new_regulation("T-02")
        cls.new_rule(cls.stricter, delay=12, domain="[('kind', '=', 'complaint')]")

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def draft(self, regulation, **values):
        Adoption = self.env["csm.adoption"].with_user(self.manager).with_company(self.company)
        return Adoption.create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "reason": "Test",
                **values,
            }
        )

    def look(self, asked):
        action = asked.action_look_ahead()
        return self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])

    def counts(self, wizard):
        names = ("looked_count", "late_today", "late_then", "newly_late_count")
        return [tuple(line[name] for name in names) for line in wizard.line_ids]

    def test_doctests(self):
        result = doctest.testmod(outlook)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_the_edge_of_what_would_be_late(self):
        case = self.new_case()
        draft = self.draft(self.regulation)
        for moment, late in (("2026-03-03 01:00:00", 0), ("2026-03-03 01:00:01", 1)):
            with self.subTest(moment=moment):
                self.at(moment)
                wizard = self.look(draft)
                self.assertEqual(self.counts(wizard), [(1, 0, late, late)])
                self.assertEqual(wizard.newly_late_count, late)
                self.assertEqual(wizard.line_ids.newly_late_ids or [], case.ids * late)

    def test_nothing_is_written(self):
        case = self.new_case()
        self.at("2026-03-05 01:00:00")
        self.look(self.draft(self.regulation))
        self.assertFalse(case.sudo().deadline_ids)
        self.assertFalse(case.next_due_at)

    def test_it_is_compared_with_what_binds_today(self):
        self.adopt_regulation(self.regulation)
        self.new_case()
        self.new_case(kind="inquiry")
        draft = self.draft(self.stricter)
        for moment, expected in (
            ("2026-03-02 13:00:00", (1, 0, 0, 0)),
            ("2026-03-02 13:00:01", (1, 0, 1, 1)),
            ("2026-03-03 01:00:01", (1, 1, 1, 0)),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assertEqual(self.counts(self.look(draft)), [expected])

    def test_a_looser_rule_changes_nothing(self):
        self.adopt_regulation(self.stricter)
        self.new_case()
        self.at("2026-03-02 14:00:00")
        self.assertEqual(self.counts(self.look(self.draft(self.regulation))), [(1, 1, 1, 0)])

    def test_what_is_done_or_closed_is_not_counted(self):
        self.new_case(state="new").action_register()
        replied = self.new_case()
        replied.action_register()
        replied.action_reply()
        self.at("2026-03-09 01:00:00")
        wizard = self.look(self.draft(self.regulation))
        self.assertEqual((wizard.looked_count, wizard.open_count), (2, 2))
        self.assertEqual(self.counts(wizard), [(1, 0, 1, 1)])

    def test_an_adoption_for_one_team_looks_at_that_team(self):
        other = self.env["csm.team"].create(
            {"name": "Back Desk", "company_id": self.company.id, "leader_id": self.leader.id}
        )
        self.new_case()
        self.new_case(self.leader, team_id=other.id)
        self.at("2026-03-09 01:00:00")
        wizard = self.look(self.draft(self.regulation, team_ids=[(4, other.id)]))
        self.assertEqual((wizard.looked_count, self.counts(wizard)), (1, [(1, 0, 1, 1)]))

    def test_due_within_a_day_and_a_week(self):
        self.new_rule(self.regulation, obligation="close", stop="closed_at", delay=5, unit="day")
        self.new_case()
        wizard = self.look(self.draft(self.regulation))
        soon = {
            line.obligation_id.code: (
                line.day_today,
                line.day_then,
                line.week_today,
                line.week_then,
            )
            for line in wizard.line_ids
        }
        self.assertEqual(soon, {"first_reply": (0, 1, 0, 1), "close": (0, 0, 0, 1)})

    def test_a_new_version_is_compared_with_the_one_it_follows(self):
        rule = self.adopt_regulation(self.regulation).deadline_rule_ids.with_user(self.manager)
        self.new_case()
        wizard = self.env["csm.rule.version.wizard"].with_user(self.manager)
        made = wizard.create(
            {"res_model": rule._name, "res_id": rule.id, "valid_on": "2026-12-01"}
        ).action_make()
        version = rule.browse(made["res_id"])
        version.delay = 6
        self.new_case(kind="inquiry").sudo().deadline_ids._release()
        for moment, expected in (
            ("2026-03-02 07:00:00", (1, 0, 0, 0)),
            ("2026-03-02 07:00:01", (1, 0, 1, 1)),
            ("2026-03-03 01:00:01", (1, 1, 1, 0)),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assertEqual(self.counts(self.look(version)), [expected])
        version.delay = 48
        self.at("2026-03-03 01:00:01")
        self.assertEqual(self.counts(self.look(version)), [(1, 1, 0, 0)])

    def test_a_rule_without_its_figure_is_named_and_not_counted(self):
        self.new_rule(self.regulation, name="Limit of the unit", delay=0, is_blank=True)
        self.new_case()
        wizard = self.look(self.draft(self.regulation))
        self.assertIn("Limit of the unit", wizard.left_out)
        self.assertEqual(len(wizard.line_ids), 1)

    def test_it_goes_on_where_it_stopped(self):
        cases = [self.new_case() for _each in range(5)]
        self.at("2026-03-09 01:00:00")
        wizard = self.look(self.draft(self.regulation))
        wizard.line_ids.unlink()
        wizard.write({"reached": {"csm.case": 0}, "looked_count": 0})
        for expected in (2, 4, 5):
            wizard._go_on(at_once=2)
            self.assertEqual(wizard.looked_count, expected)
            self.assertEqual(wizard.has_more, expected < 5)
        self.assertEqual(self.counts(wizard), [(5, 0, 5, 5)])
        shown = self.env["csm.case"].search(wizard.line_ids.action_show()["domain"])
        self.assertEqual(set(shown.ids), {case.id for case in cases})

    def test_cases_kept_from_the_reader_are_not_looked_at(self):
        self.new_case()
        self.new_case(accused_employee_ids=[(4, self.employee(self.manager).id)])
        wizard = self.look(self.draft(self.regulation))
        self.assertEqual((wizard.looked_count, wizard.open_count), (1, 1))

    def test_an_agent_does_not_look(self):
        draft = self.draft(self.regulation)
        with self.assertRaises(AccessError):
            draft.with_user(self.agent).action_look_ahead()

    def test_the_number_of_queries_does_not_grow_with_the_records(self):
        draft = self.draft(self.regulation)
        counts = []
        for _round in range(2):
            for _each in range(10):
                self.new_case()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.look(draft)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
