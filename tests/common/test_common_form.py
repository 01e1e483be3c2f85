from odoo.tests import tagged

from .csm_case_base import CsmBase

COVER = "csm.csm_form_cover"


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonForm(CsmBase):
    """A form prints with its number, its copies and a row in the log for each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.kind = cls.env.ref("csm.csm_form_kind_cover")
        cls.form = cls.env["csm.form"]._of_kind(cls.kind, cls.company).with_env(cls.env)

    def html(self, forms=None, user=None, **context):
        Report = self.env["ir.actions.report"].with_user(user or self.agent)
        Report = Report.with_context(**context).with_company(self.company)
        return Report._render_qweb_html(COVER, (forms or self.form).ids)[0].decode()

    def prints(self, form=None):
        return self.env["csm.form.print"].search([("form_id", "=", (form or self.form).id)])

    def test_a_cover_says_what_it_is_and_is_logged(self):
        text = self.html()
        for part in ("Cover Sheet", "F01", "Weingut Test", "Copy", "Agent"):
            self.assertIn(part, text)
        row = self.prints()
        self.assertEqual(row.number, f"{self.form.number}-260301")
        self.assertIn(row.number, text)
        self.assertEqual(row.user_id, self.agent)
        self.assertEqual(len(row.checksum), 40)
