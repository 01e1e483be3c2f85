from odoo import fields, models


class CsmRequestKind(models.Model):
    """One kind of internal application: memorial, remote service, purchase, use of a seal …"""

    _name = "csm.request.kind"
    _description = "Kind of Application"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    hint = fields.Char("What to Write", translate=True)
    active = fields.Boolean(default=True)

    _code_is_unique = models.UniqueIndex("(code)", "Another kind already has this code.")
