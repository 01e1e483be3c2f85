from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _working_time_changed(self):
        """Let what runs by these hours be reckoned anew; a holiday names no calendar."""
        result = super()._working_time_changed()
        self.env["csm.deadline.recompute"]._hours_changed(self)
        return result
