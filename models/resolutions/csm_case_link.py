from odoo import fields, models


class CsmCaseLink(models.Model):
    _inherit = "csm.case.link"

    kind = fields.Selection(
        selection_add=[("again", "Takes up again")], ondelete={"again": "cascade"}
    )
