from odoo import api, models


class ReportCsmCsmCaseForm(models.AbstractModel):
    """Adds to the form of a case how it is settled, and its copies once it is closed."""

    _name = "report.csm.csm_case_form"
    _inherit = ["csm.copies.report.mixin", "report.csm.csm_case_form"]

    @api.model
    def _form_copies(self, doc, version):
        # Before it is closed the form is one working paper.
        if doc.state == "closed":
            return super()._form_copies(doc, version)
        return self.env["csm.form.report.mixin"]._form_copies(doc, version)

    @api.model
    def _goods(self):
        return f"{super()._goods()} purchased_on courier_slip"

    @api.model
    def _settled(self, doc):
        return [self._solutions(doc), self._papers(doc), *super()._settled(doc)]

    @api.model
    def _solutions(self, doc):
        """Return what was proposed in which round, and what the customer said."""
        # Whoever may read the case reads how it is settled.
        solutions = doc.sudo().solution_ids.sorted(lambda row: (row.round, row.sequence, row.id))
        return self._list(
            "solutions",
            self.env._("Solutions"),
            [
                (self.env._("Round"), 6, "right"),
                (self.env._("Kind"), 14, "left"),
                (self.env._("What Is Proposed"), 30, "left"),
                (self.env._("Amount"), 13, "right"),
                (self.env._("State"), 12, "left"),
                (self.env._("Customer's Answer"), 25, "left"),
            ],
            [
                [
                    str(row.round),
                    self._text(row, "kind"),
                    row.name,
                    self._text(row, "amount"),
                    self._text(row, "state"),
                    row.customer_answer or "",
                ]
                for row in solutions
            ],
        )

    @api.model
    def _papers(self, doc):
        """Return the notes and certificates of the case."""
        case = doc.sudo()
        papers = [
            *((paper, paper.approved_amount) for paper in case.return_ids),
            *((paper, paper.amount) for paper in case.allowance_ids),
            *((paper, paper.amount) for paper in case.refund_ids),
        ]
        return self._list(
            "papers",
            self.env._("Notes and Certificates"),
            [
                (self.env._("Paper"), 30, "left"),
                (self.env._("No."), 22, "left"),
                (self.env._("Amount"), 22, "right"),
                (self.env._("State"), 26, "left"),
            ],
            [
                [
                    self._paper_name(paper),
                    paper.number,
                    self._money(amount, paper.currency_id),
                    self._text(paper, "state"),
                ]
                for paper, amount in papers
            ],
        )

    @api.model
    def _paper_name(self, paper):
        names = {
            "csm.return": self.env._("Return Note"),
            "csm.allowance": self.env._("Allowance Certificate"),
            "csm.refund": self.env._("Refund"),
        }
        return names[paper._name]
