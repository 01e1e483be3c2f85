from odoo.fields import Command
from odoo.tests import tagged

from ..common.proves import proves
from ..presets.preset_case import ENTRIES
from ..presets.rule_case import CHAIN
from .preset_sanction_case import PresetSanctionCase

RECEIVED = "2026-02-10 02:00:00"


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsHooks(PresetSanctionCase):
    """What cases, verdicts and reports of leaks propose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guilty = cls.employee(cls.outsider)

    def complaint(self, judgement="founded", received=RECEIVED):
        """Return a closed complaint about the outsider, handled by the agent."""
        case = self.new_case(
            **{
                **ENTRIES,
                "user_id": self.agent.id,
                "accused_employee_ids": [Command.set(self.guilty.ids)],
                "judgement": judgement,
                "received_at": received,
            }
        )
        self.close(case)
        return case

    def close(self, case):
        mine = case.with_user(self.manager)
        for move in CHAIN:
            if not mine._why_not_move(mine._move_named(move)):
                getattr(mine, f"action_{move}")()
        self.assertEqual(case.state, "closed", mine._why_not_move(mine._move_named("close")))

    def of_case(self, case):
        return self.env["csm.sanction"].search(
            [("res_model", "=", "csm.case"), ("res_id", "=", case.id)]
        )

    @proves("S1-07-13")
    def test_each_founded_complaint_climbs(self):
        self.adopt_only("S1-07-13")
        lines = self.env["csm.sanction"]
        for _time in range(3):
            lines |= self.of_case(self.complaint())
        lines = lines.sorted("id")
        self.assertEqual(lines.employee_id, self.guilty)
        self.assertEqual(lines.mapped("amount"), [30, 60, 0])
        self.assertEqual(lines[2].measure, "dismissal")
        self.assertFalse(lines.proposer_id)
        self.assertEqual(str(lines[0].offence_on), "2026-02-10")

    def test_unfounded_brings_nothing(self):
        self.adopt_only("S1-07-13")
        self.assertFalse(self.of_case(self.complaint("unfounded")))

    def test_reopened_and_unfounded_takes_it_back(self):
        self.adopt_only("S1-07-13")
        case = self.complaint()
        line = self.of_case(case)
        case.with_user(self.manager).write({"reopen_reason": "The tape proves otherwise."})
        case.with_user(self.manager).action_reopen()
        case.with_user(self.manager).judgement = "unfounded"
        self.close(case)
        self.assertEqual(line.state, "waived")
        self.assertIn(case.number, line.waive_reason)

    def test_closed_twice_is_answered_once(self):
        self.adopt_only("S1-07-13")
        case = self.complaint()
        case.with_user(self.manager).write({"reopen_reason": "The customer called again."})
        case.with_user(self.manager).action_reopen()
        self.close(case)
        self.assertEqual(len(self.of_case(case)), 1)

    @proves("S0-07-10")
    def test_criticism_is_reported_to_the_customer(self):
        self.adopt_only("S0-07-10")
        case = self.complaint()
        line = self.of_case(case)
        before = case.activity_ids
        self.confirm(line)
        told = case.activity_ids - before
        self.assertEqual(told.user_id, self.agent)
        self.assertIn(line.number, told.summary)

    @proves("S0-13-17")
    def test_a_verdict_proposes_between_200_and_1500(self):
        self.adopt_only("S0-13-17")
        verdict = self.verdict()
        line = self.of_case(verdict.case_id)
        self.assertEqual((line.amount, line.amount_max), (200, 1500))
        self.assertEqual(line.employee_id, self.guilty)
        verdict.with_user(self.manager).write({"reopen_reason": "Another lot."})
        verdict.with_user(self.manager).action_reopen()
        self.assertEqual(line.state, "waived")

    def verdict(self, **values):
        case = self.new_case(user_id=self.agent.id, received_at=RECEIVED)
        verdict = self.env["csm.liability"].create(
            {
                "case_id": case.id,
                "findings": "Mixed up.",
                "tracking": "no",
                "share_ids": [
                    Command.create(
                        {"kind": "employee", "employee_id": self.guilty.id, "percent": 100}
                    )
                ],
                **values,
            }
        )
        verdict.with_user(self.leader).action_propose()
        verdict.with_user(self.manager).action_decide()
        return verdict

    @proves("S0-08-20")
    def test_a_verdict_on_an_engineer(self):
        self.adopt_only("S0-08-20")
        self.assertEqual(self.of_case(self.verdict().case_id).amount, 200)

    def test_administrative_discipline_goes_to_human_resources(self):
        self.adopt_only("S2-09-19")
        verdict = self.verdict(discipline="administrative")
        self.assertFalse(self.of_case(verdict.case_id))
        rows = verdict.proposal_ids
        rows._hand_over("administrative")
        line = self.of_case(verdict.case_id)
        self.assertEqual(line.offence_id, self.offence("case_discipline"))
        self.assertEqual(line.employee_id, self.guilty)

    @proves("S1-12-17", "S1-12-18", "S1-12-19", "S1-12-16")
    def test_a_leak(self):
        self.adopt_only("S1-12-17", "S1-12-19", "S1-12-16")
        report = self.leak("given")
        lines = self.of_report(report)
        found = {
            line.offence_id.code: (line.employee_id, line.measure, line.kind) for line in lines
        }
        self.assertEqual(found["leak"], (self.guilty, "serious_warning", "penalty"))
        self.assertEqual(found["leak_found"], (self.worker, "none", "merit"))
        sold = self.of_report(self.leak("sold"))
        serious = sold.filtered(lambda line: line.offence_id.code == "leak")
        self.assertEqual(serious.measure, "dismissal")

    @proves("S1-12-16")
    def test_who_concealed_a_leak(self):
        self.adopt_only("S1-12-16")
        report = self.leak(
            "given", verdict="concealed", concealer_ids=[Command.set(self.leader.ids)]
        )
        line = self.of_report(report)
        self.assertEqual(line.employee_id, self.employee(self.leader))
        self.assertEqual(line.offence_id.code, "leak_concealed")

    def leak(self, kind, verdict="prompt", **values):
        report = (
            self.env["csm.leak.report"]
            .with_user(self.agent)
            .with_company(self.company)
            .create({"kind": kind, "what": "A list.", "how": "Seen."})
        )
        mine = report.with_user(self.manager)
        mine.action_examine()
        mine.write({"offender_ids": [Command.set(self.outsider.ids)], "verdict": verdict, **values})
        mine.action_judge()
        return report

    def of_report(self, report):
        return self.env["csm.sanction"].search(
            [("res_model", "=", "csm.leak.report"), ("res_id", "=", report.id)]
        )
