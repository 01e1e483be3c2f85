from odoo import models


class CsmFactMixin(models.AbstractModel):
    _inherit = "csm.fact.mixin"

    def _entry_start(self):
        """A record with facts follows the rules that were valid at its first fact."""
        first = self[self._facts[0]] if self._facts else False
        return first or super()._entry_start()
