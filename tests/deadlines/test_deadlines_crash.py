from unittest.mock import patch

from psycopg2 import Error

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from .crash_base import CASES, CrashBase, Killed


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCrash(CrashBase):
    """The job killed in the middle, and two of them at once, with real commits."""

    def counts(self):
        """Return how many events, things to do, lines and mails there are."""
        with self.work() as env:
            rows = env["csm.deadline"].search([("res_id", "in", self.case_ids)])
            rows = rows.filtered(lambda row: row.company_id.id == self.company.id)
            events = rows.event_ids
            notices = env["csm.deadline.notice"].search([("event_id", "in", events.ids)])
            return (
                len(events.filtered(lambda event: event.kind == "remind")),
                len(events.filtered(lambda event: event.kind == "breach")),
                len(env["mail.activity"].search([("csm_deadline_id", "in", rows.ids)])),
                len(notices.filtered("is_delivered")),
                len(notices.mail_id),
            )

    ALL_ONCE = (CASES, CASES, 2 * CASES, 2 * CASES, 2)

    def test_a_job_killed_before_its_commit_leaves_nothing_and_the_next_does_all_once(self):
        models = self.registry.models
        for owner, name in (
            ("csm.deadline.event", "create"),
            ("mail.activity", "_csm_for_events"),
            ("csm.deadline.notice", "_write_down"),
            ("csm.deadline.run", "_take"),
        ):
            with self.subTest(owner=owner):
                self.killed_at(models[owner], name)
                self.assertEqual(self.counts(), (0, 0, 0, 0, 0))
        self.run_job()
        self.assertEqual(self.counts(), self.ALL_ONCE)
        self.run_job()
        self.assertEqual(self.counts(), self.ALL_ONCE)

    def test_a_job_killed_between_batches_repeats_nothing_and_leaves_nothing_out(self):
        commit_progress, calls = IrCron._commit_progress, []

        def die_after_the_first_batch(cron, *args, **kwargs):
            calls.append(commit_progress(cron, *args, **kwargs))
            if len(calls) == 2:
                raise Killed
            return calls[-1]

        with (
            self.assertRaises(Killed),
            patch.object(IrCron, "_commit_progress", die_after_the_first_batch),
        ):
            self.run_job(batch=2)
        self.assertEqual(self.counts(), (2, 2, 4, 0, 0))
        self.run_job(batch=2)
        self.assertEqual(self.counts(), self.ALL_ONCE)

    def test_a_job_killed_after_delivery_writes_the_same_mails_once(self):
        self.killed_at(self.registry.models["csm.deadline.notice"], "_deliver")
        self.assertEqual(self.counts(), (CASES, CASES, 2 * CASES, 0, 0))
        self.run_job()
        self.assertEqual(self.counts(), self.ALL_ONCE)

    def test_a_lost_connection_leaves_nothing(self):
        with (
            self.assertRaises(Error),
            mute_logger("odoo.sql_db"),
            self.work() as env,
            self.registry.cursor() as other,
        ):
            env["csm.deadline.run"]._take_batch(100)
            env.cr.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s)", env.cr.fetchone())
            env["csm.deadline.notice"]._deliver()
        self.assertEqual(self.counts(), (0, 0, 0, 0, 0))
        self.run_job()
        self.assertEqual(self.counts(), self.ALL_ONCE)

    def test_a_second_job_passes_over_what_the_first_holds(self):
        with self.work() as env:
            self.assertEqual(env["csm.deadline.run"]._take_batch(2), 2)
            with self.work() as other:
                self.assertEqual(other["csm.deadline.run"]._take_batch(100), CASES - 2)
        self.assertEqual(self.counts()[:3], self.ALL_ONCE[:3])

    @mute_logger("odoo.sql_db")
    def test_a_job_that_saw_the_rows_before_another_took_them_takes_none(self):
        with self.work() as env:
            run = env["csm.deadline.run"]
            self.assertEqual(run._count_due(), CASES)
            self.run_job()
            self.assertEqual(run._take_batch(100), 0)
        self.assertEqual(self.counts(), self.ALL_ONCE)

    @mute_logger("odoo.sql_db")
    def test_two_jobs_at_once_do_everything_once(self):
        self.assertEqual(self.run_two_jobs(), [])
        self.run_job()
        reminded, breached, to_do, told, _mails = self.counts()
        self.assertEqual((reminded, breached, to_do, told), self.ALL_ONCE[:4])
