from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .duty_case import FRIDAY_EVENING, MONDAY, DutyCase


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesEngine(DutyCase):
    """The job makes each duty once, for the right persons, at the right time."""

    def test_a_weekly_duty_of_each_team_opens_on_monday_and_is_due_on_friday(self):
        self.adopted(scope="team")
        duty = self.make_duties()
        self.assertEqual((duty.team_id, duty.user_id), (self.team, self.leader))
        self.assertEqual(str(duty.opens_at), "2026-03-01 16:00:00")
        self.assertEqual(str(duty.due_at), FRIDAY_EVENING)
        self.assertEqual(duty.period_text, "2026-W10")
        self.assertFalse(self.make_duties())
        self.assertFalse(self.make_duties("2026-03-08 15:59:59"))
        self.assertEqual(self.make_duties("2026-03-08 16:00:00").period_text, "2026-W11")

    def test_an_hour_and_some_days_before(self):
        self.adopted(has_hour=True, hour=16.0, opens="days", lead_days=2)
        self.assertFalse(self.make_duties("2026-03-03 15:59:59"))
        duty = self.make_duties("2026-03-03 16:00:00")
        self.assertEqual(str(duty.due_at), "2026-03-06 08:00:00")

    def test_holidays_and_make_up_days_move_the_day(self):
        self.adopted(on_holiday="earlier")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-06 00:00:00",
                "date_to": "2026-03-06 23:59:59",
            }
        )
        self.assertEqual(self.due(self.make_duties()), ["2026-03-05 15:59:59"])
        rule = self.adopted(code="T-02", unit="day", on_holiday="skip", opens="days")
        self.assertFalse(self.make_duties("2026-03-07 01:00:00"))
        self.env["csm.makeup.day"].create(
            {
                "calendar_id": self.company.resource_calendar_id.id,
                "date": "2026-03-07",
                "worked_as": "4",
            }
        )
        self.assertEqual(self.make_duties("2026-03-07 02:00:00").rule_id, rule)

    def test_each_person_has_a_duty_of_their_own_once(self):
        self.env["csm.team"].create(
            {
                "name": "Night Desk",
                "company_id": self.company.id,
                "member_ids": [(4, self.agent.id), (4, self.outsider.id)],
            }
        )
        self.adopted(scope="person")
        duties = self.make_duties()
        self.assertEqual(duties.user_id, self.agent | self.leader | self.outsider)
        self.assertEqual(len(duties), 3)
        self.team.member_ids |= self.manager
        self.assertEqual(self.make_duties().user_id, self.manager)

    def test_nothing_is_made_for_what_was_over_before_the_adoption(self):
        self.adopted(on="2020-01-01", unit="day", is_perishable=True)
        self.assertEqual(len(self.make_duties()), 1)

    def test_what_opened_while_the_job_stood_still_is_made_and_missed(self):
        self.adopted(unit="day", is_perishable=True, opens="days")
        self.make_duties()
        duties = self.make_duties("2026-03-05 01:00:00")
        self.assertEqual(len(duties), 3)
        self.make_duties("2026-03-05 02:00:00")
        states = self.duties().mapped("state")
        self.assertEqual(states, ["missed", "missed", "missed", "open"])
        self.assertEqual(set(self.duties()[:3].mapped("punctuality")), {"missed"})

    def test_two_jobs_at_once_make_one_duty(self):
        self.adopted()
        duty = self.make_duties()
        again = {name: duty[name] for name in ("period_on", "target", "opens_at", "due_at")}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            duty.create(
                {
                    **again,
                    "rule_id": duty.rule_id.id,
                    "root_id": duty.root_id.id,
                    "company_id": duty.company_id.id,
                }
            )

    def test_what_can_be_made_up_stays_open_and_is_overdue(self):
        self.adopted()
        duty = self.make_duties()
        self.assertFalse(duty.is_overdue)
        self.make_duties("2026-03-06 16:00:00")
        duty.invalidate_recordset()
        self.assertEqual((duty.state, duty.is_overdue), ("open", True))
        self.assertIn(duty, self.env["csm.duty"].search([("is_overdue", "=", True)]))

    def test_a_new_version_does_not_ask_twice_in_one_period(self):
        rule = self.adopted(weekday="4")
        self.make_duties()
        version = rule._new_version(self.env.cr.now(), {"weekday": "2"})
        self.assertFalse(self.make_duties("2026-03-02 02:00:00"))
        duty = self.make_duties("2026-03-09 02:00:00")
        self.assertEqual((duty.rule_id, duty.root_id), (version, rule))
        self.assertEqual(str(duty.due_at), "2026-03-11 15:59:59")

    def test_of_two_rules_with_one_obligation_the_more_frequent_counts_alone(self):
        obligation = self.env.ref("csm.csm_obligation_duty").id
        self.adopted(code="T-Q", unit="month", every=3, obligation_id=obligation)
        monthly = self.adopted(code="T-M", unit="month", obligation_id=obligation)
        self.assertEqual(self.make_duties().rule_id, monthly)

    def test_a_deadline_watches_the_duty_and_its_breach_is_told(self):
        regulation = self.new_regulation()
        self.new_duty_rule(regulation, scope="team", sign_off="superior")
        self.new_watch(regulation)
        self.adopt_regulation(regulation, on="2026-01-01")
        duty = self.make_duties()
        row = duty.sudo().deadline_ids
        self.assertEqual((str(row.due_at), row.user_id), (FRIDAY_EVENING, self.leader))
        self.run_steps("2026-03-06 16:00:00")
        told = self.events(duty, "breach").user_id
        self.assertEqual(told, self.leader | self.manager)
        self.as_user(duty, self.leader).action_do()
        self.assertEqual(row.state, "late")

    def test_what_is_returned_is_owed_again(self):
        regulation = self.new_regulation()
        self.new_duty_rule(regulation, scope="team", sign_off="superior")
        self.new_watch(regulation)
        self.adopt_regulation(regulation, on="2026-01-01")
        duty = self.make_duties()
        self.as_user(duty, self.leader).action_do()
        row = duty.sudo().deadline_ids
        self.assertEqual(row.state, "met")
        signer = self.as_user(duty, self.manager)
        signer.return_reason = "The cellar is missing."
        signer.action_return()
        self.assertEqual((duty.state, duty.done_at, row.state), ("returned", False, "running"))
        self.run_steps("2026-03-06 16:00:00")
        self.assertTrue(self.events(duty, "breach"))

    def new_watch(self, regulation):
        Fields = self.env["ir.model.fields"]
        self.env["csm.deadline.rule"].create(
            {
                "name": "In time",
                "article_id": regulation.article_ids[:1].id,
                "obligation_id": self.env.ref("csm.csm_obligation_duty").id,
                "model_id": self.env["ir.model"]._get_id("csm.duty"),
                "start_field_id": Fields._get("csm.duty", "opens_at").id,
                "stop_field_id": Fields._get("csm.duty", "done_at").id,
                "due_field_id": Fields._get("csm.duty", "due_at").id,
                "has_delay": False,
                "step_ids": [
                    (0, 0, {"kind": "breach", "when": "at", "addressee": "responsible"}),
                    (0, 0, {"kind": "breach", "when": "at", "addressee": "superior", "level": 1}),
                ],
            }
        )


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesProof(DutyCase):
    """A duty is done with its proof by whom it was given to, and signed off by another person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.rule = cls.adopted(
            scope="person",
            items=("Windows closed", "Lights out"),
            wants_text=True,
            min_chars=10,
            wants_file=True,
            sign_off="superior",
        )
        cls.made = cls.make_duties()

    def setUp(self):
        super().setUp()
        self.duty = self.made.filtered(lambda duty: duty.user_id == self.agent)
        self.mine = self.as_user(self.duty, self.agent)

    def prove(self):
        self.mine.note = "All rooms were looked at."
        self.mine.attachment_ids = [(0, 0, {"name": "round.txt", "raw": b"x"})]
        self.mine.line_ids[0].is_checked = True
        self.mine.line_ids[1].remark = "One lamp is broken."

    def test_each_proof_is_wanted_and_the_refusal_names_it(self):
        with self.assertRaises(UserError) as refused:
            self.mine.action_do()
        text = str(refused.exception)
        for part in ("at least 10 characters", "a file", "Windows closed", "Lights out"):
            self.assertIn(part, text)
        self.assertIn(self.rule.article_id.display_name, text)
        self.prove()
        self.mine.note = "123456789"
        with self.assertRaisesRegex(UserError, "at least 10 characters"):
            self.mine.action_do()
        self.mine.note = "1234567890"
        self.mine.action_do()
        self.assertEqual((self.duty.state, self.duty.punctuality), ("done", "in_time"))

    def test_another_person_signs_off(self):
        self.assertEqual(self.duty.signer_id, self.leader)
        self.prove()
        self.mine.action_do()
        with self.assertRaisesRegex(UserError, "another person"):
            self.mine.action_sign()
        with self.assertRaises(AccessError):
            self.as_user(self.duty, self.outsider).action_sign()
        self.as_user(self.duty, self.leader).action_sign()
        self.assertEqual(self.duty.state, "signed")
        self.assertTrue(self.duty.signed_at)

    def test_nobody_does_the_duty_of_another_nor_touches_their_proof(self):
        leader = self.as_user(self.duty, self.leader)
        for act in (
            leader.action_do,
            lambda: leader.write({"note": "x"}),
            lambda: leader.line_ids[0].write({"is_checked": True}),
        ):
            with self.assertRaisesRegex(UserError, "is the duty of Agent"):
                act()
        leader.user_id = self.leader
        leader.note = "I do it myself."
        with self.assertRaisesRegex(UserError, "said by a supervisor"):
            self.mine.write({"signer_id": self.outsider.id})

    def test_proof_stands_once_it_is_done(self):
        self.prove()
        self.mine.action_do()
        file = self.mine.attachment_ids
        for act in (
            lambda: self.mine.write({"note": "x"}),
            lambda: self.mine.line_ids[0].write({"is_checked": False}),
            lambda: self.mine.write({"attachment_ids": [(5,)]}),
            lambda: file.with_user(self.agent).write({"raw": b"y"}),
            lambda: file.with_user(self.agent).unlink(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_the_signer_reads_the_file_and_outsiders_do_not(self):
        self.prove()
        file = self.mine.attachment_ids
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.as_user(file, self.leader).raw, b"x")
        with self.assertRaises(AccessError):
            self.as_user(file, self.outsider).read(["raw"])

    def test_a_return_wants_a_reason_and_opens_the_duty_again(self):
        self.prove()
        self.mine.action_do()
        leader = self.as_user(self.duty, self.leader)
        with self.assertRaisesRegex(UserError, "write what is missing"):
            leader.action_return()
        leader.return_reason = "Say which lamp."
        leader.action_return()
        self.assertEqual(self.duty.state, "returned")
        self.mine.note = "The lamp in the cellar."
        self.mine.action_do()
        leader.action_sign()
        self.assertEqual(self.duty.state, "signed")

    def test_a_supervisor_waives_with_a_reason_and_not_for_themselves(self):
        leader = self.as_user(self.duty, self.leader)
        with self.assertRaisesRegex(UserError, "write why"):
            leader.action_waive()
        leader.waive_reason = "The site is closed."
        leader.action_waive()
        self.assertEqual((self.duty.state, self.duty.punctuality), ("waived", "waived"))
        own = self.as_user(
            self.made.filtered(lambda duty: duty.user_id == self.leader), self.leader
        )
        own.waive_reason = "No time."
        with self.assertRaisesRegex(UserError, "does not have to do it"):
            own.action_waive()

    @mute_logger("odoo.models.unlink")
    def test_nobody_makes_deletes_or_forges_a_duty(self):
        manager = self.as_user(self.duty, self.manager)
        with self.assertRaises(UserError):
            manager.copy()
        with self.assertRaises(AccessError):
            manager.unlink()
        for values in (
            {"state": "signed"},
            {"due_at": "2027-01-01 00:00:00"},
            {"signed_at": MONDAY},
            {"done_at": MONDAY},
            {"team_id": False},
            {"is_confined": True},
            {"level": 3},
            {"punctuality": "in_time"},
            {"state": "missed"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                manager.write(values)

    def test_whoever_has_no_part_in_it_does_not_see_it(self):
        for user, sees in (
            (self.agent, True),
            (self.leader, True),
            (self.manager, True),
            (self.outsider, False),
        ):
            found = self.env["csm.duty"].with_user(user).search([("id", "=", self.duty.id)])
            self.assertEqual(bool(found), sees, user.login)

    def test_bad_rules_are_refused_in_words(self):
        for values in (
            {"every": 0},
            {"number": 0},
            {"month": 2},
            {"hour": 24.0},
            {"addressee": "role"},
            {"sign_off": "role"},
            {"scope": "record"},
            {"addressee": "responsible"},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.new_duty_rule(self.rule.regulation_id, **values)
