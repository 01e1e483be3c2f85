from odoo.tests import tagged

from ..common.csm_case_base import CsmBase

STEPS = [
    {"kind": "remind", "when": "before", "amount": 2, "unit": "hour", "addressee": "responsible"},
    {"kind": "breach", "when": "at", "addressee": "team_leader"},
    {
        "kind": "climb",
        "when": "after",
        "amount": 2,
        "unit": "hour",
        "addressee": "superior",
        "level": 2,
    },
]


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsStrictest(CsmBase):
    """Two regulations ask for the same: the earliest due moment binds, and only it acts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code, delay, domain in (
            ("T-24", 24, "[('kind', '=', 'complaint')]"),
            ("T-12", 12, "[('severity', '=', 'serious')]"),
        ):
            regulation = cls.new_regulation(code)
            cls.new_rule(regulation, delay=delay, domain=domain, steps=STEPS)
            cls.adopt_regulation(regulation)

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def binding(self, case):
        rows = case.sudo().deadline_ids.filtered("is_binding")
        return rows.filtered(lambda row: row.state == "running").rule_id.regulation_id.mapped(
            "code"
        )

    def heard(self, case):
        events = self.events(case).filtered(
            lambda e: e.kind in ("remind", "breach", "climb", "skip")
        )
        return [(event.kind, event.deadline_id.rule_id.regulation_id.code) for event in events]

    def test_the_earlier_moment_binds_and_the_record_shows_its_article(self):
        case = self.new_case(severity="serious", user_id=self.agent.id)
        self.assertEqual(len(case.sudo().deadline_ids), 2)
        self.assertEqual(self.binding(case), ["T-12"])
        self.assertEqual(str(case.next_due_at), "2026-03-02 13:00:00")
        self.assertEqual(case.next_article_id.regulation_id.code, "T-12")
        self.assertEqual(case.next_article_id.number, "1")

    def test_only_the_binding_rule_acts(self):
        case = self.new_case(severity="serious", user_id=self.agent.id)
        for hour in (11, 13, 15, 23):
            self.run_steps(f"2026-03-02 {hour}:00:01")
        self.run_steps("2026-03-03 10:00:00")
        self.assertEqual(
            self.heard(case), [("remind", "T-12"), ("breach", "T-12"), ("climb", "T-12")]
        )

    def test_shipped_regulations_bind_by_the_earlier_moment_too(self):
        self.adopt("csm_regulation_s1_04")
        self.adopt("csm_regulation_s2_09")
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        closing = case.sudo().deadline_ids.filtered(lambda row: row.obligation_id.code == "close")
        due = {row.rule_id.regulation_id.code: (str(row.due_at), row.is_binding) for row in closing}
        self.assertEqual(
            due,
            {"S1-04": ("2026-03-08 15:59:59", True), "S2-09": ("2026-03-17 15:59:59", False)},
        )

    def test_a_rung_taken_is_not_repeated_when_another_rule_comes_to_bind(self):
        case = self.new_case(user_id=self.agent.id)
        self.assertEqual(self.binding(case), ["T-24"])
        self.run_steps("2026-03-02 23:00:00")
        self.assertEqual(self.heard(case), [("remind", "T-24")])
        case.severity = "serious"
        self.assertEqual(self.binding(case), ["T-12"])
        self.run_steps("2026-03-02 23:00:01")
        kinds = dict.fromkeys(self.heard(case))
        self.assertEqual(
            list(kinds),
            [("remind", "T-24"), ("skip", "T-12"), ("breach", "T-12"), ("climb", "T-12")],
        )
        case.severity = "general"
        self.assertEqual(self.binding(case), ["T-24"])
        self.run_steps("2026-03-04 01:00:00")
        again = [entry for entry in self.heard(case)[4:] if entry[0] != "skip"]
        self.assertEqual(again, [])
