from odoo import api, models


class ReportCsmCsmFormCover(models.AbstractModel):
    """Prints the cover of a form book: what it is, when it is used, and by whom."""

    _name = "report.csm.csm_form_cover"
    _description = "Cover Sheet of a Form"
    _inherit = ["csm.form.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_form_cover"
    _form_model = "csm.form"

    @api.model
    def _form_check(self, docs):
        result = super()._form_check(docs)
        for form in docs:
            self._check_version(form, form.version_id)
            form.version_id._check_printable("cover")
        return result
