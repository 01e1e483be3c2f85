from odoo import api, models


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["csm.rights.watch"]._note_lock_change(lines, "created")
        return lines

    def write(self, vals):
        self.env["csm.rights.watch"]._note_lock_change(self, "changed")
        result = super().write(vals)
        if "model_id" in vals:
            self.env["csm.rights.watch"]._note_lock_change(self, "changed")
        return result

    def unlink(self):
        self.env["csm.rights.watch"]._note_lock_change(self, "deleted")
        return super().unlink()
