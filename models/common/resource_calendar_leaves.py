from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._holidays_changed()
        return leaves

    def write(self, vals):
        concerned = self._concern_everybody()
        result = super().write(vals)
        self._holidays_changed(concerned)
        return result

    def unlink(self):
        concerned = self._concern_everybody()
        result = super().unlink()
        self.browse()._holidays_changed(concerned)
        return result

    def _concern_everybody(self):
        return any(not leave.resource_id for leave in self)

    def _holidays_changed(self, concerned=False):
        """Forget the working time read so far when a day off for everybody is among these."""
        if concerned or self._concern_everybody():
            self.env["resource.calendar"]._working_time_changed()
