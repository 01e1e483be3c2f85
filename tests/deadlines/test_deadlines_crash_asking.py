from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.sql_db import BaseCursor
from odoo.tests import tagged
from odoo.tools import mute_logger

from .crash_base import CASES, CrashBase


class CrashLater(CrashBase):
    """Jobs that run some time after the present."""

    @contextmanager
    def after(self, **delta):
        later = fields.Datetime.now() + timedelta(**delta)
        with patch.object(BaseCursor, "now", lambda cr: later):
            yield later

    def rows(self, env):
        rows = env["csm.deadline"].search([("res_id", "in", self.case_ids)])
        return rows.filtered(lambda row: row.company_id.id == self.company.id)

    def told(self, kind):
        """Return how many events of a kind, things to do for them and delivered lines there are."""
        with self.work() as env:
            events = self.rows(env).event_ids.filtered(lambda event: event.kind == kind)
            to_do = env["mail.activity"].search(
                [
                    ("csm_deadline_id", "in", events.deadline_id.ids),
                    ("activity_type_id", "=", env.ref(f"csm.mail_activity_type_{kind}").id),
                ]
            )
            lines = env["csm.deadline.notice"].search([("event_id", "in", events.ids)])
            return len(events), len(to_do), len(lines.filtered("is_delivered"))


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCrashAsking(CrashLater):
    """Climbing further, killed in the middle, twice at once, and against an answer."""

    steps = [
        {
            "kind": "breach",
            "when": "at",
            "addressee": "responsible",
            "answer_amount": 2,
            "answer_unit": "hour",
        }
    ]

    def setUp(self):
        super().setUp()
        self.run_job()

    def test_killed_before_its_commit_the_next_job_climbs_once(self):
        models = self.registry.models
        with self.after(hours=3):
            for owner, name in (
                ("csm.deadline.event", "create"),
                ("mail.activity", "_csm_for_events"),
                ("csm.deadline.run", "_take"),
            ):
                self.killed_at(models[owner], name)
                self.assertEqual(self.told("climb"), (0, 0, 0))
            self.run_job()
            self.run_job()
            self.assertEqual(self.told("climb"), (CASES, CASES, CASES))

    @mute_logger("odoo.sql_db")
    def test_two_jobs_at_once_climb_once(self):
        with self.after(hours=3):
            self.assertEqual(self.run_two_jobs(), [])
            self.run_job()
            self.assertEqual(self.told("climb"), (CASES, CASES, CASES))

    def test_a_job_passes_over_rows_somebody_is_just_answering(self):
        with self.after(hours=1), self.work() as env:
            self.rows(env).with_user(self.agent.id).action_take_care()
            with self.after(hours=3):
                self.run_job()
        with self.after(hours=3):
            self.run_job()
        self.assertEqual(self.told("climb"), (0, 0, 0))

    @mute_logger("odoo.sql_db")
    def test_an_answer_that_did_not_see_the_climb_is_given_again(self):
        with self.after(hours=3):
            with self.assertRaises(SerializationFailure), self.work() as env:
                rows = self.rows(env)
                self.run_job()
                rows.with_user(self.agent.id).action_take_care()
            # Odoo repeats the call of the user; now it sees the climb, and stops the next one.
            with self.work() as env:
                self.rows(env).with_user(self.agent.id).action_take_care()
        with self.after(hours=9):
            self.run_job()
        self.assertEqual(self.told("climb"), (CASES, CASES, CASES))


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCrashPauses(CrashLater):
    """Pauses that reach their end, killed in the middle and twice at once."""

    steps = []

    def _make_cases(self):
        result = super()._make_cases()
        reason = self.env.ref("csm.csm_pause_reason_customer").with_company(self.company)
        reason.write({"cap_amount": 2, "cap_unit": "hour"})
        cases = self.env["csm.case"].browse(self.case_ids)
        # The clocks of what is late would have nothing to tell.
        cases._with_pass(["received_at"]).write({"received_at": fields.Datetime.now()})
        cases._pause_deadlines("", reason)
        return result

    def open_pauses(self):
        with self.work() as env:
            return env["csm.deadline.pause"].search_count(
                [("res_id", "in", self.case_ids), ("ended_at", "=", False)]
            )

    def test_killed_before_its_commit_the_next_job_ends_them_once(self):
        models = self.registry.models
        with self.after(hours=3):
            for owner, name in (
                ("csm.deadline.pause", "_end"),
                ("csm.deadline.run", "_tell_that_clocks_run_on"),
                ("csm.deadline.run", "_end_claimed"),
            ):
                self.killed_at(models[owner], name)
                self.assertEqual(self.open_pauses(), CASES)
            self.run_job(batch=2)
            self.run_job(batch=2)
            self.assertEqual(self.told("run_on"), (CASES, CASES, CASES))
        self.assertEqual(self.open_pauses(), 0)

    @mute_logger("odoo.sql_db")
    def test_two_jobs_at_once_end_them_once(self):
        with self.after(hours=3):
            self.assertEqual(self.run_two_jobs(), [])
            self.run_job()
            self.assertEqual(self.told("run_on"), (CASES, CASES, CASES))
        self.assertEqual(self.open_pauses(), 0)

    def test_one_that_cannot_be_ended_holds_up_no_other(self):
        Pause = self.registry.models["csm.deadline.pause"]
        end, bad = Pause._end, []

        def fail_once(pause):
            bad.append(pause.id)
            if pause.id == bad[0]:
                raise ValueError("broken")
            end(pause)

        logger = "odoo.addons.csm.models.deadlines.csm_deadline_run"
        with self.after(hours=3), patch.object(Pause, "_end", fail_once), mute_logger(logger):
            self.run_job(batch=2)
        self.assertEqual((self.open_pauses(), len(bad)), (1, CASES))
        with self.after(hours=4):
            self.run_job()
        self.assertEqual(self.open_pauses(), 0)
