import logging

from odoo import api, models
from odoo.fields import Domain

from ...tools.carries import carries

_logger = logging.getLogger(__name__)
BATCH = 100


class CsmDeclassification(models.AbstractModel):
    """Sets free what is classified, the day after its period has ended."""

    _name = "csm.declassification"
    _description = "End of the Periods of Secrecy"

    @api.model
    @carries("S0-10-27", neutral=None)
    def _cron_declassify(self):
        """Declassify what is due, piece by piece; safe on all nodes at once."""
        progress = self.env["ir.cron"]._commit_progress
        due = [(record, company) for company in self._companies() for record in self._due(company)]
        progress(remaining=len(due))
        for record, _company in due:
            # Another node may have it in hand, or be done with it.
            locked = record.try_lock_for_update()
            try:
                with self.env.cr.savepoint():
                    locked.filtered("level")._declassify()
            except Exception:
                _logger.exception("%s %s could not be declassified", record._name, record.id)
            if not progress(1):
                break

    @api.model
    def _companies(self):
        return self.env["res.company"].sudo().search(Domain.TRUE)

    @api.model
    def _due(self, company):
        """Return the records of a company whose period ended before its today."""
        names = self.env.registry.descendants(["csm.secret.mixin"], "_inherit")
        for name in sorted(names):
            if not self.env[name]._abstract:
                # The job belongs to nobody; what it does stands in the record and in its decision.
                Secret = self.env[name].sudo()
                ended = [("level", ">", 0), ("company_id", "=", company.id)]
                ended += [("declassify_on", "<", Secret._today(company))]
                yield from Secret.search(ended, order="declassify_on, id", limit=BATCH)
