from odoo import api, models


class ReportCsmCsmCaseFeedback(models.AbstractModel):
    """Adds to the feedback slip what the customer was offered or given."""

    _inherit = "report.csm.csm_case_feedback"

    @api.model
    def _given(self, doc):
        letter = self.env["report.csm.csm_case_letter"]
        offers = letter._offers(doc)
        head = [(self.env._("What You Receive from Us"), 100, "left")]
        return [
            *super()._given(doc),
            self._list("given", self.env._("Our Offer"), head, [[text] for text in offers]),
        ]
