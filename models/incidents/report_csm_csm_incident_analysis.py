from odoo import api, models


class ReportCsmCsmIncidentAnalysis(models.AbstractModel):
    """Prints the analysis of an incident in the language of the customer who is told."""

    _name = "report.csm.csm_incident_analysis"
    _description = "Analysis Report of an Incident"
    _inherit = ["csm.form.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_incident_analysis"
    _form_model = "csm.incident"

    @api.model
    def _form_lang(self, doc):
        return doc.partner_id.lang
