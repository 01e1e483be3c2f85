from odoo import api, models


class ReportCsmCsmClientFileRegister(models.AbstractModel):
    """Prints the list of customer cards, by year, quarter and month."""

    _name = "report.csm.csm_client_file_register"
    _description = "List of Customer Cards"
    _inherit = ["csm.client.paper.mixin"]

    _form_report = "csm.ir_actions_report_csm_client_file_register"

    @api.model
    def _form_sheets(self, docs):
        return list(docs.grouped("company_id").values())

    @api.model
    def _form_values(self, doc):
        names = ("number", "level_mark", "partner_id", "relation", "custodian_id", "completeness")
        periods = [
            {**self._listed(label, files, names), "depth": depth}
            if files
            else {"title": label, "depth": depth, "heads": [], "lines": []}
            for depth, label, files in doc._periods()
        ]
        return {**super()._form_values(doc), "periods": periods, "count": len(doc)}
