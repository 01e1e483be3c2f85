from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sanction_case import SanctionCase

FINE = {"amount_kind": "fixed", "amount": 100}


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsWay(SanctionCase):
    """Who takes which step: nobody for oneself, and never the same person twice."""

    def setUp(self):
        super().setUp()
        self.rule = self.adopted(FINE)

    def appealed(self, line):
        mine = self.as_user(line, self.agent)
        mine.appeal_text = "The bus broke down."
        mine.action_appeal()
        return line

    # Nobody for oneself

    def test_nobody_proposes_for_themselves(self):
        with self.assertRaisesRegex(UserError, "for themselves"):
            self.propose("2026-02-03", by=self.agent)
        head = self.employee(self.head)
        with self.assertRaisesRegex(UserError, "for themselves"):
            self.propose("2026-02-03", employee=head, by=self.head)

    def test_nobody_confirms_or_waives_their_own(self):
        line = self.propose("2026-02-03", employee=self.employee(self.head))
        with self.assertRaisesRegex(UserError, "is about yourself"):
            self.confirm(line)
        mine = self.as_user(line, self.head)
        with self.assertRaises(UserError):
            mine.write({"waive_reason": "Grace"})
        line.waive_reason = "Grace"
        with self.assertRaisesRegex(UserError, "is about yourself"):
            mine.action_waive()

    def test_whoever_proposed_does_not_confirm(self):
        line = self.propose("2026-02-03", by=self.head)
        self.assertEqual(line.proposer_id, self.head)
        with self.assertRaisesRegex(UserError, "proposed by you"):
            self.confirm(line)
        self.assertEqual(self.confirm(line, by=self.deputy).state, "confirmed")

    def test_what_the_system_proposes_anybody_of_hr_confirms(self):
        line = self.propose("2026-02-03", by=self.head, batch_key="run:1")
        self.assertFalse(line.proposer_id)
        self.assertEqual(self.confirm(line).state, "confirmed")

    def test_only_managers_of_hr_confirm_and_waive(self):
        line = self.propose("2026-02-03")
        for user in (self.officer, self.leader, self.agent):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    self.confirm(line, by=user)
                with self.assertRaises(UserError):
                    self.as_user(line, user).action_waive()

    def test_a_waiver_wants_its_reason(self):
        line = self.propose("2026-02-03")
        with self.assertRaisesRegex(UserError, "write the reason"):
            self.as_user(line, self.head).action_waive()
        self.waived(line)
        self.assertEqual((line.state, line.waive_reason), ("waived", "A mistake"))

    # The appeal

    def test_the_employee_appeals_within_the_term(self):
        self.company.csm_appeal_days = 2
        line = self.confirm(self.propose("2026-02-03"))
        mine = self.as_user(line, self.agent)
        self.assertTrue(mine.can_appeal)
        with self.assertRaisesRegex(UserError, "write why you appeal"):
            mine.action_appeal()
        mine.appeal_text = "The bus broke down."
        self.at("2026-03-04 10:00:01")
        with self.assertRaisesRegex(UserError, "could be appealed until"):
            mine.action_appeal()
        self.at("2026-03-04 10:00:00")
        mine.action_appeal()
        self.assertEqual(line.state, "appealed")
        self.assertTrue(line.appealed_at)

    def test_nobody_appeals_for_another(self):
        line = self.confirm(self.propose("2026-02-03"))
        for user in (self.head, self.officer, self.leader):
            with self.assertRaises(UserError):
                self.as_user(line, user).action_appeal()

    def test_the_appeal_is_decided_by_a_third_person(self):
        line = self.appealed(self.confirm(self.propose("2026-02-03", by=self.leader)))
        mine = self.as_user(line, self.head)
        mine.decision_text = "No."
        with self.assertRaisesRegex(UserError, "proposed or confirmed by you"):
            mine.action_uphold()
        mine.waive_reason = "Well"
        with self.assertRaisesRegex(UserError, "proposed or confirmed by you"):
            mine.action_waive()
        self.as_user(line, self.deputy).action_uphold()
        self.assertEqual(line.state, "upheld")
        self.assertTrue(line.decided_at)

    def test_the_decision_is_written(self):
        line = self.appealed(self.confirm(self.propose("2026-02-03")))
        with self.assertRaisesRegex(UserError, "write the decision"):
            self.as_user(line, self.deputy).action_uphold()

    def test_a_waiver_decides_the_appeal(self):
        line = self.appealed(self.confirm(self.propose("2026-02-03")))
        decision = self.as_user(line, self.deputy)
        decision.write({"decision_text": "True.", "waive_reason": "The bus"})
        decision.action_waive()
        self.assertEqual(line.decided_at, line.waived_at)

    def test_the_clock_of_the_appeal_is_a_time_limit(self):
        regulation = self.new_regulation("T-09")
        fact = self.env["ir.model.fields"]._get
        self.new_rule(
            regulation,
            model_id=self.env["ir.model"]._get_id("csm.sanction"),
            start_field_id=fact("csm.sanction", "appealed_at").id,
            stop_field_id=fact("csm.sanction", "decided_at").id,
            delay=3,
            unit="working_day",
        )
        self.adopt_regulation(regulation)
        line = self.confirm(self.propose("2026-02-03"))
        self.assertFalse(line.deadline_ids)
        self.appealed(line)
        row = line.deadline_ids
        self.assertEqual(row.state, "running")
        # Appealed on Monday: three working days end on Thursday at 18:00 in Shanghai.
        self.assertEqual(row.due_at, datetime(2026, 3, 5, 10))
        self.assertEqual(line.next_due_at, row.due_at)
        # Time limits of an appeal are no affair of the employee's.
        self.assertFalse(row.user_id)
        decision = self.as_user(line, self.deputy)
        decision.decision_text = "No."
        decision.action_uphold()
        self.assertEqual(row.state, "met")

    # What may be written

    def test_the_employee_writes_nothing_but_their_own_words(self):
        line = self.propose("2026-02-03")
        mine = self.as_user(line, self.agent)
        mine.statement = "I was there."
        for vals in (
            {"description": "x"},
            {"hearing_note": "x"},
            {"waive_reason": "x"},
            {"chosen_amount": 1},
            {"offence_on": "2026-02-04"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)

    def test_nobody_writes_what_the_system_keeps(self):
        line = self.propose("2026-02-03")
        for name, value in (
            ("amount", 1),
            ("points", 1),
            ("occurrence", 9),
            ("measure", "none"),
            ("proposer_id", self.agent.id),
            ("confirmed_at", "2026-03-01 00:00:00"),
            ("month_on", "2026-05-01"),
            ("is_wage_based", True),
            ("destination", "fund"),
            ("number", "SAN"),
            ("employee_id", self.employee(self.leader).id),
            ("offence_id", self.new_offence("test_x").id),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.as_user(line, self.head).write({name: value})

    def test_a_new_record_takes_no_more_than_a_proposal(self):
        for name, value in (
            ("state", "confirmed"),
            ("amount", 1),
            ("occurrence", 1),
            ("chosen_amount", 1),
            ("batch_key", "x"),
            ("proposer_id", False),
            ("waive_reason", "x"),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.as_user(self.env["csm.sanction"], self.officer).create(
                    {
                        "employee_id": self.worker.id,
                        "offence_id": self.late.id,
                        "offence_on": "2026-02-03",
                        name: value,
                    }
                )

    def test_the_officer_proposes_by_the_form(self):
        line = self.as_user(self.env["csm.sanction"], self.officer).create(
            {
                "employee_id": self.worker.id,
                "offence_id": self.late.id,
                "offence_on": "2026-02-03",
                "minutes": 12,
            }
        )
        self.assertEqual((line.occurrence, line.amount), (1, 100))
        self.assertEqual(line.proposer_id, self.officer)

    def test_a_superior_proposes_for_their_own_people_only(self):
        Sanction = self.as_user(self.env["csm.sanction"], self.leader)
        vals = {"offence_id": self.late.id, "offence_on": "2026-02-03"}
        self.assertTrue(Sanction.create({**vals, "employee_id": self.worker.id}))
        with self.assertRaises(AccessError):
            Sanction.create({**vals, "employee_id": self.employee(self.manager).id})
        with self.assertRaises(AccessError):
            self.as_user(Sanction, self.outsider).create({**vals, "employee_id": self.worker.id})

    def test_no_sanction_is_deleted(self):
        line = self.propose("2026-02-03")
        for user in (self.head, self.env.user):
            with self.assertRaises(UserError):
                self.as_user(line, user).unlink()

    def test_evidence_of_what_is_confirmed_stays(self):
        line = self.propose("2026-02-03")
        file = self.as_user(self.env["ir.attachment"], self.officer).create(
            {"name": "gate.txt", "raw": b"08:12"}
        )
        self.as_user(line, self.officer).evidence_ids = [(4, file.id)]
        self.assertEqual((file.res_model, file.res_id), ("csm.sanction", line.id))
        with self.assertRaises(AccessError):
            self.as_user(file, self.outsider).read(["raw"])
        self.confirm(line)
        with self.assertRaisesRegex(UserError, "evidence of a sanction"):
            self.as_user(file, self.officer).write({"raw": b"07:59"})
        with self.assertRaisesRegex(UserError, "evidence of a sanction"):
            self.as_user(file, self.officer).unlink()
