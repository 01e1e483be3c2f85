from odoo import fields, models

from ...tools.carries import carries

# A total of fewer persons would let readers work out a wage.
FEWEST = 5


class CsmFundPostingMixin(models.AbstractModel):
    """Enters handed-over fines in the fund of the department, where the rule says so."""

    _name = "csm.fund.posting.mixin"
    _description = "Fines That Go Into a Fund"

    fund_entry_id = fields.Many2one(
        "csm.fund.entry",
        "Entry in the Fund",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "hand_over":
            # The book is the system's; whoever hands over need not keep the fund.
            self.sudo()._post_to_fund()
        return result

    @carries("S3-08-18", neutral=None)
    def _post_to_fund(self):
        """Enter each fine; what rests on wages waits until it can be entered as a total."""
        fines = self.filtered(lambda one: one._is_for_fund() and not one["fund_entry_id"])
        for company, of_company in fines.grouped("company_id").items():
            for department, group in of_company.grouped("department_id").items():
                fund = self.env["csm.fund"]._of(company, department)
                for fine in group.filtered(lambda one: not one["is_wage_based"]):
                    fine._enter(fund, fine["number"])
                if group.filtered("is_wage_based"):
                    self._post_total(fund)

    def _post_total(self, fund):
        """Enter all that rests on wages and is not entered yet, when it is of enough persons."""
        waiting = self.search(
            [
                ("company_id", "=", fund.company_id.id),
                ("department_id", "=", fund.department_id.id),
                ("destination", "=", "fund"),
                ("kind", "=", "penalty"),
                ("is_wage_based", "=", True),
                ("state", "=", "handed_over"),
                ("reversed_at", "=", False),
                ("fund_entry_id", "=", False),
            ]
        )
        if len(waiting.employee_id) >= FEWEST:
            text = self.env._("Fines that rest on wages, in total")
            waiting._enter(fund, text, is_total=True)

    def _is_for_fund(self):
        return self["destination"] == "fund" and self["kind"] == "penalty"

    def _enter(self, fund, text, is_total=False):
        amount = sum(one._fund_amount() for one in self)
        if not fund.currency_id.is_zero(amount):
            self.fund_entry_id = self.env["csm.fund.entry"].create(
                {
                    "fund_id": fund.id,
                    "kind": "fine",
                    "amount": amount,
                    "day": fields.Date.context_today(self),
                    "source_text": text,
                    "person_count": len(self["employee_id"]),
                    "is_total": is_total,
                }
            )

    def _fund_amount(self):
        """Return what of the fine is really taken: never more than may be deducted."""
        if self["pay_ids"]:
            return self["pay_ids"][:1].deductible
        return self["chosen_amount"] or self["amount"]
