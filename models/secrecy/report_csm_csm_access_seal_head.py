from odoo import api, models


class ReportCsmCsmAccessSealHead(models.AbstractModel):
    """Prints the head of the access log of a day, to be kept where nobody can change it."""

    _name = "report.csm.csm_access_seal_head"
    _description = "Daily Head of the Access Log"
    _inherit = ["csm.form.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_access_seal_head"
    _form_model = "csm.access.seal"

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(f"{seal.day} / {seal.sequence}" for seal in doc[:3])

    @api.model
    def _form_values(self, doc):
        same_day = [("company_ref", "=", doc.company_ref), ("day", "=", doc.day)]
        [[count]] = doc._read_group(same_day, aggregates=["row_count:sum"])
        return {"day_count": count}
