from odoo import api, fields, models


class CsmContactDetail(models.Model):
    """One particular of one contact: what was asked and what the customer said."""

    _name = "csm.contact.detail"
    _description = "Particular of a Contact"
    _order = "contact_id, sequence, id"

    contact_id = fields.Many2one("csm.contact", required=True, ondelete="cascade", index=True)
    type_id = fields.Many2one(
        "csm.contact.detail.type", "Asked", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="type_id.sequence", store=True)
    value = fields.Char("Answer")

    _one_of_each = models.UniqueIndex(
        "(contact_id, type_id)", "This particular stands there already. Change the line it has."
    )

    @api.depends("type_id", "value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for detail in self:
            detail.display_name = f"{detail.type_id.name}: {detail.value or '–'}"
