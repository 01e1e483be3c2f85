from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_return_tolerance = fields.Float(
        "Over-acceptance Tolerance (%)",
        digits=(5, 2),
        help="By how much more than approved may come back where the customer's order says "
        "nothing.",
    )
    csm_books_closed_on = fields.Date(
        "Books Closed Up To", help="Nothing is booked on this day or before."
    )

    csm_portal_sign_by_link = fields.Boolean(
        "Sign by Link",
        help="Customers may sign a proposal with the link of a mail; else they log in first.",
    )

    _csm_return_tolerance_is_not_negative = models.Constraint(
        "CHECK(csm_return_tolerance >= 0)", "A tolerance cannot be below zero."
    )
