from odoo import http

from odoo.addons.web.controllers.report import ReportController


def _logs_nothing(_controller, _rule, args):
    """Tell whether printing a report only reads: our forms are logged."""
    return not (args.get("reportname") or "").startswith("csm.")


class Report(ReportController):
    """Prints our forms where they can be logged, not on a copy of the database to read."""

    @http.route(readonly=_logs_nothing)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids=docids, converter=converter, **data)
