from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .secrecy_case import SecrecyCase

LOG = "csm.access.log"
PROGRESS = {"field": "road", "colors": {"open": "success"}}


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecyLog(SecrecyCase):
    """Whoever reads the log is logged as whoever reads a client file is."""

    def setUp(self):
        super().setUp()
        self.clearance = self.cleared(self.agent, "2")
        self.rows = self.entries(road="clearance", company_ref=self.company.id)
        self.rows.env.invalidate_all()

    def assertLogged(self, method, road, *args, ids=None, **kwargs):
        """Assert that a call writes one entry with this road and these records."""
        before = self.last_entry()
        answer = self.rpc(self.auditor, LOG, method, *args, **kwargs)
        entry = self.new_entries(before)
        self.assertEqual(len(entry), 1, entry.mapped("operation"))
        self.assertEqual((entry.road, entry.outcome), (road, "granted"))
        self.assertEqual((entry.login, entry.user_ref), (self.auditor.login, self.auditor.id))
        self.assertEqual(entry.res_model, LOG)
        self.assertEqual(entry.company_ref, self.company.id)
        if ids is not None:
            self.assertEqual(set(entry.record_refs.split(",")), set(map(str, ids)))
            self.assertEqual(entry.count, len(ids))
        return answer

    @proves("S0-02-04")
    def test_opening_writes_one_entry(self):
        self.assertEqual(
            self.env.ref("csm.csm_regulation_article_s0_02_04").catalog_ids, "S0-02-04"
        )
        row = self.rows[0]
        self.assertLogged("web_read", "open", row.ids, {"login": {}}, ids=row.ids)
        self.assertLogged("read", "open", row.ids, ["login"], ids=row.ids)

    @proves("S1-12-09")
    def test_queries_write_one_entry_each_however_deep_they_call(self):
        self.assertEqual(
            self.env.ref("csm.csm_regulation_article_s1_12_09").catalog_ids, "S1-12-09"
        )
        domain, ids = [("id", "in", self.rows.ids)], self.rows.ids
        spec = {"login": {}, "seal_id": {"fields": {"display_name": {}}}}
        self.assertLogged("web_search_read", "list", domain, spec, ids=ids)
        self.assertLogged("search_read", "list", domain, ["login"], ids=ids)
        self.assertLogged("name_search", "names", "", domain, ids=ids)
        self.assertLogged("export_data", "export", ids, ["login"], ids=ids)
        self.assertLogged("formatted_read_group", "group", domain, ["road"], ["__count"])
        self.assertLogged("web_read_group", "group", domain, ["road"], ["__count"])
        self.assertLogged("read_progress_bar", "group", domain, "road", PROGRESS)

    def test_what_the_query_asked_for_is_on_record(self):
        before = self.last_entry()
        domain = [("login", "=", "zhou")]
        self.rpc(self.auditor, LOG, "formatted_read_group", domain, ["road"], ["__count"])
        entry = self.new_entries(before)
        self.assertIn("zhou", entry.detail)
        self.assertIn("road", entry.detail)

    @proves("S1-03-08", "S1-06-23", "S1-09-05")
    def test_refusals_are_logged(self):
        for number in ("s1_03_08", "s1_06_23", "s1_09_05"):
            self.assertTrue(self.env.ref(f"csm.csm_regulation_article_{number}").catalog_ids)
        ids = self.rows.ids
        for method, args in (
            ("web_read", (ids, {"login": {}})),
            ("read", (ids, ["login"])),
            ("web_search_read", ([], {"login": {}})),
            ("search_read", ([], ["login"])),
            ("export_data", (ids, ["login"])),
            ("formatted_read_group", ([], ["road"], ["__count"])),
            ("unlink", (ids,)),
            ("copy", (ids,)),
        ):
            before = self.last_entry()
            with self.subTest(method=method):
                self.assertTurnedAway(self.agent, LOG, method, *args)
                entry = self.new_entries(before)
                self.assertEqual(entry.mapped("outcome"), ["refused"])
                self.assertEqual(entry.login, self.agent.login)

    def test_a_look_that_is_only_asked_about_is_no_refusal(self):
        before = self.last_entry()
        self.assertFalse(self.rows.with_user(self.agent).has_access("read"))
        self.assertFalse(self.rows.with_user(self.agent)._filtered_access("read"))
        self.assertFalse(self.new_entries(before))

    def test_the_system_itself_is_not_logged(self):
        before = self.last_entry()
        self.rows.sudo().read(["login"])
        self.assertFalse(self.new_entries(before))

    def test_a_marker_in_the_context_silences_nothing(self):
        before = self.last_entry()
        context = {"csm_access_run": True, "csm_logged": True, "csm_pass": True}
        self.rpc(self.auditor, LOG, "read", self.rows.ids, ["login"], context=context)
        self.assertEqual(len(self.new_entries(before)), 1)

    def test_nobody_enters_changes_or_deletes_an_entry(self):
        everybody = {**self.people, "granter": self.granter}
        for role, user in everybody.items():
            for method, args in (
                ("create", ([{"login": "x"}],)),
                ("write", (self.rows.ids, {"login": "x"})),
                ("unlink", (self.rows.ids,)),
                ("copy", (self.rows.ids,)),
            ):
                with self.subTest(role=role, method=method):
                    self.assertTurnedAway(user, LOG, method, *args)
        for method in (lambda: self.rows.sudo().write({"login": "x"}), self.rows.sudo().unlink):
            with self.assertRaises(UserError):
                method()

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_refuses(self):
        for table in ("csm_access_log", "csm_access_seal"):
            self.env["csm.access.seal"]._seal(self.company.id)
            for statement in (
                f"UPDATE {table} SET company_ref = 0",
                f"DELETE FROM {table}",
                f"TRUNCATE {table} CASCADE",
            ):
                with (
                    self.subTest(statement=statement),
                    self.assertRaises(psycopg2.Error),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(statement)

    def test_a_seal_is_put_on_once_and_takes_nothing_else_along(self):
        self.env["csm.access.seal"]._seal(self.company.id)
        row = self.rows[0]
        for column, value in (("seal_id", "NULL"), ("digest", "'x'"), ("login", "'x'")):
            with (
                self.subTest(column=column),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE csm_access_log SET {column} = {value} WHERE id = {row.id}"
                )

    def test_what_cannot_be_logged_is_not_read(self):
        Log = type(self.Log)

        def broken(log, rows):
            raise UserError("The log is full")

        with patch.object(Log, "_append", broken), self.assertRaisesRegex(UserError, "is full"):
            self.rpc(self.auditor, LOG, "read", self.rows.ids, ["login"])

    @mute_logger("odoo.sql_db")
    def test_a_log_that_fails_in_the_database_refuses_in_a_sentence(self):
        broken = psycopg2.OperationalError("no connection")
        with (
            patch.object(type(self.Log), "_own_transaction", side_effect=broken),
            self.assertRaisesRegex(UserError, "not logged is not shown"),
        ):
            self.rpc(self.auditor, LOG, "read", self.rows.ids, ["login"])

    def test_a_read_costs_few_queries(self):
        row = self.rows[:1].with_user(self.auditor)
        spec = {"login": {}, "road": {}}
        row.with_company(self.company).web_read(spec)
        row.env.invalidate_all()
        with self.assertQueryCount(6):
            row.with_company(self.company).web_read(spec)

    # What is exported and deleted, of whatever model

    @proves("S1-12-10", "S3-12-24")
    def test_exports_of_anything_are_logged_and_tries_too(self):
        for number in ("s1_12_10", "s3_12_24"):
            self.assertTrue(self.env.ref(f"csm.csm_regulation_article_{number}").catalog_ids)
        partner = self.env["res.partner"].create({"name": "Owner of 3-1201"})
        for model, ids in (("csm.case", self.case.ids), ("res.partner", partner.ids)):
            before = self.last_entry()
            self.rpc(self.agent, model, "export_data", ids, ["id"])
            entry = self.new_entries(before)
            self.assertEqual((entry.road, entry.outcome), ("export", "granted"))
            self.assertEqual((entry.res_model, entry.record_refs), (model, str(ids[0])))
        # The case is named by its number.
        self.assertIn(self.case.number, self.entries(res_model="csm.case").mapped("numbers"))
        self.agent.group_ids -= self.env.ref("base.group_allow_export")
        for model, ids in (("csm.case", self.case.ids), ("res.partner", partner.ids)):
            before = self.last_entry()
            self.assertTurnedAway(self.agent, model, "export_data", ids, ["id"])
            entry = self.new_entries(before)
            self.assertEqual((entry.road, entry.outcome), ("export", "refused"))

    @proves("S1-12-10")
    def test_deleting_a_case_or_a_message_is_logged_and_trying_too(self):
        before = self.last_entry()
        self.assertTurnedAway(self.people["admin"], "csm.case", "unlink", self.case.ids)
        entry = self.new_entries(before)
        self.assertEqual((entry.road, entry.outcome), ("delete", "refused"))
        self.assertEqual(entry.numbers, self.case.number)
        message = self.case.with_user(self.agent).message_post(body="Called back")
        before = self.last_entry()
        self.rpc(self.agent, "mail.message", "unlink", message.ids)
        entry = self.new_entries(before)
        self.assertEqual((entry.road, entry.outcome), ("delete", "granted"))
        self.assertEqual(entry.record_refs, str(message.id))
