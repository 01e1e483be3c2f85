from odoo import api, models


class ReportCsmCsmCaseRegister(models.AbstractModel):
    """Adds to the register what was promised to each customer."""

    _inherit = "report.csm.csm_case_register"

    @api.model
    def _columns(self):
        columns = {key: column for key, *column in super()._columns()}
        columns["days"] = (
            *columns["days"][:2],
            [self._fact("promised_amount"), *columns["days"][2]],
        )
        return [(key, *column) for key, column in columns.items()]
