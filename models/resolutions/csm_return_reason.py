from odoo import fields, models


class CsmReturnReason(models.Model):
    """Why goods come back: sediment, mould, a leak, damage on the way, the wrong goods …"""

    _name = "csm.return.reason"
    _description = "Reason of a Return"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="A mark rules can name, for example mould.")

    _code_is_unique = models.UniqueIndex("(code)", "Another reason already has this code.")
