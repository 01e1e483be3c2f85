from odoo import fields, models

from .csm_copy import PENALISED


class CsmCopyRuleLine(models.Model):
    _inherit = "csm.copy.rule.line"

    holder = fields.Selection(selection_add=PENALISED, ondelete={"department": "cascade"})
