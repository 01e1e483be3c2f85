import base64
import logging
import random
import time
from datetime import date, timedelta

from odoo import api
from odoo.tests import tagged

from .committed_case import CommittedCase

CLIENTS, CASES_EACH, MAILS, ROWS = 8, 5, 12, 40


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeTogether(CommittedCase):
    """An import, the mail gateway and 8 clients at once: no gap, no error, no lost mail.

    Everything here is really committed, by connections of its own, and taken away afterwards.
    """

    # What works at the same time

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
