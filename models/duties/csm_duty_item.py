from odoo import fields, models


class CsmDutyItem(models.Model):
    """One point of the checklist of a duty."""

    _name = "csm.duty.item"
    _description = "Point of a Checklist"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.duty.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Point", required=True, translate=True)
