from odoo import api, models


class CsmLockMixin(models.AbstractModel):
    """A lock of Odoo itself: whoever makes, alters or removes one of a classified model is told."""

    _name = "csm.lock.mixin"
    _description = "Lock Whose Changes Are Logged"

    @api.model_create_multi
    def create(self, vals_list):
        locks = super().create(vals_list)
        self.env["csm.rights.watch"]._note_lock_change(locks, "created")
        return locks

    def write(self, vals):
        self.env["csm.rights.watch"]._note_lock_change(self, "changed")
        result = super().write(vals)
        if "model_id" in vals:
            self.env["csm.rights.watch"]._note_lock_change(self, "changed")
        return result

    def unlink(self):
        self.env["csm.rights.watch"]._note_lock_change(self, "deleted")
        return super().unlink()
