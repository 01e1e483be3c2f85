from odoo import fields, models
from odoo.fields import Domain

from .csm_return import RETURNED


class ResPartner(models.Model):
    _inherit = "res.partner"

    csm_trade = fields.Selection(
        [("retail", "Retail"), ("wholesale", "Wholesale"), ("franchise", "Franchise")], "Trade"
    )
    csm_contract_amount = fields.Float(
        "Delivered Under the Contract",
        digits=(16, 2),
        groups="csm.group_agent",
        help="In the company's currency; the ratio of returns is reckoned from it.",
    )
    csm_return_ratio = fields.Float(
        "Ratio of Returns in the Contract (%)", digits=(5, 2), groups="csm.group_agent"
    )
    csm_used_ratio = fields.Float(
        "Ratio Used (%)",
        digits=(5, 2),
        compute="_compute_csm_used_ratio",
        compute_sudo=True,
        groups="csm.group_agent",
    )
    csm_receivable_amount = fields.Float(
        "Deducted from the Collection Base",
        digits=(16, 2),
        compute="_compute_csm_receivable_amount",
        groups="csm.group_agent",
        help="Of the returns booked in this customer's cases, in the company's currency.",
    )

    _csm_figures_are_not_negative = models.Constraint(
        "CHECK(csm_contract_amount >= 0 AND csm_return_ratio >= 0)",
        "The value delivered and the ratio of returns cannot be below zero.",
    )

    def _compute_csm_used_ratio(self):
        for partner in self:
            contract = partner.commercial_partner_id
            base = contract.csm_contract_amount
            none = self.env["csm.return"]
            used = contract._csm_returned_amount(none) if base else 0
            partner.csm_used_ratio = 100 * used / base if base else 0

    def _csm_returned_amount(self, but):
        """Return the value of what this customer was allowed to give back, but for one note."""
        domain = Domain("partner_id", "child_of", self.ids) & Domain("state", "in", RETURNED)
        domain &= Domain("kind", "in", ("return", "exchange")) & Domain("id", "not in", but.ids)
        domain &= Domain("company_id", "=", self.env.company.id)
        # All of the customer's returns count, whoever handles them.
        notes = self.env["csm.return"].sudo()
        return notes._read_group(domain, [], ["company_amount:sum"])[0][0] or 0

    def _compute_csm_receivable_amount(self):
        for partner in self:
            # Only what the reader may see is added up.
            notes = self.env["csm.return"].search(
                [("partner_id", "child_of", partner.ids), ("receivable_amount", "!=", 0)]
            )
            partner.csm_receivable_amount = sum(notes.mapped("receivable_amount"))
