from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load=load)
        if self.env.su:
            return rows
        Log = self.env["csm.access.log"]
        behind = Log._all_classified_behind(self)
        if behind:
            with Log._point(self, "download", "read", ", ".join(fnames)) as run:
                for records in behind:
                    run.give(records)
        return rows
