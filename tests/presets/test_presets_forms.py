from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.form_case import PIXEL, FormCase
from ..common.proves import proves


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestPresetsForms(FormCase):
    """What S2-11 wants of a form: approved, with logo and cover, reviewed, explained and kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.logo = PIXEL
        cls.form.write(
            {
                "used_from": "2026-01-01",
                "department_id": cls.env["hr.department"]
                .create({"name": "Service", "company_id": cls.company.id})
                .id,
            }
        )
        cls.version.retention_months = 24
        cls.adopt("csm_regulation_s2_11")

    def approve(self, version=None):
        (version or self.version).with_user(self.executive).action_approve()

    @proves("S2-11-01")
    def test_what_leadership_has_not_approved_is_not_printed(self):
        with self.assertRaisesRegex(UserError, "S2-11 § 1.*Approved"):
            self.html()
        self.assertFalse(self.prints())
        self.approve()
        self.assertIn(self.form.number, self.html())

    @proves("S2-11-01")
    def test_what_leadership_has_not_approved_is_not_put_into_use(self):
        draft = self.env["csm.form.version"].create({"form_id": self.form.id, "explanation": "x"})
        with self.assertRaisesRegex(UserError, "S2-11 § 1.*Approved"):
            draft.with_user(self.manager).action_use()
        self.approve(draft)
        draft.with_user(self.manager).action_use()
        self.assertEqual(draft.state, "in_use")

    @proves("S2-11-02")
    def test_a_company_without_a_logo_of_its_own_prints_no_form(self):
        self.approve()
        self.company.logo = self.company._get_logo()
        with self.assertRaisesRegex(UserError, "S2-11 § 2.*Company Logo"):
            self.html()
        self.company.logo = PIXEL
        text = self.html()
        self.assertIn('alt="Logo"', text)
        self.assertIn(self.form.number, text)

    @proves("S2-11-02")
    def test_every_form_has_the_one_format(self):
        for kind in self.env["csm.form.kind"].search([]):
            with self.subTest(kind=kind.name):
                name = kind.report_id.report_name
                self.assertIn("csm.form.report.mixin", self._mixins(f"report.{name}"))
                self.assertTrue(self._calls_sheet(name, set()), name)

    def _mixins(self, model):
        return {cls._name for cls in type(self.env[model]).mro() if getattr(cls, "_name", None)}

    def _calls_sheet(self, name, seen):
        seen.add(name)
        arch = self.env["ir.ui.view"]._get_template_view(name).arch_db
        called = {part.split('"')[0] for part in arch.split('t-call="')[1:]}
        ours = {one for one in called - seen if one.startswith("csm.")}
        return "csm.csm_form_sheet" in called or any(self._calls_sheet(one, seen) for one in ours)

    @proves("S2-11-03")
    def test_a_cover_names_document_period_and_department(self):
        self.approve()
        text = self.html()
        for part in (self.form.name, "01/01/2026", "Service"):
            self.assertIn(part, text)
        for name in ("used_from", "department_id"):
            with self.subTest(name=name):
                before = self.form[name]
                self.form[name] = False
                with self.assertRaisesRegex(UserError, "S2-11 § 3"):
                    self.html()
                self.form[name] = before

    @proves("S2-11-04")
    def test_an_entry_is_signed_dated_and_reviewed_before_it_is_filed(self):
        self.approve()
        self.html()
        row = self.prints()
        self.assertEqual((row.user_id, str(row.printed_at)), (self.agent, "2026-03-02 01:00:00"))
        with self.assertRaisesRegex(UserError, "S2-11 § 4.*Reviewed"):
            row.with_user(self.agent).action_file()
        with self.assertRaisesRegex(UserError, "direct superior"):
            row.with_user(self.manager).action_review()
        row.with_user(self.leader).action_review()
        row.with_user(self.agent).action_file()
        self.assertEqual(row.state, "filed")

    @proves("S2-11-05")
    def test_a_correction_stands_on_the_form_with_old_and_new_value(self):
        self.approve()
        self.env["csm.fact.correction"].create(
            {
                "res_model": "csm.form",
                "res_id": self.form.id,
                "fact": "create_date",
                "old_value": "2026-02-01 01:00:00",
                "new_value": "2026-02-03 01:00:00",
                "reason": "The clock was wrong",
                "user_id": self.leader.id,
                "corrected_at": "2026-02-04 01:00:00",
            }
        )
        text = self.html()
        for part in ("02/01/2026", "02/03/2026", "02/04/2026", "Leader", "The clock was wrong"):
            self.assertIn(part, text)

    @proves("S2-11-06")
    def test_a_new_version_is_explained_and_numbered(self):
        draft = self.env["csm.form.version"].create({"form_id": self.form.id})
        self.approve(draft)
        with self.assertRaisesRegex(UserError, "S2-11 § 6.*Explanation"):
            draft.with_user(self.manager).action_use()
        second = self.env["csm.form.version"].create(
            {"form_id": self.form.id, "explanation": "Larger type"}
        )
        self.approve(second)
        second.with_user(self.manager).action_use()
        self.assertEqual((draft.number, second.number), (2, 3))

    @proves("S2-11-07")
    def test_a_form_is_kept_for_the_months_of_its_version(self):
        self.approve()
        self.version.retention_months = 0
        with self.assertRaisesRegex(UserError, "S2-11 § 7.*Kept for"):
            self.html()
        self.version.retention_months = 24
        self.html()
        row = self.prints()
        row.with_user(self.leader).action_review()
        row.with_user(self.agent).action_file()
        self.assertEqual(str(row.kept_until), "2028-03-02")
        self.at("2028-03-02 15:59:59")
        with self.assertRaisesRegex(UserError, "kept until 03/02/2028"):
            row.with_user(self.manager).action_destroy()
        self.at("2028-03-02 16:00:00")
        with self.assertRaises(UserError):
            row.with_user(self.agent).action_destroy()
        row.with_user(self.manager).action_destroy()
        self.assertEqual((row.state, row._maker("destroyed_at")), ("destroyed", self.manager))

    @proves("S2-11-07")
    def test_without_a_period_nothing_is_destroyed(self):
        self.approve()
        self.html()
        row = self.prints()
        row.with_user(self.leader).action_review()
        row.with_user(self.agent).action_file()
        self.version.retention_months = 0
        self.assertFalse(row.kept_until)
        self.at("2050-01-01 00:00:00")
        with self.assertRaisesRegex(UserError, "nobody has set"):
            row.with_user(self.manager).action_destroy()
