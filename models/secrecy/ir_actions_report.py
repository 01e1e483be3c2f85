from contextlib import nullcontext

from odoo import api, models

from .csm_access_log import AccessRun


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    # A print of what is classified is logged by whichever road it is asked for.

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        with self._print_logged(report_ref, res_ids):
            return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        with self._print_logged(report_ref, docids):
            return super()._render_qweb_html(report_ref, docids, data=data)

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        with self._print_logged(report_ref, docids):
            return super()._render_qweb_text(report_ref, docids, data=data)

    @api.model
    def _print_logged(self, report_ref, docids):
        # Which report it is and what it is about is no secret.
        report = self._get_report(report_ref).sudo()
        model = report.model if report.model in self.env else "ir.actions.report"
        records = self.env[model].browse(docids or ())
        Log = self.env["csm.access.log"]
        if not Log._is_logged(records):
            return nullcontext(AccessRun(0, "", "", ""))
        return Log._giving_point(records, "print", report.report_name)
