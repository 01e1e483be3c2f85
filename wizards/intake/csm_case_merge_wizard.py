from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsmCaseMergeWizard(models.TransientModel):
    """Asks into which of several cases the others are merged, and why."""

    _name = "csm.case.merge.wizard"
    _description = "Merge Cases"

    case_ids = fields.Many2many("csm.case", "csm_case_merge_wizard_rel", string="Cases")
    target_id = fields.Many2one(
        "csm.case", "Merge into", required=True, domain="[('id', 'in', case_ids)]"
    )
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "csm.case":
            cases = self.env["csm.case"].browse(self.env.context.get("active_ids", [])).exists()
            values["case_ids"] = [Command.set(cases.ids)]
            # The oldest case keeps its number and its clocks.
            values["target_id"] = cases.sorted(lambda case: (case.received_at, case.id))[:1].id
        return values

    def action_merge(self):
        self.ensure_one()
        if self.target_id not in self.case_ids:
            raise UserError(self.env._("Choose one of the cases to merge the others into."))
        self.target_id._merge(self.case_ids - self.target_id, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case",
            "res_id": self.target_id.id,
            "views": [(False, "form")],
        }
