from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._months_follow(leaves._people_concerned())
        return leaves

    def write(self, vals):
        concerned = self._people_concerned()
        result = super().write(vals)
        self._months_follow(concerned)
        self._months_follow(self._people_concerned())
        return result

    def unlink(self):
        concerned = self._people_concerned()
        result = super().unlink()
        self.browse()._months_follow(concerned)
        return result

    def _people_concerned(self):
        """Return ``[(employee id, from, to, leave id)]`` of the time off of single people."""
        # Who is off is known to Odoo, not to whoever approves.
        leaves = self.sudo().filtered("resource_id")
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees.search([("resource_id", "in", leaves.resource_id.ids)])
        by_resource = found.grouped("resource_id") if leaves else {}
        return [
            (employee.id, leave.date_from, leave.date_to, leave.holiday_id.id)
            for leave in leaves
            for employee in by_resource.get(leave.resource_id, employees.browse())
        ]

    def _months_follow(self, concerned):
        """Computed months change for these people; what falls away names the leave."""
        runs = self.env["csm.attendance.run"].sudo()
        for employee_id, start, end, holiday_id in concerned:
            cause = {"kind": "leave", "leave_id": holiday_id, "reason": self.env._("Time off")}
            runs._follow({employee_id: (start, end)}, cause)
