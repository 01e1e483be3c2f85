"""What tests share in which several connections work at the same time."""

import threading
import time
from unittest.mock import patch

from odoo import api
from odoo.modules.registry import Registry
from odoo.orm.registry import DummyRLock
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from ..common.stage import stage


class CommittedCase(BaseCase):
    """Everything is really committed, by connections of its own, and taken away afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stage.leave()

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.errors = []
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.admin = env.ref("base.user_admin").id
            self.company = env.ref("base.main_company").id
            self.category = env.ref("csm.csm_case_category_quality").id
            team = env["csm.team"].create({"name": "Together", "company_id": self.company})
            self.team = team.id
            self.prefix = env["csm.case"]._number_prefix({"company_id": self.company})
            self.series = ("csm.case", self.company, self.prefix)
            self.last = self.last_number(cr)
        self.addCleanup(self.take_away)

    def together(self, *works):
        def guarded(work):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the test tells all of them at the end
                self.errors.append(error)

        threads = [threading.Thread(target=guarded, args=(work,), daemon=True) for work in works]
        until = time.monotonic() + 90
        # The test runner holds the lock of the registry, which other threads ask for.
        with patch.object(Registry, "_lock", DummyRLock()):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(max(0, until - time.monotonic()))
        self.assertFalse([thread for thread in threads if thread.is_alive()])

    def in_transaction(self, work):
        """Do a piece of work as a remote call does it: repeated when two calls collide."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.admin, {"allowed_company_ids": [self.company]})
            return retrying(lambda: work(env), env)

    def is_no_collision(self, record):
        """Collisions that are repeated are no errors."""
        return "could not serialize" not in record.getMessage()

    def last_number(self, cr):
        cr.execute(
            "SELECT last FROM csm_number_counter WHERE (res_model, company_ref, prefix) = %s",
            [self.series],
        )
        return (cr.fetchone() or [0])[0]

    # Afterwards

    def take_away(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            cases = env["csm.case"].search([("team_id", "=", self.team)])
            imports = env["csm.case.import"].search([("team_id", "=", self.team)])
            self.forget(cr, "csm.case", cases.ids)
            self.forget(cr, "csm.case.import", imports.ids)
            for table, ids in (
                ("csm_case", cases.ids),
                ("csm_case_import", imports.ids),
            ):
                cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), ids))
            cr.execute(
                "DELETE FROM csm_number_loan WHERE (res_model, company_ref, prefix) = %s",
                [self.series],
            )
            series = "WHERE (res_model, company_ref, prefix) = %s"
            if self.last:
                change = "UPDATE csm_number_counter SET last = %s "
                cr.execute(change + series, [self.last, self.series])
            else:
                cr.execute("DELETE FROM csm_number_counter " + series, [self.series])
            cr.execute("DELETE FROM csm_deadline WHERE team_id = %s", [self.team])
            env.invalidate_all(flush=False)
            env["csm.team"].browse(self.team).unlink()
            env["ir.cron.trigger"].search(
                [("cron_id", "=", env.ref("csm.ir_cron_run_case_import").id)]
            ).unlink()

    def forget(self, cr, model, ids):
        cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)", [model, ids])
        cr.execute(
            "DELETE FROM mail_followers WHERE res_model = %s AND res_id = ANY(%s)", [model, ids]
        )
        cr.execute(
            "DELETE FROM ir_attachment WHERE res_model = %s AND res_id = ANY(%s)", [model, ids]
        )
