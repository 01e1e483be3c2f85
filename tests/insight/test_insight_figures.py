from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.tests.common import new_test_user

from ..common.proves import proves
from .insight_case import MONDAY, InsightCase


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightFigures(InsightCase):
    """The figures of the statistics are those one counts case by case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        cls.new_rule(cls.regulation, delay=24)
        cls.adopt_regulation(cls.regulation)

    def some_cases(self):
        """Return cases around the end of February in Shanghai, 16:00 UTC of the 28th."""
        cases = self.closed("2026-02-28 15:59:59", "2026-03-01 02:00:00")
        cases |= self.closed(
            "2026-02-28 16:00:00", "2026-03-03 02:00:00", judgement="unfounded", is_satisfied=True
        )
        cases |= self.played(("2026-03-31 15:59:59", "register"))
        cases |= self.played(("2026-03-31 16:00:00", "register", "reply"))
        again = self.closed("2026-03-02 01:00:00", "2026-03-02 03:30:00", name="Again")
        self.at("2026-03-05 01:00:00")
        again.reopen_reason = "It came back."
        again.action_reopen()
        self.at("2026-03-05 09:00:00")
        again.action_reply()
        cases |= again
        cases |= self.played(
            ("2026-03-10 01:00:00", "register", "reply", "judge"),
            ("2026-03-11 01:00:00", "close", "follow_up"),
            judgement="founded",
        )
        void = self.played(("2026-03-12 01:00:00", "register"), judgement="founded")
        void.void_reason = "Entered twice."
        void.action_void()
        self.run_steps("2026-04-10 01:00:00")
        return cases | void

    @proves("S0-14-11")
    def test_the_figures_of_march_are_those_counted_one_by_one(self):
        cases = self.some_cases()
        march = cases.filtered(lambda case: self.received_on(case).month == 3)
        domain = self.ours(("received_on", ">=", "2026-03-01"), ("received_on", "<", "2026-04-01"))
        found = self.stat._figures(domain)
        self.assertEqual(found["cases"], 4)
        self.assertEqual(found["overdue"], 2)
        self.assertEqual(found["founded_rate"], 100 * 2 / 3)
        self.assert_figures(found, self.oracle(march))

    def test_the_figures_by_month_are_those_of_each_month(self):
        cases = self.some_cases()
        found = self.stat._figures_by(self.ours(), "received_on:month")
        self.assertEqual(
            [str(day) for day in sorted(found)], ["2026-02-01", "2026-03-01", "2026-04-01"]
        )
        for day, figures in found.items():
            ours = cases.filtered(lambda case, day=day: self.received_on(case).month == day.month)
            self.assert_figures(figures, self.oracle(ours))
        rows = self.stat._trend_rows(self.ours(), min(found), 4)
        self.assertEqual(
            [row["month"] for row in rows], ["2026-02", "2026-03", "2026-04", "2026-05"]
        )
        self.assertEqual([row["cases"] for row in rows], [1, 4, 1, 0])
        self.assertIsNone(rows[3]["founded_rate"])

    def test_nothing_is_no_percentage(self):
        found = self.stat._figures(self.ours())
        self.assertEqual((found["cases"], found["founded"]), (0, 0))
        for name in ("founded_rate", "overdue_rate", "satisfied_rate", "reply_median"):
            self.assertIsNone(found[name])
            self.assertEqual(self.stat._figure_text(name, found[name]), "–")

    def test_a_later_round_leaves_the_first_reply(self):
        case = self.closed(MONDAY, "2026-03-02 03:00:00")
        first = case.replied_at
        self.at("2026-03-04 01:00:00")
        case.reopen_reason = "It came back."
        case.action_reopen()
        self.at("2026-03-04 05:00:00")
        case.action_reply()
        self.assertEqual((case.first_replied_at, case.replied_at == first), (first, False))
        self.env.flush_all()
        row = self.stat.search([("case_id", "=", case.id)])
        self.assertEqual((row.reply_minutes, row.closed_on, row.reopened_count), (120, False, 1))
        with self.assertRaises(UserError):
            case.with_user(self.agent).write({"first_replied_at": MONDAY})

    def test_one_query_whatever_there_is_to_count(self):
        self.some_cases()
        self.env.flush_all()
        stat = self.stat.with_user(self.manager)
        stat._figures(self.ours())
        with self.assertQueryCount(1):
            stat._figures(self.ours())

    # Rights

    def test_everybody_counts_what_they_may_read(self):
        mine = self.closed(MONDAY, "2026-03-02 03:00:00")
        accused = self.new_case(
            user=self.leader, accused_employee_ids=[(6, 0, self.employee(self.agent).ids)]
        )
        elsewhere = self.new_case(team_id=False, user=self.outsider, user_id=self.outsider.id)
        self.env.flush_all()
        for user in (self.agent, self.outsider, self.leader, self.manager, self.executive):
            with self.subTest(user=user.login):
                cases = self.env["csm.case"].with_user(user).search([])
                rows = self.env["csm.case.statistic"].with_user(user).search([])
                self.assertEqual(sorted(rows.ids), sorted(cases.ids))
                for row in rows:
                    self.assertEqual(row.case_id.id, row.id)
        seen = self.env["csm.case.statistic"].with_user(self.agent).search([])
        self.assertEqual(seen.ids, mine.ids)
        self.assertNotIn(elsewhere.id, seen.ids)
        with self.assertRaises(AccessError):
            self.stat.with_user(self.agent).browse(accused.id).read(["partner_id"])

    def test_nobody_else_counts_anything(self):
        stranger = new_test_user(self.env, "csm_stranger", "base.group_user")
        for model, method in (("csm.case.statistic", "search"), ("csm.case.dashboard", None)):
            with self.assertRaises(AccessError):
                asked = self.env[model].with_user(stranger)
                asked.search([]) if method else asked.read_dashboard()
