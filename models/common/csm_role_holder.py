from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CsmRoleHolder(models.Model):
    """One employee who holds a role of one company, or stands in for its holder, for a time."""

    _name = "csm.role.holder"
    _description = "Role Holder"
    _order = "role_id, company_id, is_stand_in, sequence, id"
    _rec_name = "employee_id"

    role_id = fields.Many2one("csm.role", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", check_company=True, index=True
    )
    is_stand_in = fields.Boolean(
        "Stand-in", help="Is asked when the holder is absent or has left, in the order of the list."
    )
    sequence = fields.Integer(default=10)
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until")

    _check_company_auto = True

    _ends_after_start = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "The last day of a role lies before its first. Correct one of them.",
    )

    @api.model
    def _domain_on(self, day):
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    @api.constrains("role_id", "company_id", "employee_id", "date_from", "date_to")
    def _check_once_at_a_time(self):
        for holder in self:
            others = self.search(
                Domain("role_id", "=", holder.role_id.id)
                & Domain("company_id", "=", holder.company_id.id)
                & Domain("employee_id", "=", holder.employee_id.id)
                & Domain("id", "!=", holder.id)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", holder.date_from))
            ).filtered(lambda o, h=holder: not h.date_to or o.date_from <= h.date_to)
            if others:
                raise ValidationError(
                    self.env._(
                        "%(employee)s already has the role “%(role)s” in that time. "
                        "End the earlier entry first.",
                        employee=holder.employee_id.name,
                        role=holder.role_id.name,
                    )
                )
