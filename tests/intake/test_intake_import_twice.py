import base64
import logging
import threading
from contextlib import suppress
from datetime import date, timedelta
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged

from .committed_case import CommittedCase

ROWS = 20


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImportTwice(CommittedCase):
    """The same register, brought in twice at the same moment, comes in once, and nothing fails."""

    def setUp(self):
        super().setUp()
        self.said = []
        logger = logging.getLogger("odoo.sql_db")
        logger.addFilter(self.hear)
        self.addCleanup(logger.removeFilter, self.hear)

    def hear(self, record):
        self.said.append(record.getMessage())
        return False

    def uploaded(self):
        day = date.today() - timedelta(days=2)
        lines = [f"{day},Twice {index},In progress" for index in range(ROWS)]
        data = "\n".join(["Date received,Subject,Outcome", *lines]).encode()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.admin, {"allowed_company_ids": [self.company]})
            record = env["csm.case.import"].create(
                {
                    "file": base64.b64encode(data),
                    "file_name": "twice.csv",
                    "team_id": self.team,
                    "company_id": self.company,
                }
            )
            record.action_read()
            return record.id

    def begin(self, record_id):
        return self.in_transaction(
            lambda env: env["csm.case.import"].browse(record_id).action_import()
        )

    def run_rows(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, api.SUPERUSER_ID, {})["csm.case.import.run"]._cron_run(10)

    def meeting(self, method):
        """Let both get as far as here before one goes on; whoever is passed over never comes."""
        model = self.registry[method[0]]
        plain, barrier = getattr(model, method[1]), threading.Barrier(2)

        def met(*args, **kwargs):
            with suppress(threading.BrokenBarrierError):
                barrier.wait(1)
            return plain(*args, **kwargs)

        return patch.object(model, method[1], met)

    def outcome(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            imports = env["csm.case.import"].search([("team_id", "=", self.team)], order="id")
            cases = env["csm.case"].search_count([("team_id", "=", self.team)])
            states = [(record.state, record.row_count, record.bad_count) for record in imports]
            return cases, states

    def test_two_runs_at_once_bring_the_same_register_in_once(self):
        self.begin(self.uploaded())
        self.begin(self.uploaded())
        with self.meeting(("csm.case.import.run", "_create_cases")):
            self.together(self.run_rows, self.run_rows)
        self.run_rows()
        self.assertFalse(self.errors)
        self.assertEqual(self.outcome(), (ROWS, [("done", ROWS, 0)] * 2))
        self.assertFalse(self.said)

    def test_whoever_presses_the_button_second_gets_a_sentence(self):
        record_id = self.uploaded()
        with self.meeting(("csm.case.import", "_set_down")):
            self.together(lambda: self.begin(record_id), lambda: self.begin(record_id))
        [error] = self.errors
        self.assertIsInstance(error, UserError)
        self.assertIn("is being brought in already", str(error))
        self.run_rows()
        self.assertEqual(self.outcome(), (ROWS, [("done", ROWS, 0)]))
        self.assertFalse(self.said)
