from odoo import fields, models

PENALISED = [("department", "Penalised Department")]


class CsmCopy(models.Model):
    _inherit = "csm.copy"

    holder = fields.Selection(selection_add=PENALISED, ondelete={"department": "cascade"})
