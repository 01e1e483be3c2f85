from odoo import models


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["csm.lock.mixin", "ir.model.access"]
