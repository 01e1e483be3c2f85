from odoo import api, fields, models


class CsmCaseDeskMixin(models.AbstractModel):
    """What the front desk puts on record about a case besides its matter."""

    _name = "csm.case.desk.mixin"
    _description = "Front Desk Record of a Case"

    partner_is_urgent = fields.Boolean(
        "Urgent Customer",
        compute="_compute_partner_is_urgent",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Follows the customer as long as the case is open.",
    )

    @api.depends("partner_id")
    def _compute_partner_is_urgent(self):
        for case in self:
            case.partner_is_urgent = case.partner_id._csm_is_urgent_now()
