from odoo import fields, models


class CsmContactDetailType(models.Model):
    """One particular that may be asked of a customer, such as the age or the history."""

    _name = "csm.contact.detail.type"
    _description = "Kind of Particular"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="A mark rules can name, for example age.")

    _code_is_unique = models.UniqueIndex("(code)", "Another particular already has this code.")
