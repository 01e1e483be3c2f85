import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.proves import proves
from .client_case import FILE, ClientCase

CARD = "csm.csm_client_file_card"
REGISTER = "csm.csm_client_file_register"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsCard(ClientCase):
    """Cards of client files: what is on them, for whom, and in which order they stand."""

    def html(self, report, files, who=None):
        printing = self.env["ir.actions.report"].with_user(who or self.clerk)
        printing = printing.with_company(self.company)
        page = printing._render_qweb_html(report, files.ids)[0].decode()
        return re.sub(r"\s+", " ", page)

    def keep(self, name, moment):
        file = self.new_file(partner_id=self.new_customer(name).id)
        self.at(moment)
        file.action_keep()
        return file

    @proves("S0-10-18")
    def test_cards_stand_by_year_quarter_and_month(self):
        moments = (
            # New Year in Shanghai begins at 16:00 UTC.
            ("Last", "2025-12-31 15:59:59"),
            ("First", "2025-12-31 16:00:00"),
            ("March", "2026-03-31 15:59:59"),
            ("April", "2026-03-31 16:00:00"),
            ("May", "2026-05-04 01:00:00"),
        )
        # The oldest card is older than the clearance of whoever keeps them now.
        self.env.cr.execute("UPDATE csm_clearance SET valid_from = '2025-01-01'")
        self.env["csm.clearance"].invalidate_model()
        self.env["csm.clearance"]._forget_levels()
        files = self.env[FILE]
        for name, moment in reversed(moments):
            files |= self.keep(name, moment)
        told = [
            (depth, label, month.partner_id.mapped("name"))
            for depth, label, month in files._periods()
        ]
        self.assertEqual(
            told,
            [
                (1, "2025", []),
                (2, "Quarter 4 of 2025", []),
                (3, "December 2025", ["Last"]),
                (1, "2026", []),
                (2, "Quarter 1 of 2026", []),
                (3, "January 2026", ["First"]),
                (3, "March 2026", ["March"]),
                (2, "Quarter 2 of 2026", []),
                (3, "April 2026", ["April"]),
                (3, "May 2026", ["May"]),
            ],
        )
        page = self.html(REGISTER, files)
        places = [page.index(text) for text in ("Quarter 4 of 2025", "December 2025", "April 2026")]
        self.assertEqual(places, sorted(places))

    def test_a_card_shows_sections_mark_and_reader(self):
        file = self.new_file(analysis="Grows fast.", secrecy_level_id=self.level[2].id)
        self.add_person(file, job_title="Chef", is_owner=True)
        page = self.html(CARD, file)
        for text in (file.number, "Harbour Hotel", "Grows fast.", "Chef", "Database of the Info"):
            self.assertIn(text, page)
        self.assertIn(file.level_mark, page)
        self.assertRegex(page, rf'csm_watermark">{file.level_mark} · Clerk')

    def test_personal_data_are_printed_for_those_who_read_them(self):
        file = self.new_file()
        person = self.add_person(file, is_decision_maker=True)
        self.env["csm.client.person.private"].with_user(self.clerk).create(
            {"person_id": person.id, "hobby": "Chess"}
        )
        self.assertIn("Chess", self.html(CARD, file))
        self.assertNotIn("Chess", self.html(CARD, file, self.colleague))

    def test_a_print_betrays_no_file(self):
        file = self.new_file(secrecy_level_id=self.level[2].id)
        said = []
        for files in (file, self.env[FILE].browse(999_999_999)):
            for report in (CARD, REGISTER):
                with self.assertRaises(AccessError) as refused:
                    self.html(report, files, self.novice)
                said.append(str(refused.exception))
        self.assertEqual(len(set(said)), 1)

    def test_the_log_of_prints_does_not_say_which_file_it_was(self):
        file = self.new_file()
        self.html(CARD, file)
        printed = self.env["csm.form.print"].search([("res_model", "=", FILE)], limit=1)
        self.assertEqual((printed.user_id, printed.res_id), (self.clerk, 0))
        self.assertFalse(printed.record_name)
