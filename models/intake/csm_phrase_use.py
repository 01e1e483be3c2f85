from odoo import fields, models


class CsmPhraseUse(models.Model):
    """One time somebody used a phrase to avoid; counted, never held against the text."""

    _name = "csm.phrase.use"
    _description = "Use of a Phrase to Avoid"
    _order = "id desc"

    phrase_id = fields.Many2one(
        "csm.phrase", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="phrase_id.company_id", store=True)
    user_id = fields.Many2one("res.users", "Who", required=True, readonly=True, index=True)
    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    used_at = fields.Datetime("When", required=True, readonly=True)
