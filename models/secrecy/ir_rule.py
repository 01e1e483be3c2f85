from odoo import models


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["csm.lock.mixin", "ir.rule"]
