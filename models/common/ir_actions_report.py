from hashlib import sha1
from urllib.parse import unquote, urlsplit

from odoo import api, models
from odoo.tools import file_open

from ...tools import pdf
from .csm_form_report_mixin import PrintRun

STYLE, FONT = "text/css", "application/octet-stream"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def get_wkhtmltopdf_state(self):
        """Printing works with WeasyPrint too, so nobody is told to install wkhtmltopdf."""
        state = super().get_wkhtmltopdf_state()
        return "ok" if pdf.is_here() else state

    # The log of printed forms holds what each file is recognised by, whatever it was printed as.

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        return self._log_file("_render_qweb_pdf", report_ref, res_ids, data)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        return self._log_file("_render_qweb_html", report_ref, docids, data)

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        return self._log_file("_render_qweb_text", report_ref, docids, data)

    @api.model
    def _log_file(self, method, report_ref, docids, data):
        outer = self.env.context.get("csm_print_run")
        if isinstance(outer, PrintRun):
            # A part of a printing that logs the whole.
            return getattr(super(), method)(report_ref, docids, data=data)
        run = PrintRun()
        printing = super(IrActionsReport, self.with_context(csm_print_run=run))
        content, kind = getattr(printing, method)(report_ref, docids, data=data)
        if run.print_ids:
            prints = self.env["csm.form.print"].browse(run.print_ids)
            # Nothing is kept safe by it: it is how Odoo recognises files too.
            prints._handed_out(sha1(content, usedforsecurity=False).hexdigest())
        return content, kind

    @api.model
    def _is_printed_here(self, report):
        """Tell whether WeasyPrint prints this report: ours always, others in need."""
        if not pdf.is_here():
            return False
        ours = report and report.model and report.model.startswith("csm.")
        # pylint: disable-next=super-method-mismatch
        return ours or super().get_wkhtmltopdf_state() != "ok"

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, **options):
        report = self._get_report(report_ref) if report_ref else self
        if not self._is_printed_here(report):
            return super()._run_wkhtmltopdf(bodies, report_ref, header, footer, **options)
        paper = self._paper(report.get_paperformat(), options.get("landscape"))
        # The same characters are drawn differently in Chinese, Japanese and Korean.
        paper["lang"] = (self.env.lang or "en_US").replace("_", "-")
        return pdf.print_pages(bodies, header, footer, paper, self._content_of)

    @api.model
    def _paper(self, paperformat, landscape):
        is_wide = landscape or paperformat.orientation == "Landscape"
        size = paperformat.format or "A4"
        if size == "custom":
            size = f"{paperformat.page_width}mm {paperformat.page_height}mm"
        sides = ("top", "right", "bottom", "left")
        margins = (getattr(paperformat, f"margin_{side}") for side in sides)
        return {
            "size": f"{size} landscape" if is_wide else size,
            "margins": " ".join(f"{margin}mm" for margin in margins),
            # Paper without margins at the sides leaves them to the style of the body.
            "inset": "0" if paperformat.margin_left else "11mm",
        }

    @api.model
    def _content_of(self, address):
        """Return ``(content, type)`` of a style sheet, font or picture that Odoo itself holds."""
        path = unquote(urlsplit(address).path)
        if path.startswith("/web/assets/"):
            return self._style(path), STYLE
        if "/static/" not in path:
            raise ValueError(f"Not a public file: {path}")
        # It refuses whatever lies outside the folders of the addons.
        with file_open(path.lstrip("/"), "rb") as file:
            return file.read(), FONT

    @api.model
    def _style(self, path):
        name = path.rsplit("/", 1)[-1]
        bundle, rtl, kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(name, False)
        if kind != "css":
            return b""
        assets = (
            self.env["ir.qweb"]
            .sudo()
            ._get_asset_bundle(bundle, js=False, rtl=rtl, autoprefix=autoprefix)
        )
        return assets.css().raw
