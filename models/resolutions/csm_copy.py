from odoo import fields, models

HOLDERS = [
    ("issuer", "Issuer"),
    ("warehouse", "Warehouse"),
    ("accounting", "Accounting"),
    ("business", "Business Department"),
    ("marketing", "Marketing"),
    ("customer", "Customer"),
    ("quality", "Quality"),
    ("manufacturing", "Manufacturing Department"),
    ("gm_office", "General Manager's Office"),
]


class CsmCopy(models.Model):
    """One hand-over of one copy of a paper: to whom it went and when. Nobody changes it."""

    _name = "csm.copy"
    _description = "Copy of a Paper"
    _order = "number, id"

    res_model = fields.Char(required=True, export_string_translation=False)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    case_id = fields.Many2one("csm.case", required=True, ondelete="cascade", index=True)
    number = fields.Integer("Copy", required=True)
    holder = fields.Selection(HOLDERS, "Went to", required=True)
    user_id = fields.Many2one("res.users", "Handed Over by", ondelete="restrict")
    told_user_id = fields.Many2one("res.users", "Who Was Told", ondelete="restrict")
    is_to_act = fields.Boolean("To Act", help="Whoever holds it has something to do.")
    handed_at = fields.Datetime("On", required=True)

    _of_record = models.Index("(res_model, res_id)")
