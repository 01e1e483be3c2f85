from threading import Barrier, Thread
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .crash_base import CASES, CrashBase, Killed


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCrashRecompute(CrashBase):
    """Recomputation killed in the middle, and two of them at once, with real commits."""

    def setUp(self):
        super().setUp()
        with self.work() as env:
            env.cr.execute(
                """UPDATE csm_deadline SET due_at = due_at + interval '1 day'
                    WHERE company_id = %s""",
                [self.company.id],
            )
            self.jobs = self.order(env)

    def order(self, env):
        company = env["res.company"].browse(self.company.id)
        return env["csm.deadline.recompute"]._recompute_running("Crash", company).ids

    def set_right(self, env):
        """Return how many deadlines are due when they should be, and how often each moved."""
        env.cr.execute(
            """SELECT count(*) FILTER (WHERE due_at = started_at + interval '1 day'),
                      max((SELECT count(*) FROM csm_deadline_event e
                            WHERE e.deadline_id = d.id AND kind = 'move'))
                 FROM csm_deadline d WHERE company_id = %s""",
            [self.company.id],
        )
        return env.cr.fetchone()

    def test_a_killed_job_goes_on_where_it_stopped(self):
        with self.work() as env:
            Job = type(env["csm.deadline.recompute"])
        sync, pieces = Job._work_sync, []

        def dies(job, records):
            sync(job, records)
            pieces.append(records)
            if len(pieces) == 2:
                raise Killed

        with (
            self.assertRaises(Killed),
            patch.object(Job, "_work_sync", dies),
            self.work() as env,
        ):
            env["csm.deadline.recompute"]._cron_work(piece=2)
        with self.work() as env:
            job = env["csm.deadline.recompute"].browse(self.jobs)
            self.assertEqual((job.state, job.done_count), ("running", 2))
            self.assertEqual(self.set_right(env), (2, 1))
            env["csm.deadline.recompute"]._cron_work(piece=2)
        with self.work() as env:
            job = env["csm.deadline.recompute"].browse(self.jobs)
            self.assertEqual((job.state, job.done_count, job.failed_count), ("done", CASES, 0))
            self.assertEqual(self.set_right(env), (CASES, 1))

    @mute_logger("odoo.sql_db")
    def test_two_jobs_at_once_do_everything_once(self):
        with self.work() as env:
            self.jobs += self.order(env)
        start, failures = Barrier(2), []

        def work(env):
            try:
                start.wait()
                env["csm.deadline.recompute"]._cron_work(piece=1)
            except Exception as error:  # noqa: BLE001 - a thread hands its error on
                failures.append(error)

        with self.work() as one, self.work() as two:
            threads = [Thread(target=work, args=(env,)) for env in (one, two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertEqual(failures, [])
        with self.work() as env:
            env["csm.deadline.recompute"]._cron_work()
        with self.work() as env:
            jobs = env["csm.deadline.recompute"].browse(self.jobs)
            self.assertEqual(set(jobs.mapped("state")), {"done"})
            self.assertEqual(self.set_right(env), (CASES, 1))
