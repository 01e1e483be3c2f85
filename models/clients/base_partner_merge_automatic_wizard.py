from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging customers moves their client files: by those who may open files, and on record."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        customers = self.env["res.partner"].browse(partner_ids).exists()
        if len(customers) < 2:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        customers._csm_check_mergeable()
        files = customers._csm_files()
        before = {file: (file.partner_id.id, file.partner_id.name) for file in files}
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        files.invalidate_recordset(["partner_id"])
        for file, (customer_id, name) in before.items():
            if file.partner_id.id != customer_id:
                self._csm_tell_move(file, name)
        return result

    def _csm_tell_move(self, file, name):
        """Put on record, in the file and in the access log, that it has another customer now."""
        now = file.partner_id.name
        label = file._fields["partner_id"]._description_string(self.env)
        source = {"source": self.env._("Customers merged")}
        file._log_changes([("basic", label, name, now)], source)
        self.env["csm.access.log"]._note("change", "merge", file, detail=f"{name} → {now}")
