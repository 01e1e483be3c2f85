from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

from psycopg2 import Error

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

CASES = 5


class Killed(BaseException):
    """The process is gone; nothing in it may catch this."""


class Leftovers:
    """Remembers how far each table reaches, and deletes what lies behind."""

    def __init__(self, cr):
        cr.execute(
            """SELECT c.table_name FROM information_schema.columns c
                 JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND c.column_name = 'id'
                  AND t.table_type = 'BASE TABLE'"""
        )
        self.tables = {name: self._last(cr, name) for (name,) in cr.fetchall()}

    def _last(self, cr, table):
        cr.execute(SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(table)))
        return cr.fetchone()[0]

    def delete(self, cr):
        cr.execute("SELECT set_config('csm.sweep', 'on', true)")
        todo = {name for name, last in self.tables.items() if self._last(cr, name) > last}
        # A row others point to goes when they are gone.
        while todo:
            done = {name for name in todo if self._delete(cr, name)}
            if not done:
                raise AssertionError(f"Rows stay behind in {sorted(todo)}")
            todo -= done

    def _delete(self, cr, table):
        try:
            with mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                cr.execute(
                    SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), self.tables[table])
                )
        except Error:
            return False
        return True


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCrash(BaseCase):
    """The job killed in the middle, and two of them at once, with real commits."""

    new_company = classmethod(CsmBase.new_company.__func__)
    new_calendar = classmethod(CsmBase.new_calendar.__func__)
    new_user = classmethod(CsmBase.new_user.__func__)
    employee = classmethod(CsmBase.employee.__func__)
    new_regulation = classmethod(CsmBase.new_regulation.__func__)
    new_rule = classmethod(CsmBase.new_rule.__func__)
    adopt_regulation = classmethod(CsmBase.adopt_regulation.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.leftovers = Leftovers(cr)
        self.addCleanup(self._clean_up)
        with self.work() as env:
            type(self).env = env(context={"no_reset_password": True, "tz": "UTC"})
            self._make_cases()
        # An ``env`` would draw the checks of BaseCase onto a connection that is closed by now.
        del type(self).env

    def _clean_up(self):
        with self.registry.cursor() as cr:
            self.leftovers.delete(cr)
        self.registry.clear_all_caches()

    def _make_cases(self):
        cls = type(self)
        cls.company = self.new_company("Crash Test")
        cls.manager = self.new_user("crash_manager", "group_manager")
        cls.agent = self.new_user("crash_agent", "group_agent", superior=cls.manager)
        team = self.env["csm.team"].create(
            {"name": "Crash", "company_id": cls.company.id, "leader_id": cls.manager.id}
        )
        regulation = self.new_regulation("T-CRASH")
        self.new_rule(
            regulation,
            steps=[
                {"kind": "remind", "when": "before", "amount": 4, "unit": "hour"},
                {"kind": "breach", "when": "at", "addressee": "team_leader"},
            ],
        )
        self.adopt_regulation(regulation)
        received = fields.Datetime.now() - timedelta(days=2)
        vals = {"name": "Crash", "team_id": team.id, "received_at": received}
        cases = (
            self.env["csm.case"]
            .with_company(cls.company)
            .create([{**vals, "company_id": cls.company.id, "user_id": cls.agent.id}] * CASES)
        )
        self.case_ids = cases.ids

    @contextmanager
    def work(self):
        """Yield an environment on a connection of its own; it is committed unless it is killed."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def run_job(self, batch=100):
        with self.work() as env:
            env["csm.deadline.run"]._cron_take_steps(batch=batch)

    def killed_at(self, owner, name, batch=100):
        """Run the job and kill it right after a method of it."""
        method = getattr(owner, name)

        def then_die(records, *args, **kwargs):
            method(records, *args, **kwargs)
            raise Killed

        with self.assertRaises(Killed), patch.object(owner, name, then_die):
            self.run_job(batch)

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
        start, failures = Barrier(2), []

        def work(env):
            try:
                start.wait()
                env["csm.deadline.run"]._cron_take_steps(batch=1)
            except Exception as error:  # noqa: BLE001 - a thread hands its error on
                failures.append(error)

        # Environments are made here: the registry is locked to this thread while tests run.
        with self.work() as one, self.work() as two:
            threads = [Thread(target=work, args=(env,)) for env in (one, two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertEqual(failures, [])
        self.run_job()
        reminded, breached, to_do, told, _mails = self.counts()
        self.assertEqual((reminded, breached, to_do, told), self.ALL_ONCE[:4])
