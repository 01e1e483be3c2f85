from odoo import api, fields, models


class CsmClientFile(models.Model):
    """Shows with a client file the cases of the customer, as far as the reader may read them."""

    _inherit = "csm.client.file"

    case_count = fields.Integer("Cases", compute="_compute_case_count")

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_case_count(self):
        Case = self.env["csm.case"]
        self.case_count = 0
        if Case.has_access("read"):
            for file in self:
                theirs = [("partner_id", "child_of", file.partner_id.id)]
                file.case_count = Case.search_count(theirs)

    def action_cases(self):
        """Open the cases of this customer."""
        self.ensure_one()
        return self.partner_id.action_csm_cases()
