import threading
from contextlib import ExitStack

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.csm.models.secrecy import csm_access_seal

from .secrecy_case import INSERT

# No company of the database; what is committed here is taken out again.
COMPANY = 2**31 - 7


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecyTransactions(TransactionCase):
    """The log and its seals in transactions of their own, as they are outside tests."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            cr.execute("SELECT COALESCE(max(id), 0) FROM csm_access_log")
            self.before = cr.fetchone()[0]
        self.addCleanup(self.clean)

    def clean(self):
        with self.registry.cursor() as cr:
            for table in ("csm_access_log", "csm_access_seal"):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cr.execute("DELETE FROM csm_access_log WHERE id > %s", [self.before])
            cr.execute("DELETE FROM csm_access_seal WHERE company_ref = %s", [COMPANY])
            for table in ("csm_access_log", "csm_access_seal"):
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def test_a_read_that_ends_in_an_error_stays_on_record(self):
        with self.registry.cursor() as cr, mute_logger("odoo.sql_db"):
            env = api.Environment(cr, SUPERUSER_ID, {})
            reader = env.ref("base.user_admin")
            reader.write({"group_ids": [(4, env.ref("csm.group_auditor").id)]})
            with self.assertRaises(ZeroDivisionError):
                self._read_and_fail(env["csm.access.log"].with_user(reader))
            cr.rollback()
            env.registry.clear_cache()
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT road, operation, user_ref FROM csm_access_log WHERE id > %s", [self.before]
            )
            admin = self.env.ref("base.user_admin").id
            self.assertEqual(cr.fetchall(), [("group", "formatted_read_group", admin)])

    def _read_and_fail(self, Log):
        Log.formatted_read_group([], ["road"], ["__count"])
        raise ZeroDivisionError

    def test_runs_at_the_same_time_make_one_chain(self):
        with self.registry.cursor() as cr:
            cr.execute(INSERT, [COMPANY, 50])
        barrier, counts = threading.Barrier(4), []

        def run_job(env):
            barrier.wait(timeout=20)
            counts.append(env["csm.access.seal"]._seal(COMPANY))

        with ExitStack() as stack:
            cursors = [stack.enter_context(self.registry.cursor()) for _each in range(4)]
            threads = []
            for cr in cursors:
                # The snapshot of the job is older than what the other runs do.
                cr.execute("SELECT count(*) FROM csm_access_seal")
                env = api.Environment(cr, SUPERUSER_ID, {})
                threads.append(threading.Thread(target=run_job, args=[env]))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=30)
        self.assertEqual(sorted(counts), [0, 0, 0, 50])
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT sequence, row_count FROM csm_access_seal WHERE company_ref = %s", [COMPANY]
            )
            self.assertEqual(cr.fetchall(), [(1, 50)])

    def test_whoever_finds_the_chain_taken_leaves_it(self):
        with self.registry.cursor() as cr:
            cr.execute(INSERT, [COMPANY, 50])
        with self.registry.cursor() as other:
            lock = [csm_access_seal.LOCK_SPACE, COMPANY]
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock)
            self.assertEqual(self._seal_now(), 0)
        self.assertEqual(self._seal_now(), 50)

    def test_what_is_not_committed_yet_is_left_for_the_next_seal(self):
        with self.registry.cursor() as cr:
            cr.execute(INSERT, [COMPANY, 1])
            with self.registry.cursor() as later:
                later.execute(INSERT, [COMPANY, 2])
            self.assertEqual(self._seal_now(), 2)
        self.assertEqual(self._seal_now(), 1)

    def _seal_now(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["csm.access.seal"]._seal(COMPANY)
