from odoo import api, models
from odoo.exceptions import UserError

# What makes a file another one, or lets it hang on something else.
SUBSTANCE = {"raw", "datas", "db_datas", "url", "type", "res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """Keeps the evidence of sanctions that were confirmed."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not self.env.su and not SUBSTANCE.isdisjoint(vals):
            self._check_is_no_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        if not self.env.su:
            self._check_is_no_evidence()

    def _check_is_no_evidence(self):
        # Evidence is kept from whoever may not even see what it proves.
        held = [("evidence_ids", "in", self.ids), ("state", "!=", "proposed")]
        if self.ids and self.env["csm.sanction"].sudo().search_count(held, limit=1):
            raise UserError(self.env._("This file is evidence of a sanction and stays as it is."))
