from odoo import models


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def write(self, vals):
        changed = self.browse()
        if "user_id" in vals:
            changed = self.filtered(lambda resource: resource.user_id.id != vals["user_id"])
        result = super().write(vals)
        if changed:
            changed._csm_keep_accused_away()
        return result

    def _csm_keep_accused_away(self):
        """Keep the users whom these employees have now away from the cases about them."""
        # Whoever gives an employee a user need not see any employee nor any case.
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = Employee.search([("resource_id", "in", self.ids)])
        cases = self.env["csm.case"].sudo()
        cases.search([("accused_employee_ids", "in", employees.ids)])._follow_accused()
