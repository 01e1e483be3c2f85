from odoo import api, fields, models
from odoo.exceptions import UserError

# The columns that say who may see a correction.
RIGHTS = ("company_id", "team_id", "barred_user_ids")


class CsmFactCorrection(models.Model):
    """One moment of one record that a supervisor set right, with the reason and the old value."""

    _name = "csm.fact.correction"
    _description = "Corrected Fact"
    _order = "id desc"

    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    team_id = fields.Many2one("csm.team", readonly=True, index=True)
    barred_user_ids = fields.Many2many(
        "res.users", "csm_fact_correction_barred_rel", "correction_id", "user_id", readonly=True
    )
    fact = fields.Char(required=True, readonly=True)
    fact_label = fields.Char("Moment", compute="_compute_fact_label")
    old_value = fields.Datetime("Before", readonly=True)
    new_value = fields.Datetime("After", readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Corrected by", required=True, readonly=True, ondelete="restrict"
    )
    corrected_at = fields.Datetime(required=True, readonly=True)

    def _compute_fact_label(self):
        for correction in self:
            field = self.env[correction.res_model]._fields.get(correction.fact)
            correction.fact_label = field and field._description_string(self.env)

    def write(self, vals):
        """Refuse every change but one by the system of who may see the record."""
        if not self.env.su or not set(RIGHTS).issuperset(vals):
            raise UserError(self.env._("A correction is part of the record and cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A correction is part of the record and cannot be deleted."))
