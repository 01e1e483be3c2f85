from odoo import api, models


class ReportCsmCsmCaseRegister(models.AbstractModel):
    """Adds to the register what was promised to each customer."""

    _inherit = "report.csm.csm_case_register"

    @api.model
    def _columns(self):
        columns = super()._columns()
        label = self.env["csm.case"]._fields["promised_amount"]._description_string(self.env)
        promised = (label, 7, "right", lambda case: self._text(case, "promised_amount"))
        return [*columns[:-3], promised, *columns[-3:]]
