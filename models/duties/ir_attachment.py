from odoo import api, models
from odoo.exceptions import UserError

from .csm_duty_chain_mixin import OPEN

# What makes a file another one, or lets it hang on something else.
SUBSTANCE = {"raw", "datas", "db_datas", "url", "type", "res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """Keeps the files that prove a duty done."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not self.env.su and not SUBSTANCE.isdisjoint(vals):
            self._check_proves_no_duty()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof_of_duty(self):
        if not self.env.su:
            self._check_proves_no_duty()

    def _check_proves_no_duty(self):
        # The proof is kept from whoever may not even see what it proves.
        proved = [("attachment_ids", "in", self.ids), ("state", "not in", OPEN)]
        if self.ids and self.env["csm.duty"].sudo().search_count(proved, limit=1):
            raise UserError(
                self.env._("This file proves that a duty was done, and stays as it is.")
            )
