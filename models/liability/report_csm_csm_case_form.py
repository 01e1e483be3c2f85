from odoo import api, models


class ReportCsmCsmCaseForm(models.AbstractModel):
    """Adds to the form of a case who is liable, for those who read verdicts."""

    _inherit = "report.csm.csm_case_form"

    @api.model
    def _settled(self, doc):
        return [*super()._settled(doc), *self._liability(doc)]

    @api.model
    def _liability(self, doc):
        Verdict = self.env["csm.liability"]
        if not Verdict.has_access("read"):
            return []
        # The record rules say whose verdicts the reader may read.
        verdict = Verdict.search([("case_id", "=", doc.id), ("state", "!=", "void")], limit=1)
        if not verdict:
            return []
        rows = [
            [
                self._text(share, "kind"),
                share.party_name or "",
                f"{share.percent:.2f} %",
                self._text(share, "amount"),
                share.remark or "",
            ]
            for share in verdict.sudo().share_ids
        ]
        return [
            self._grid(
                "verdict",
                self.env._("Verdict on Liability"),
                self._cells(verdict, "state! ground! loss_amount! findings:3 decided_at tracking"),
            ),
            self._list(
                "shares",
                self.env._("Shares of Liability"),
                [
                    (self.env._("Borne by"), 16, "left"),
                    (self.env._("Party"), 30, "left"),
                    (self.env._("Share"), 12, "right"),
                    (self.env._("Part of the Loss"), 18, "right"),
                    (self.env._("Remark"), 24, "left"),
                ],
                rows,
            ),
        ]
