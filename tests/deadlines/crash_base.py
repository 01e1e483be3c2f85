"""What the tests share that kill the job in the middle and run two at once, with real commits."""

from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

from psycopg2 import Error
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

from ..common.csm_case_base import CsmBase
from ..common.stage import stage

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


class CrashBase(BaseCase):
    """Cases in a company of their own, and jobs that are killed; everything is deleted again."""

    steps = [
        {"kind": "remind", "when": "before", "amount": 4, "unit": "hour"},
        {"kind": "breach", "when": "at", "addressee": "team_leader"},
    ]

    follows_routes = CsmBase.follows_routes
    leaves_out = CsmBase.leaves_out
    new_company = classmethod(CsmBase.new_company.__func__)
    new_calendar = classmethod(CsmBase.new_calendar.__func__)
    new_user = classmethod(CsmBase.new_user.__func__)
    new_users = classmethod(CsmBase.new_users.__func__)
    user_values = classmethod(CsmBase.user_values.__func__)
    employee = classmethod(CsmBase.employee.__func__)
    new_regulation = classmethod(CsmBase.new_regulation.__func__)
    new_rule = classmethod(CsmBase.new_rule.__func__)
    adopt_regulation = classmethod(CsmBase.adopt_regulation.__func__)
    new_adoption = classmethod(CsmBase.new_adoption.__func__)
    switch_off = staticmethod(CsmBase.switch_off)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stage.leave()
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
        self.new_rule(regulation, steps=self.steps)
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

    def run_two_jobs(self):
        """Let two jobs run at once, row by row; return what they raised."""
        start, failures = Barrier(2), []

        def work(env):
            try:
                start.wait()
                # A job that collides with the other runs again, as the scheduler lets it.
                for attempt in range(5):
                    try:
                        env["csm.deadline.run"]._cron_take_steps(batch=1)
                        break
                    except SerializationFailure:
                        env.cr.rollback()
                        if attempt == 4:
                            raise
            except Exception as error:  # noqa: BLE001 - a thread hands its error on
                failures.append(error)

        # Environments are made here: the registry is locked to this thread while tests run.
        with self.work() as one, self.work() as two:
            threads = [Thread(target=work, args=(env,)) for env in (one, two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return failures
