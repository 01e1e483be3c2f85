from io import BytesIO
from unittest import skipUnless

from psycopg2 import Error as DatabaseError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import pdf, qr
from .form_case import COVER, FormCase


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonForm(FormCase):
    """A form prints with its number, its copies and a row in the log for each of them."""

    # The register

    def test_every_company_has_every_form_under_numbers_of_its_own(self):
        company = self.new_company("Testlabor")
        forms = self.env["csm.form"].search([("company_id", "=", company.id)])
        kinds = self.env["csm.form.kind"].search([])
        self.assertEqual(forms.kind_id, kinds)
        self.assertEqual(
            forms.sorted("id").mapped("number"),
            [f"F{number:02d}" for number in range(1, len(kinds) + 1)],
        )
        self.env["csm.form"]._enter_all()
        self.assertEqual(
            self.env["csm.form"].search_count([("company_id", "=", company.id)]), len(kinds)
        )

    def test_a_form_missing_in_the_register_is_entered_when_it_is_printed(self):
        kind = self.env["csm.form.kind"].create(
            {"name": "Spare", "report_id": self.env.ref("base.report_ir_model_overview").id}
        )
        self.assertFalse(self.env["csm.form"].search([("kind_id", "=", kind.id)]))
        form = self.env["csm.form"].with_user(self.agent)._of_kind(kind, self.company)
        self.assertEqual((form.company_id, form.version_id.number), (self.company, 1))

    def test_a_number_is_never_chosen_changed_or_used_again(self):
        for values in ({"number": "F99"}, {"kind_id": self.others(1).kind_id.id}):
            with self.assertRaises(UserError):
                self.form.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            self.form.sudo().unlink()

    # Versions

    def test_versions_are_counted_and_one_is_in_use(self):
        second = self.new_version("Archive")
        self.assertEqual((second.number, second.state), (2, "in_use"))
        self.assertEqual(self.version.state, "replaced")
        self.assertEqual(self.form.version_id, second)
        with self.assertRaises(UserError):
            second.with_user(self.manager).write({"number": 7})
        with self.assertRaises(UserError):
            self.env["csm.form.version"].create({"form_id": self.form.id, "number": 7})

    def test_what_was_approved_or_used_stays_as_it_is(self):
        second = self.new_version("Archive")
        for record, values in (
            (second, {"explanation": "Other"}),
            (second.copy_ids, {"holder": "Nobody"}),
            (second, {"copy_ids": [(5, 0, 0)]}),
        ):
            with self.assertRaisesRegex(UserError, "Make a new version"):
                record.with_user(self.manager).write(values)
        for record in (second, second.copy_ids):
            with self.assertRaisesRegex(UserError, "Make a new version"):
                record.with_user(self.manager).unlink()
        second.with_user(self.manager).retention_months = 12

    def test_the_next_version_starts_with_the_copies_of_the_last(self):
        second = self.new_version("Archive", "Workshop")
        action = second.with_user(self.manager).action_new_version()
        third = self.env["csm.form.version"].browse(action["res_id"])
        self.assertEqual((third.number, third.state), (3, "draft"))
        self.assertEqual(third._copies(), [(1, "Archive"), (2, "Workshop")])

    def test_leadership_approves_and_a_manager_puts_into_use(self):
        draft = self.env["csm.form.version"].create({"form_id": self.form.id})
        for user in (self.manager, self.agent):
            with self.assertRaises(UserError):
                draft.with_user(user).action_approve()
        role = self.env.ref("csm.csm_role_gm")
        self.env["csm.role.holder"].create(
            {
                "role_id": role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.manager).id,
                "date_from": "2010-01-01",
            }
        )
        draft.with_user(self.manager).action_approve()
        self.assertEqual(draft.approved_by_id, self.manager)
        for vals in ({"approved_at": False}, {"approved_by_id": self.agent.id}):
            with self.assertRaises(UserError):
                draft.with_user(self.manager).write(vals)

    def test_without_a_version_in_use_nothing_is_printed(self):
        self.version.with_user(self.manager).action_withdraw()
        with self.assertRaisesRegex(UserError, "no version in use"):
            self.html()

    # Printing

    def test_a_cover_says_what_it_is_and_is_logged(self):
        text = self.html()
        for part in ("Cover Sheet", "F01", "Weingut Test", "Agent", "Internal"):
            self.assertIn(part, text)
        row = self.prints()
        self.assertEqual(row.number, f"{self.form.number}-260301")
        self.assertIn(row.number, text)
        self.assertEqual((row.user_id, row.superior_id), (self.agent, self.leader))
        self.assertEqual((row.copy_number, row.copy_count), (1, 1))
        self.assertEqual((row.res_model, row.res_id), ("csm.form", self.form.id))
        self.assertEqual(len(row.checksum), 40)
        link = f"{self.form.get_base_url()}/odoo/csm.form/{self.form.id}"
        self.assertIn(qr.data_uri(link), text)

    def test_the_numbers_of_prints_go_on(self):
        self.html()
        self.html()
        self.assertEqual(
            self.prints().mapped("number"),
            [f"{self.form.number}-26030{number}" for number in (1, 2)],
        )

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_several_records_in_several_copies_come_complete_and_in_order(self):
        self.new_version("Archive", "Workshop")
        forms = self.form + self.others(2)
        pages = PdfReader(BytesIO(self.pdf(forms))).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        copies = ("Copy 1 of 2: Archive", "Copy 2 of 2: Workshop")
        wanted = [(copy, which) for which in range(3) for copy in copies]
        rows = self.env["csm.form.print"].search([], order="id")[-6:]
        for text, (copy, which), row in zip(texts, wanted, rows, strict=True):
            self.assertIn(copy, text.replace(" :", ":"))
            self.assertIn(forms[which].number, text)
            self.assertIn(row.number, text)
            self.assertIn("Page 1 / 1", text)
        self.assertEqual(len(set(rows.mapped("checksum"))), 1)

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_one_record_asked_for_twice_is_printed_twice(self):
        content, _kind = self.printing(force_report_rendering=True)._render_qweb_pdf(
            COVER, self.form.ids * 2
        )
        self.assertEqual(len(PdfReader(BytesIO(content)).pages), len(self.prints()))

    def test_nothing_is_a_sentence(self):
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.printing()._render_qweb_html(COVER, [])

    # Who may print

    def test_what_one_may_not_read_one_may_not_print(self):
        stranger = self.new_user("stranger", "group_manager", company=self.new_company("Other"))
        for method in ("_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text"):
            with self.assertRaises(AccessError):
                getattr(self.printing(stranger), method)(COVER, self.form.ids)

    def test_the_groups_of_a_report_count_by_every_road(self):
        report = self.env.ref("csm.ir_actions_report_csm_form_cover")
        report.group_ids = self.env.ref("csm.group_manager")
        with self.assertRaisesRegex(AccessError, "not yours to print"):
            self.html()
        self.assertIn(self.form.number, self.html(user=self.manager))

    # The log

    def test_nobody_writes_in_the_log(self):
        self.html()
        row = self.prints()
        for user in (self.manager, self.executive, self.env.ref("base.user_admin")):
            for values in ({"holder": "x"}, {"state": "filed"}, {"checksum": "x"}):
                with self.assertRaises(UserError):
                    row.with_user(user).write(values)
            with self.assertRaises(UserError):
                row.with_user(user).unlink()
        for values in ({"holder": "x"}, {"printed_at": False}):
            with self.assertRaises(UserError):
                row.sudo().write(values)
        with self.assertRaises(UserError):
            row.sudo().unlink()

    def test_the_database_itself_keeps_the_log(self):
        self.html()
        self.env.flush_all()
        row = self.prints()
        for what in (
            "UPDATE csm_form_print SET holder = 'x'",
            "UPDATE csm_form_print SET user_id = 1",
            "UPDATE csm_form_print SET checksum = NULL",
            "DELETE FROM csm_form_print",
            "TRUNCATE csm_form_print CASCADE",
        ):
            with (
                self.subTest(what=what),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(DatabaseError, "kept as it was written"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(what)
        row.with_user(self.agent).action_file()
        self.env.flush_all()
        self.assertEqual(row.state, "filed")

    def test_a_copy_is_reviewed_by_the_direct_superior_and_filed(self):
        self.html()
        row = self.prints()
        for user in (self.agent, self.manager):
            with self.assertRaisesRegex(UserError, "Leader"):
                row.with_user(user).action_review()
        row.with_user(self.leader).action_review()
        self.assertEqual(row._maker("reviewed_at"), self.leader)
        with self.assertRaises(AccessError):
            row.with_user(self.outsider).action_file()
        row.with_user(self.agent).action_file()
        self.assertEqual(row.state, "filed")

    def test_the_head_of_the_house_has_nobody_above(self):
        self.html(user=self.executive)
        self.prints().with_user(self.executive).action_review()
        self.assertTrue(self.prints().reviewed_at)
