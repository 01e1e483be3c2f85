from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.csm.models.secrecy import csm_access_seal

from .secrecy_case import INSERT, SecrecyCase


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecySeal(SecrecyCase):
    def setUp(self):
        super().setUp()
        self.Seal = self.env["csm.access.seal"]
        self.fill(3)

    def fill(self, count):
        self.env.cr.execute(INSERT, [self.company.id, count])

    def seal(self):
        self.env["csm.access.seal"]._cron_seal()
        self.env.invalidate_all()
        return self.Seal.search([("company_ref", "=", self.company.id)], limit=1)

    def tamper(self, statement, *values):
        """Change the log as somebody who rules the database does."""
        cr = self.env.cr
        for table in ("csm_access_log", "csm_access_seal"):
            cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cr.execute(statement, values)
        for table in ("csm_access_log", "csm_access_seal"):
            cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def verify(self):
        return self.env["csm.access.check"]._verify(self.company)

    def test_every_entry_is_sealed_once_on_top_of_the_one_before(self):
        first = self.seal()
        self.assertEqual((first.sequence, first.previous), (1, ""))
        self.assertEqual(first.row_count, len(first.log_ids))
        self.assertFalse(self.entries(company_ref=self.company.id, seal_id=False))
        self.assertEqual(self.seal(), first)
        self.fill(2)
        second = self.seal()
        self.assertEqual((second.sequence, second.previous), (2, first.head))
        self.assertEqual(second.row_count, 2)
        check = self.verify()
        self.assertEqual(check.result, "intact")
        self.assertEqual((check.seal_count, check.head), (2, second.head))

    def test_a_batch_that_is_full_is_followed_by_the_next(self):
        with patch.object(csm_access_seal, "BATCH", 2):
            self.fill(4)
            last = self.seal()
        self.assertGreater(last.sequence, 2)
        self.assertFalse(self.entries(company_ref=self.company.id, seal_id=False))
        self.assertEqual(self.verify().result, "intact")

    def test_a_changed_entry_is_shown(self):
        seal = self.seal()
        row = seal.log_ids.sorted("id")[1]
        for column, value in (
            ("login", "somebody else"),
            ("record_refs", "77"),
            ("outcome", "refused"),
            ("at", "2020-01-01"),
            ("detail", "x"),
            ("digest", "x"),
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.tamper(f"UPDATE csm_access_log SET {column} = %s WHERE id = %s", value, row.id)
                check = self.verify()
                self.assertEqual(check.result, "faulty")
                self.assertIn(str(row.id), check.findings)
                savepoint.rollback()

    def test_only_the_changed_entry_is_shown(self):
        row = self.seal().log_ids.sorted("id")[0]
        self.tamper("UPDATE csm_access_log SET login = 'x2' WHERE id = %s", row.id)
        check = self.verify()
        self.assertEqual((check.changed_count, check.missing_count, check.broken_count), (1, 0, 0))
        self.assertIn(str(row.id), check.findings)

    def test_a_missing_entry_is_shown(self):
        rows = self.seal().log_ids.sorted("id")
        for row in (rows[0], rows[1], rows[-1]):
            with self.subTest(row=row.id), self.env.cr.savepoint() as savepoint:
                self.tamper("DELETE FROM csm_access_log WHERE id = %s", row.id)
                check = self.verify()
                self.assertEqual(check.result, "faulty")
                self.assertEqual((check.missing_count, check.changed_count), (1, 0))
                self.assertIn(str(row.id), check.findings)
                savepoint.rollback()

    def test_an_entry_slipped_in_under_a_seal_is_shown(self):
        seal = self.seal()
        self.fill(1)
        self.tamper(
            "UPDATE csm_access_log SET seal_id = %s, digest = 'x' WHERE seal_id IS NULL", seal.id
        )
        self.assertEqual(self.verify().result, "faulty")

    def test_a_seal_made_anew_does_not_fit_the_next(self):
        first = self.seal()
        self.fill(1)
        second = self.seal()
        self.tamper("UPDATE csm_access_seal SET head = 'x' WHERE id = %s", first.id)
        check = self.verify()
        self.assertEqual(check.result, "faulty")
        self.assertIn(str(second.sequence), check.findings)

    def test_a_missing_seal_is_shown(self):
        first = self.seal()
        self.fill(1)
        self.seal()
        self.tamper(
            "DELETE FROM csm_access_log WHERE seal_id = %s; DELETE FROM csm_access_seal"
            " WHERE id = %s",
            first.id,
            first.id,
        )
        self.assertEqual(self.verify().broken_count, 1)

    def test_an_entry_nobody_seals_is_shown_after_some_minutes(self):
        self.assertEqual(self.verify().unsealed_count, 0)
        self.tamper(
            "UPDATE csm_access_log SET at = at - interval '11 minutes' WHERE company_ref = %s",
            self.company.id,
        )
        check = self.verify()
        self.assertEqual(check.result, "faulty")
        self.assertGreaterEqual(check.unsealed_count, 3)

    def test_the_last_seal_of_a_day_in_the_zone_of_the_company_is_its_head(self):
        self.at("2026-03-02 15:00:00")
        first = self.seal()
        self.fill(1)
        self.at("2026-03-02 15:59:00")
        second = self.seal()
        self.fill(1)
        self.at("2026-03-02 16:00:00")
        third = self.seal()
        self.assertEqual(
            [str(seal.day) for seal in (first, second, third)],
            ["2026-03-02", "2026-03-02", "2026-03-03"],
        )
        heads = self.Seal.search(
            [("company_ref", "=", self.company.id), ("is_daily_head", "=", True)]
        )
        self.assertEqual(heads, second | third)
        self.assertEqual((first | second).mapped("is_daily_head"), [False, True])

    def test_the_daily_head_is_printed_for_auditors(self):
        self.seal()
        self.fill(2)
        seal = self.seal()
        printing = self.env["ir.actions.report"].with_user(self.auditor)
        printing = printing.with_company(self.company)
        html, _kind = printing._render_qweb_html("csm.csm_access_seal_head", seal.ids)
        text = html.decode()
        for told in (seal.head, seal.previous, str(seal.sequence)):
            self.assertIn(told, text)
        for role in ("agent", "manager", "executive", "admin", "internal", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                other = printing.with_user(self.people[role])
                other._render_qweb_html("csm.csm_access_seal_head", seal.ids)
        printed = self.env["csm.form.print"].search([], order="id desc", limit=1)
        self.assertEqual(printed.record_name, f"{seal.day} / {seal.sequence}")

    def test_auditors_verify_and_are_told_of_faults(self):
        self.seal()
        action = self.rpc(self.auditor, "csm.access.check", "action_verify", [])
        check = self.env["csm.access.check"].browse(action["res_id"])
        self.assertEqual((check.result, check.user_id), ("intact", self.auditor))
        for role in ("manager", "executive", "admin", "internal"):
            with self.subTest(role=role):
                self.assertTurnedAway(self.people[role], "csm.access.check", "action_verify", [])
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.tamper("DELETE FROM csm_access_log WHERE company_ref = %s", self.company.id)
        self.env["csm.access.check"]._cron_verify()
        messages = self.env["mail.message"].search([("id", ">", last)])
        self.assertIn(self.auditor.partner_id, messages.notified_partner_ids)
        self.assertIn(self.company.name, messages.mapped("subject")[0])

    def test_a_company_that_is_gone_is_sealed_all_the_same(self):
        self.env.cr.execute(INSERT, [2**31 - 1, 2])
        self.env["csm.access.seal"]._cron_seal()
        self.assertEqual(self.Seal.search([("company_ref", "=", 2**31 - 1)]).row_count, 2)
