from contextlib import nullcontext

from odoo import models

from ...tools.carries import carries
from .csm_access_log import AccessRun


class CsmNumberMixin(models.AbstractModel):
    _inherit = "csm.number.mixin"

    def unlink(self):
        with self._deletion_logged() as run:
            run.name(self)
            with run.handing_out(self):
                return super().unlink()

    @carries("S1-12-10", neutral=nullcontext(AccessRun(0, "", "", "")))
    def _deletion_logged(self):
        """Whoever tries to delete what is numbered is on record."""
        return self.env["csm.access.log"]._point(self, "delete", "unlink")
