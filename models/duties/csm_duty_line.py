from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmDutyLine(models.Model):
    """One point of the checklist of one duty: looked at, and what was found."""

    _name = "csm.duty.line"
    _description = "Checked Point"
    _order = "duty_id, sequence, id"

    duty_id = fields.Many2one(
        "csm.duty", required=True, readonly=True, ondelete="cascade", index=True
    )
    item_id = fields.Many2one(
        "csm.duty.item", required=True, readonly=True, ondelete="restrict", index=True
    )
    sequence = fields.Integer(related="item_id.sequence", store=True)
    name = fields.Char("Point", related="item_id.name")
    is_checked = fields.Boolean("In Order")
    remark = fields.Char(help="What is not in order.")

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"is_checked", "remark"}:
                raise UserError(
                    self.env._("A checklist comes from its rule. Check its points, or say what is.")
                )
            self.duty_id._check_proof_open()
        return super().write(vals)

    def _is_answered(self):
        return self.is_checked or bool((self.remark or "").strip())

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name
