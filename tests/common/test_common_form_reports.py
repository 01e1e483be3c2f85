from odoo.exceptions import UserError
from odoo.tests import tagged

from .access_rooms import of_all_rooms
from .access_table import ROLES
from .csm_people_base import CsmPeopleBase
from .report_table import rows

ROADS = ("_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text")


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonFormReports(CsmPeopleBase):
    """The table of who may print what holds for every form; /report/... knows no groups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printed = of_all_rooms("printed", cls)

    def test_every_row_is_a_form_with_a_record(self):
        forms = set(self.env["csm.form.kind"].search([]).report_id.mapped("report_name"))
        self.assertEqual(set(rows()), forms)
        self.assertEqual(set(self.printed), set(rows()))
        self.assertEqual(set(self.people), set(ROLES))

    def test_the_table_holds(self):
        for report, cells in rows().items():
            for role, letter in cells.items():
                for road in ROADS:
                    with self.subTest(report=report, role=role, road=road):
                        self.assertEqual(self._prints(report, role, road), letter == "P")

    def _prints(self, report, role, road):
        user = self.people[role]
        self.env.flush_all()
        self.env.invalidate_all()
        companies = [self.company.id] if self.company in user.company_ids else []
        context = {"allowed_company_ids": companies} if companies else {}
        printing = self.env(user=user, context=context, su=False)["ir.actions.report"]
        try:
            with self.env.cr.savepoint():
                getattr(printing, road)(report, self.printed[report].ids)
        except UserError:
            return False
        return True
