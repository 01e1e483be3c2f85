import base64
import logging
import random
import threading
import time
from datetime import date, timedelta
from unittest.mock import patch

from odoo import api
from odoo.modules.registry import Registry
from odoo.orm.registry import DummyRLock
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

CLIENTS, CASES_EACH, MAILS, ROWS = 8, 5, 12, 40


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeTogether(BaseCase):
    """An import, the mail gateway and 8 clients at once: no gap, no error, no lost mail.

    Everything here is really committed, by connections of its own, and taken away afterwards.
    """

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

    # What works at the same time

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

    def client(self):
        def register(env):
            case = env["csm.case"].create(
                {
                    "name": "By a client",
                    "team_id": self.team,
                    "category_id": self.category,
                    "partner_name": "Ms Zhou",
                }
            )
            time.sleep(random.random() / 50)
            case.action_register()

        for _index in range(CASES_EACH):
            self.in_transaction(register)

    def client_who_gives_up(self):
        for _index in range(CASES_EACH):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.admin, {"allowed_company_ids": [self.company]})
                env["csm.case"].create({"name": "Given up", "team_id": self.team})
                env.flush_all()
                time.sleep(random.random() / 20)
                cr.rollback()

    def gateway(self):
        for index in range(MAILS):
            raw = (
                f"From: client{index}@client.example.org\r\nTo: desk@csm.example.com\r\n"
                f"Subject: Mail {index}\r\n"
                f"Message-ID: <together-{index}@client.example.org>\r\n\r\nThe wine tastes of cork."
            )
            self.in_transaction(
                lambda env, raw=raw: (
                    env["mail.thread"]
                    .sudo()
                    .message_process("csm.case", raw, custom_values={"team_id": self.team})
                )
            )

    def register_file(self):
        day = date.today() - timedelta(days=2)
        rows = [f"{day},Row {index},In progress" for index in range(ROWS)]
        return "\n".join(["Date received,Subject,Outcome", *rows]).encode()

    def import_register(self):
        def begin(env):
            record = env["csm.case.import"].create(
                {
                    "file": base64.b64encode(self.register_file()),
                    "file_name": "together.csv",
                    "team_id": self.team,
                    "company_id": self.company,
                }
            )
            record.action_read()
            record.action_import()

        self.in_transaction(begin)
        with self.registry.cursor() as cr:
            api.Environment(cr, api.SUPERUSER_ID, {})["csm.case.import.run"]._cron_run(10)

    # The test

    def test_no_gap_no_error_no_lost_mail(self):
        logging.getLogger("odoo.sql_db").addFilter(self.is_no_collision)
        self.addCleanup(logging.getLogger("odoo.sql_db").removeFilter, self.is_no_collision)
        self.together(
            *[self.client] * CLIENTS, self.client_who_gives_up, self.gateway, self.import_register
        )
        self.assertFalse(self.errors)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            cases = env["csm.case"].search([("team_id", "=", self.team)])
            by_mail = cases.filtered(lambda case: case.channel == "email")
            self.assertEqual(len(by_mail), MAILS)
            self.assertEqual(len(by_mail.message_ids.filtered("message_id")), MAILS)
            self.assertEqual(len(cases.filtered("import_key")), ROWS)
            self.assertEqual(len(cases), CLIENTS * CASES_EACH + MAILS + ROWS)
            numbers = {int(case.number.removeprefix(self.prefix)) for case in cases}
            self.assertEqual(len(numbers), len(cases))
            # What was given up is handed back, and nothing is left on loan.
            cr.execute(
                "SELECT value, state FROM csm_number_loan"
                " WHERE (res_model, company_ref, prefix) = %s",
                [self.series],
            )
            free = cr.fetchall()
            self.assertLessEqual({state for _value, state in free}, {"free"})
            drawn = numbers | {value for value, _state in free}
            self.assertEqual(drawn, set(range(self.last + 1, self.last_number(cr) + 1)))
        # The next ones fill the gaps.
        for _value in free:
            self.in_transaction(
                lambda env: env["csm.case"].create({"name": "Filling", "team_id": self.team})
            )
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT substr(number, %s)::int FROM csm_case WHERE team_id = %s",
                [len(self.prefix) + 1, self.team],
            )
            numbers = {number for (number,) in cr.fetchall()}
            self.assertEqual(numbers, set(range(self.last + 1, self.last_number(cr) + 1)))

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
