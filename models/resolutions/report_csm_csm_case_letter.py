from odoo import api, models

# What the customer has been told of, and of what an amount is theirs.
TOLD = ("offered", "accepted", "executed")
PAID = ("allowance", "compensation")


class ReportCsmCsmCaseLetter(models.AbstractModel):
    """Adds to the letter what the customer is offered or was given."""

    _inherit = "report.csm.csm_case_letter"

    @api.model
    def _offers(self, doc):
        # Whoever writes the letter reads what the customer was offered.
        solutions = doc.sudo().solution_ids.filtered(lambda row: row.state in TOLD)
        return [
            *super()._offers(doc),
            *(self._offer_text(row) for row in solutions.sorted("sequence")),
        ]

    @api.model
    def _offer_text(self, solution):
        """Return a solution as the customer reads it: what it costs us is not theirs to know."""
        amount = self._text(solution, "amount") if solution.kind in PAID else ""
        kind = self._text(solution, "kind")
        text = self.env._("%(kind)s: %(what)s", kind=kind, what=solution.name)
        return f"{text} ({amount})" if amount else text
