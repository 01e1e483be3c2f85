from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmLiabilityLineMixin(models.AbstractModel):
    """A line of a verdict, which changes only while the verdict is a draft."""

    _name = "csm.liability.line.mixin"
    _description = "Line of a Verdict"

    liability_id = fields.Many2one(
        "csm.liability", "Verdict", required=True, ondelete="cascade", index=True
    )
    case_id = fields.Many2one(related="liability_id.case_id", store=True, index=True)
    company_id = fields.Many2one(related="liability_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")

    # What the system keeps; a view shows it, and nobody writes it.
    _kept_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_kept({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        lines.liability_id._check_is_draft()
        return lines

    def write(self, vals):
        self._check_kept(vals)
        self.liability_id._check_is_draft()
        result = super().write(vals)
        # A line may have been moved to another verdict.
        self.liability_id._check_is_draft()
        return result

    def unlink(self):
        self.liability_id._check_is_draft()
        return super().unlink()

    @api.model
    def _check_kept(self, names):
        kept = [] if self.env.su else [name for name in self._kept_fields if name in names]
        if kept:
            raise UserError(
                self.env._(
                    "“%(field)s” is kept by the system and cannot be written.",
                    field=self._fields[kept[0]]._description_string(self.env),
                )
            )
