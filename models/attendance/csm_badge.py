from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmBadge(models.Model):
    """A badge number and who carries it from one day to another."""

    _name = "csm.badge"
    _description = "Badge"
    _order = "number, valid_from desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(required=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", index=True, check_company=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Last Day")

    _days_are_in_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_to >= valid_from)",
        "The last day of a badge is not before its first.",
    )

    @api.constrains("number", "company_id", "valid_from", "valid_to")
    def _check_one_carrier(self):
        for badge in self:
            others = self.search(
                [
                    ("id", "!=", badge.id),
                    ("number", "=", badge.number),
                    ("company_id", "=", badge.company_id.id),
                    "|",
                    ("valid_to", "=", False),
                    ("valid_to", ">=", badge.valid_from),
                ]
            )
            clash = others.filtered(
                lambda other, last=badge.valid_to: not last or other.valid_from <= last
            )[:1]
            if clash:
                raise ValidationError(
                    self.env._(
                        "Badge %(number)s is carried by %(employee)s in these days. End that one "
                        "first.",
                        number=badge.number,
                        employee=clash.employee_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        badges = super().create(vals_list)
        badges._wake_punches()
        return badges

    def write(self, vals):
        result = super().write(vals)
        self._wake_punches()
        return result

    def _wake_punches(self):
        """Punches that waited for their carrier count from now on."""
        punches = self.env["csm.punch"].sudo()
        for company, badges in self.grouped("company_id").items():
            punches._resolve_and_pair(company, badges.mapped("number"))
