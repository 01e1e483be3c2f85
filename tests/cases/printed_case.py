"""What the tests of printed forms share: print as somebody, and read the text of each page."""

from io import BytesIO
from unittest import SkipTest

from lxml.html import fromstring
from pypdf import PdfReader

from ...tools import pdf


class PrintedMixin:
    """Prints a form as PDF and reads what stands on it."""

    @classmethod
    def setUpClass(cls):
        if not pdf.is_here():
            raise SkipTest("WeasyPrint is not installed")
        super().setUpClass()

    def pages(self, form, records, user=None, lang="en_US"):
        """Return the text of each page of a form, printed by a user."""
        Report = self.env["ir.actions.report"].with_user(user or self.agent)
        Report = Report.with_company(self.company).with_context(
            lang=lang, force_report_rendering=True
        )
        content, kind = Report._render_qweb_pdf(f"csm.csm_{form}", records.ids)
        self.assertEqual(kind, "pdf")
        return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    def printed(self, form, records, user=None, lang="en_US"):
        """Return the text of a form, without setting it in pages."""
        Report = self.env["ir.actions.report"].with_user(user or self.agent)
        Report = Report.with_company(self.company).with_context(lang=lang)
        content = Report._render_qweb_html(f"csm.csm_{form}", records.ids)[0]
        document = fromstring(content)
        for style in document.iter("style", "link", "script"):
            style.text = ""
        return document.text_content()

    def rows(self, form, records):
        """Return the rows of the log about these records, oldest first."""
        kind = self.env.ref(f"csm.csm_form_kind_{form}")
        domain = [
            ("form_id.kind_id", "=", kind.id),
            ("res_model", "=", records._name),
            ("res_id", "in", records.ids),
        ]
        return self.env["csm.form.print"].search(domain).sorted("id")

    # Where a line breaks or a letter is set closer is no difference.

    def assert_has(self, text, *parts):
        for part in parts:
            self.assertIn("".join(part.split()), "".join(text.split()))

    def assert_lacks(self, text, *parts):
        for part in parts:
            self.assertNotIn("".join(part.split()), "".join(text.split()))
