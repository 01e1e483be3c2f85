from odoo import fields, models


class CsmObligation(models.Model):
    """What is owed, whichever regulation asks for it: a first reply, a report, the closing.

    Of all rules that ask for the same thing from one record, the earliest due moment binds.
    """

    _name = "csm.obligation"
    _description = "Obligation"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)

    _code_is_unique = models.UniqueIndex("(code)", "Another obligation already has this code.")
