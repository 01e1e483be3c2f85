from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_retention_months = fields.Integer(
        "Files Kept for Months",
        help="How long the file of a closed case is kept where no regulation in force says so. "
        "0: for good.",
    )

    _csm_retention_is_not_negative = models.Constraint(
        "CHECK(csm_retention_months >= 0)", "Months cannot be below zero. Enter 0 for good."
    )
