"""What the tests of forms share: the cover of a form, printed in as many copies as wanted."""

from base64 import b64encode

from .csm_case_base import CsmBase

COVER = "csm.csm_form_cover"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


class FormCase(CsmBase):
    """A company with its forms; ``self.form`` is the cover sheet, which covers itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.kind = cls.env.ref("csm.csm_form_kind_cover")
        cls.form = cls.env["csm.form"]._of_kind(cls.kind, cls.company).with_env(cls.env)
        cls.version = cls.form.version_id

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @classmethod
    def others(cls, count):
        """Return that many more forms of the company."""
        kinds = cls.env["csm.form.kind"].search([("id", "!=", cls.kind.id)], limit=count)
        return cls.env["csm.form"]._enter(kinds, cls.company).with_env(cls.env)

    @classmethod
    def new_version(cls, *holders, form=None, **values):
        """Put a new version into use, with a copy for each holder."""
        form = form or cls.form
        version = cls.env["csm.form.version"].create(
            {
                "form_id": form.id,
                "explanation": "Larger type",
                "copy_ids": [
                    (0, 0, {"number": number, "holder": holder})
                    for number, holder in enumerate(holders, start=1)
                ],
                **values,
            }
        )
        version.with_user(cls.executive).action_approve()
        version.with_user(cls.manager).action_use()
        return version

    def printing(self, user=None, **context):
        Report = self.env["ir.actions.report"].with_user(user or self.agent)
        return Report.with_context(**context).with_company(self.company)

    def html(self, forms=None, user=None, **context):
        forms = self.form if forms is None else forms
        return self.printing(user, **context)._render_qweb_html(COVER, forms.ids)[0].decode()

    def pdf(self, forms=None, user=None, **context):
        """Return the bytes of the PDF."""
        forms = self.form if forms is None else forms
        printing = self.printing(user, force_report_rendering=True, **context)
        content, kind = printing._render_qweb_pdf(COVER, forms.ids)
        self.assertEqual(kind, "pdf")
        return content

    def prints(self, form=None):
        """Return the rows of the log about a form, oldest first."""
        found = [("form_id", "=", (form or self.form).id)]
        return self.env["csm.form.print"].search(found, order="id")

    @staticmethod
    def file_vals(content, name="form.pdf", **values):
        return {"name": name, "datas": b64encode(content).decode(), **values}
