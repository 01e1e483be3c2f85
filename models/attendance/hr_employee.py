from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _csm_expected_intervals(self, start, end):
        """Hook: return ``{employee id: [(start, end), …]}``, when each is expected.

        Naive UTC moments, in order, without overlaps, cut to the span; rosters override it.
        """
        return self.env["csm.attendance.expectation"]._expected(self, start, end)
