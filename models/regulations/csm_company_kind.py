from odoo import fields, models


class CsmCompanyKind(models.Model):
    """One kind of company that regulations are written for, by which one chooses among them."""

    _name = "csm.company.kind"
    _description = "Kind of Company"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=200)
    active = fields.Boolean(default=True)
    regulation_ids = fields.One2many("csm.regulation", "company_kind_id", "Regulations")

    _name_is_unique = models.UniqueIndex("(name)", "Another kind of company already has this name.")
