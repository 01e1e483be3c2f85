from odoo import fields, models


class CsmCopyRule(models.Model):
    _inherit = "csm.copy.rule"

    model = fields.Selection(
        selection_add=[("csm.liability.notice", "Reward or Penalty Notice")],
        ondelete={"csm.liability.notice": "cascade"},
    )
