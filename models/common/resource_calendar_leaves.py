from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._holidays_changed()
        return leaves

    def write(self, vals):
        self._holidays_changed()
        result = super().write(vals)
        self._holidays_changed()
        return result

    def unlink(self):
        self._holidays_changed()
        return super().unlink()

    def _holidays_changed(self):
        """Forget the working time read so far when a day off for everybody is among these."""
        if any(not leave.resource_id for leave in self):
            self.env["resource.calendar"]._working_time_changed()
