from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmPaperMixin(models.AbstractModel):
    """A numbered paper that settles one case: a return note, a certificate, a refund."""

    _name = "csm.paper.mixin"
    _description = "Paper of a Case"
    _inherit = ["csm.copies.mixin", "csm.resolution.mixin", "csm.number.mixin"]

    solution_id = fields.Many2one(
        "csm.solution", domain="[('case_id', '=', case_id)]", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", check_company=True, index="btree_not_null", tracking=True
    )
    company_amount = fields.Monetary(
        "Amount in the Company's Currency",
        currency_field="company_currency_id",
        compute="_compute_company_amount",
        store=True,
    )

    # What stands before the month in the numbers of these papers.
    _mark = ""
    # What the amount in the company's currency follows from.
    _worth_fields = ("amount", "currency_id", "approved_at", "company_id")

    @api.depends(lambda self: self._worth_fields)
    def _compute_company_amount(self):
        for paper in self:
            moment = paper["approved_at"] or paper["drafted_at"]
            paper.company_amount = paper._in_company_currency(paper._worth(), moment)

    def _worth(self):
        """Hook: return what this paper is about, in its own currency."""
        return self["amount"]

    @api.depends("number", "partner_id")
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = " ".join(filter(None, (paper.number, paper.partner_id.name)))

    @api.constrains("solution_id", "case_id")
    def _check_solution_is_of_the_case(self):
        for paper in self.sudo():
            if paper.solution_id and paper.solution_id.case_id != paper.case_id:
                raise ValidationError(
                    self.env._(
                        "%(paper)s: the solution belongs to %(case)s. Choose one of the same case.",
                        paper=paper.display_name,
                        case=paper.solution_id.case_id.display_name,
                    )
                )

    @api.onchange("case_id")
    def _onchange_case_id(self):
        """Show the customer and the order of the case before the paper is saved."""
        for name in ("partner_id", "order_number"):
            if self.case_id and name in self._fields:
                self[name] = self.case_id[name]

    @api.model
    def _values_of_case(self, case, vals):
        """Return what a new paper takes from its case."""
        values = super()._values_of_case(case, vals)
        if "partner_id" not in vals:
            values["partner_id"] = case.partner_id.id
        if "order_number" in self._fields and "order_number" not in vals:
            values["order_number"] = case.order_number
        return values

    @api.model
    def _number_prefix(self, vals):
        return self._monthly_prefix(self._mark, vals)
