from odoo import api, models


class CsmFormVersion(models.Model):
    _inherit = "csm.form.version"

    def _entry_start(self):
        """A form is printed as the rules of the day want it, however old it is."""
        return self.env.cr.now()

    @api.model
    def _move_label(self, move):
        labels = {"print": self.env._("Printing"), "cover": self.env._("Printing of the cover")}
        return labels.get(move.name) or super()._move_label(move)
