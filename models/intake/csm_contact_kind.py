from odoo import fields, models

from ..cases.csm_case import KINDS


class CsmContactKind(models.Model):
    """What people turn to us for: an inquiry, a complaint, an order, a repair …"""

    _name = "csm.contact.kind"
    _description = "Kind of Contact"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="A mark rules can name, for example order.")
    color = fields.Integer()
    case_kind = fields.Selection(
        KINDS,
        "Becomes",
        required=True,
        default="service",
        help="What kind of case is made of such a contact.",
    )

    _code_is_unique = models.UniqueIndex("(code)", "Another kind already has this code.")
