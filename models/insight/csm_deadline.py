from odoo import models


class CsmDeadline(models.Model):
    """A deadline whose breach counts in the statistics of its record."""

    _inherit = "csm.deadline"

    _breached_of_record = models.Index(
        "(res_model, res_id) WHERE breached_at IS NOT NULL AND is_binding"
    )
