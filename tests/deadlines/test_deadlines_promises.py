import random
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deadline_rows_base import BREACH, REMIND, START, DeadlineRowsBase

MONDAY = datetime.fromisoformat(START)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesPromises(DeadlineRowsBase):
    """Due at the moment promised, again and again, never promised away."""

    def moment_field(self, name):
        return self.env["ir.model.fields"]._get("csm.case", name).id

    def promise_rule(self, **values):
        return {
            "stop": "informed_at",
            "obligation": "progress",
            "due_field_id": self.moment_field("reply_promised_at"),
            "has_delay": False,
            **values,
        }

    def periodic(self, **values):
        until = self.moment_field("closed_at")
        return {
            "stop": "informed_at",
            "obligation": "progress",
            "is_periodic": True,
            "until_field_id": until,
            **values,
        }

    def working_case(self, **values):
        case = self.new_case(user_id=self.agent.id, **values)
        case.action_register()
        return case

    def inform(self, case, moment=None):
        if moment:
            self.at(str(moment))
        case.progress_note = "The lot is at the laboratory."
        case.action_inform()

    def dues(self, case):
        return [str(row.due_at) for row in self.rows(case)]

    # Promised moments

    def test_nothing_is_owed_before_it_is_promised(self):
        self.regulate(self.promise_rule(steps=[BREACH]))
        case = self.working_case()
        self.assertFalse(self.rows(case))
        case.reply_promised_at = "2026-03-03 02:00:00"
        row = self.rows(case)
        self.assertEqual(str(row.due_at), "2026-03-03 02:00:00")
        self.assertEqual(str(row.started_at), START)
        self.assertEqual(case.next_due_at, row.due_at)

    def test_the_promised_second_itself_is_in_time(self):
        self.regulate(self.promise_rule())
        for moment, state in (("2026-03-03 02:00:00", "met"), ("2026-03-03 02:00:01", "late")):
            with self.subTest(moment=moment):
                self.at(START)
                case = self.working_case()
                case.reply_promised_at = "2026-03-03 02:00:00"
                self.at(moment)
                # Told in the very second: the promise is just being kept.
                case._with_pass(["informed_at"]).write({"informed_at": moment})
                self.assertEqual(self.rows(case).state, state)

    def test_beside_a_time_limit_the_earlier_counts(self):
        self.regulate(self.promise_rule(has_delay=True, delay=2, unit="day"))
        case = self.working_case()
        self.assertEqual(self.dues(case), ["2026-03-04 15:59:59"])
        case.reply_promised_at = "2026-03-06 02:00:00"
        self.assertEqual(self.dues(case), ["2026-03-04 15:59:59"])
        case.reply_promised_at = "2026-03-03 02:00:00"
        self.assertEqual(self.dues(case), ["2026-03-03 02:00:00"])

    def test_another_promise_moves_the_due_moment_and_reminds_anew(self):
        self.regulate(self.promise_rule(steps=[REMIND, BREACH]))
        case = self.working_case()
        case.reply_promised_at = "2026-03-02 08:00:00"
        self.run_steps("2026-03-02 04:00:00")
        case.reply_promised_at = "2026-03-03 08:00:00"
        row = self.rows(case)
        self.assertEqual((str(row.due_at), row.due_version), ("2026-03-03 08:00:00", 2))
        self.assertEqual(str(row.next_step_at), "2026-03-03 04:00:00")
        self.assertEqual(self.events(case).mapped("kind"), ["remind", "move"])

    def test_once_late_nothing_is_promised_away(self):
        self.regulate(self.promise_rule(steps=[BREACH]))
        for text, due in (
            ("2026-03-02 08:00:00", "2026-03-04 02:00:00"),
            ("2026-03-02 08:00:01", "2026-03-02 08:00:00"),
        ):
            with self.subTest(moment=text):
                self.at(START)
                case = self.working_case()
                case.reply_promised_at = "2026-03-02 08:00:00"
                self.at(text)
                case.reply_promised_at = "2026-03-04 02:00:00"
                self.assertEqual(self.dues(case), [due])
        self.run_steps()
        self.assertTrue(self.rows(case).breached_at)
        case.reply_promised_at = "2026-03-05 02:00:00"
        self.assertTrue(self.rows(case).breached_at)
        self.assertFalse(self.events(case, "revoke"))

    def test_a_promise_is_not_taken_back(self):
        self.regulate(self.promise_rule())
        case = self.working_case()
        case.reply_promised_at = "2026-03-03 02:00:00"
        case.reply_promised_at = False
        self.assertEqual(self.rows(case).state, "running")
        self.assertEqual(self.dues(case), ["2026-03-03 02:00:00"])

    def test_a_pause_does_not_move_a_promise(self):
        self.regulate(self.promise_rule(has_delay=True, delay=24))
        case = self.working_case()
        case.reply_promised_at = "2026-03-02 20:00:00"
        case._pause_deadlines("The customer sends a sample")
        self.at("2026-03-02 04:00:00")
        case._resume_deadlines()
        self.assertEqual(self.dues(case), ["2026-03-02 20:00:00"])
        case.reply_promised_at = "2026-03-06 20:00:00"
        self.assertEqual(self.dues(case), ["2026-03-03 04:00:00"])

    def test_a_corrected_start_frees_a_row_that_was_late_by_mistake(self):
        self.regulate(
            {"due_field_id": self.moment_field("reply_promised_at"), "delay": 24, "steps": [BREACH]}
        )
        case = self.working_case()
        self.at("2026-03-02 02:00:00")
        case.reply_promised_at = "2026-03-06 02:00:00"
        self.run_steps("2026-03-03 01:00:01")
        self.assertTrue(self.rows(case).breached_at)
        case.with_user(self.leader)._correct_fact("received_at", "2026-03-01 20:00:00", "Misheard")
        self.assertEqual(self.dues(case), ["2026-03-02 20:00:00"])
        self.assertTrue(self.rows(case).breached_at)

    def test_a_promise_lies_ahead(self):
        case = self.working_case()
        for name in ("reply_promised_at", "solve_by_at"):
            refused = self.assertRaisesRegex(ValidationError, "lies ahead")
            with self.subTest(name), refused, self.env.cr.savepoint():
                case[name] = START
            case[name] = "2026-03-02 01:00:01"

    def test_nobody_grants_themselves_more_time(self):
        case = self.working_case()
        case.solve_by_at = "2026-03-04 02:00:00"
        case.solve_by_at = "2026-03-03 02:00:00"
        for moment in ("2026-03-03 02:00:01", False):
            refused = self.assertRaisesRegex(UserError, "Only a supervisor")
            with self.subTest(moment), refused, self.env.cr.savepoint():
                case.solve_by_at = moment
        case.with_user(self.leader).solve_by_at = "2026-03-05 02:00:00"
        self.assertEqual(str(case.solve_by_at), "2026-03-05 02:00:00")

    def test_a_limit_or_a_promise_is_needed(self):
        regulation = self.new_regulation()
        for values in ({"has_delay": False}, {"is_periodic": True}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.new_rule(regulation, **values)

    def test_a_limit_says_itself(self):
        regulation = self.new_regulation()
        promised = self.new_rule(regulation, **self.promise_rule())
        both = self.new_rule(regulation, **self.promise_rule(has_delay=True, delay=2, unit="day"))
        self.assertEqual(promised.limit_text, "as promised")
        self.assertIn("as promised, at the latest", both.limit_text)
        self.assertEqual([step for _rule, _name, step in promised._figures()], [])
        self.assertEqual(both._figures(), [(both, "delay", 1)])

    # Again and again

    def test_each_word_to_the_customer_begins_the_next_cycle(self):
        self.regulate(self.periodic(steps=[BREACH]))
        case = self.working_case()
        self.inform(case, "2026-03-02 20:00:00")
        self.inform(case, "2026-03-03 20:00:00")
        self.inform(case, "2026-03-04 20:00:01")
        rows = self.rows(case)
        self.assertEqual(rows.mapped("state"), ["met", "met", "late", "running"])
        self.assertEqual(rows.mapped("cycle"), [1, 2, 3, 4])
        self.assertEqual(str(rows[-1].due_at), "2026-03-05 20:00:01")
        self.assertEqual(len(self.events(case, "breach")), 1)

    def test_the_end_of_the_record_ends_it(self):
        self.regulate(self.periodic())
        case = self.working_case()
        self.inform(case, "2026-03-02 20:00:00")
        case.sudo().write({"judgement": "unfounded"})
        for move in ("judge", "tell", "close"):
            getattr(case, f"action_{move}")()
        self.assertEqual(self.rows(case).mapped("state"), ["met", "met"])
        self.env["csm.deadline.keeper"]._sync(case)
        self.assertEqual(len(self.rows(case)), 2)
        self.at("2026-03-09 01:00:00")
        case.reopen_reason = "The cork again"
        case.action_reopen()
        rows = self.rows(case)
        self.assertEqual(rows.mapped("state"), ["met", "met", "running"])
        self.assertEqual(str(rows[-1].due_at), "2026-03-10 01:00:00")

    def test_a_corrected_word_moves_the_end_before_and_the_begin_after(self):
        self.regulate(self.periodic())
        case = self.working_case()
        self.inform(case, "2026-03-03 01:00:01")
        self.assertEqual(self.rows(case).mapped("state"), ["late", "running"])
        case.with_user(self.leader)._correct_fact("informed_at", "2026-03-03 01:00:00", "Misheard")
        rows = self.rows(case)
        self.assertEqual(rows.mapped("state"), ["met", "running"])
        self.assertEqual(str(rows[1].started_at), "2026-03-03 01:00:00")
        self.assertEqual(str(rows[1].due_at), "2026-03-04 01:00:00")

    def test_promise_after_promise_until_the_end(self):
        self.regulate(self.promise_rule(**self.periodic(delay=0)))
        case = self.working_case()
        case.reply_promised_at = "2026-03-02 08:00:00"
        self.at("2026-03-02 07:00:00")
        case.reply_promised_at = "2026-03-03 08:00:00"
        self.inform(case)
        rows = self.rows(case)
        self.assertEqual(rows.mapped("state"), ["met", "running"])
        self.assertEqual(str(rows[1].due_at), "2026-03-03 08:00:00")
        self.at("2026-03-03 07:00:00")
        case.reply_promised_at = False
        self.inform(case)
        self.assertEqual(self.rows(case).mapped("state"), ["met", "met"])
        case.reply_promised_at = "2026-03-05 08:00:00"
        self.assertEqual(self.rows(case).mapped("state"), ["met", "met", "running"])

    def test_a_rule_owed_once_does_not_begin_anew(self):
        first, again = self.regulate({"is_once": True}, {"start": "asked_again_at", "delay": 4})
        again.sudo().obligation_id = self.env.ref("csm.csm_obligation_next_reply")
        case = self.working_case()
        case.action_reply()
        self.at("2026-03-02 05:00:00")
        case.action_customer_asked()
        self.at("2026-03-02 06:00:00")
        case.action_customer_asked()
        self.assertEqual(self.rows(case, first).mapped("cycle"), [1])
        self.assertEqual(str(self.rows(case, again).due_at), "2026-03-02 09:00:00")
        self.assertEqual(case.chase_count, 2)
        case.action_reply()
        self.at("2026-03-03 05:00:00")
        case.action_customer_asked()
        self.assertEqual(self.rows(case, again).mapped("state"), ["met", "running"])

    # A slow oracle

    def test_promises_and_cycles_agree_with_a_slow_oracle(self):
        rules = {
            "promise": self.promise_rule(**self.periodic()),
            "limit": self.periodic(delay=5),
            "both": self.promise_rule(**self.periodic(has_delay=True, delay=5)),
        }
        for index, (name, rule) in enumerate(rules.items()):
            [rules[name]] = self.regulate(rule, code=f"T-{index}")
        for seed in range(12):
            with self.subTest(seed=seed):
                case, acts = self.play_at_random(random.Random(seed))
                for name, rule in rules.items():
                    found = [
                        (row.started_at, row.due_at, row.stopped_at or None, row.state)
                        for row in self.rows(case, rule)
                    ]
                    self.assertEqual(found, oracle(name, acts, self.env.cr.now()), (name, acts))

    def play_at_random(self, luck):
        """Do a dozen things at random moments; returns the case and what was done."""
        self.at(START)
        case, acts, now = self.working_case(), [], MONDAY
        for _act in range(12):
            now += timedelta(seconds=luck.choice((1800, 3599, 3600, 7200, 18000)))
            self.at(str(now))
            if luck.random() < 0.5:
                moment = now + timedelta(seconds=luck.choice((1, 3600, 7200, 36000)))
                case.reply_promised_at = moment
                acts.append((now, "promise", moment))
            else:
                case.sudo().with_context(tracking_disable=True)._with_pass(["informed_at"]).write(
                    {"informed_at": now}
                )
                acts.append((now, "inform", None))
        return case, acts


def oracle(name, acts, end):
    """Walk second by second of interest through what was done; one (start, due, stop, state)."""
    found, start, promise = [], MONDAY, None

    def reckoned(word):
        ends = [start + 5 * HOUR] if name in ("limit", "both") else []
        counts = word and (word > start)
        return min([*ends, *([word] if counts and name != "limit" else [])], default=None)

    due = reckoned(promise)
    for moment, kind, word in acts:
        if kind == "promise":
            promise = word
            if due is None or moment <= due:
                fresh = reckoned(word)
                due = fresh if fresh else due
            continue
        if due is not None:
            found.append((start, due, moment, "late" if moment > due else "met"))
        start = moment
        due = reckoned(promise)
    if due is not None:
        found.append((start, due, None, "running"))
    return found
