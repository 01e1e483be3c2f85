from odoo import api, models


class CsmAttendanceSheetPaperMixin(models.AbstractModel):
    """A paper made from the attendance sheet of a department: printed by who keeps the sheet."""

    _name = "csm.attendance.sheet.paper.mixin"
    _description = "Paper of an Attendance Sheet"
    _inherit = ["csm.paper.report.mixin"]

    _form_model = "csm.attendance.sheet"

    @api.model
    def _form_check(self, docs):
        result = super()._form_check(docs)
        # Who kept the sheet once and no longer does is told nothing new by it.
        docs._check_keeper()
        return result

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(each.month.strftime("%Y-%m") for each in doc[:3])
