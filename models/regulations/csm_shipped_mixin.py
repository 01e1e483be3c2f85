from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmShippedMixin(models.AbstractModel):
    """A record that came with the program and that all companies share: nobody rewrites it.

    What a company decides for itself lies in its adoption; what it writes itself is its own.
    """

    _name = "csm.shipped.mixin"
    _description = "Record Shared by All Companies"

    is_locked = fields.Boolean(compute="_compute_is_locked", export_string_translation=False)

    @api.depends_context("uid")
    def _compute_is_locked(self):
        shipped = self._shipped()
        for record in self:
            record.is_locked = record in shipped

    def _shipped(self):
        """Return those of these records that came with the program and that are not ours."""
        if self.env.is_system():
            return self.browse()
        # Where a record came from is on file where only the system reads.
        Origin = self.env["ir.model.data"].sudo()
        mine = [("module", "=", "csm"), ("model", "=", self._name), ("res_id", "in", self.ids)]
        return self.browse(Origin.search(mine).mapped("res_id"))

    def _refuse_shipped(self):
        refusals = [
            self.env._(
                "%(record)s came with the program and is the same for all companies. Create a "
                "regulation of your own, or set other figures in your adoption.",
                record=record.display_name,
            )
            for record in self._shipped()
        ]
        if refusals:
            raise UserError("\n".join(refusals))

    def write(self, vals):
        self._refuse_shipped()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        self._refuse_shipped()

    def update_field_translations(self, field_name, translations, source_lang=""):
        """Refuse another wording of what is shared, in every language."""
        self._refuse_shipped()
        return super().update_field_translations(field_name, translations, source_lang)
