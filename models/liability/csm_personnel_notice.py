from odoo import models


class CsmPersonnelNotice(models.Model):
    _inherit = "csm.personnel.notice"

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "publish":
            # The verdicts are the system's to follow; who publishes need not read them.
            self.sudo()._tell_verdicts()
        return result

    def _tell_verdicts(self):
        """What a verdict proposed to announce, and is on this announcement, is announced."""
        sanctions = self.line_ids.sanction_id.filtered(lambda one: one.res_model == "csm.case")
        rows = self.env["csm.liability.proposal"].search(
            [
                ("case_id", "in", sanctions.mapped("res_id")),
                ("kind", "=", "administrative"),
                ("state", "=", "handed_over"),
            ]
        )
        named = {(one.res_id, one.employee_id.id) for one in sanctions}
        told = rows.filtered(lambda row: (row.case_id.id, row.employee_id.id) in named)
        if told:
            told._go(told._move_named("announce"))
