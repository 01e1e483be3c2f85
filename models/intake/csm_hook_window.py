from datetime import timedelta

from odoo import api, fields, models
from odoo.sql_db import Cursor
from odoo.tools import SQL

KEEP = timedelta(days=2)


class CsmHookWindow(models.Model):
    """How often one caller from outside has asked within one stretch of time."""

    _name = "csm.hook.window"
    _description = "Requests Within a Window"
    _order = "window_at desc, id desc"

    # A digest: neither a key nor an address can be read from it.
    bucket = fields.Char(required=True, readonly=True)
    window_at = fields.Datetime("Since", required=True, readonly=True, index=True)
    request_count = fields.Integer("Requests", required=True, readonly=True)

    _one_per_window = models.UniqueIndex("(bucket, window_at)")

    @api.model
    @api.private
    def count(self, bucket, seconds):
        """Count one more request of a caller; return ``(requests, seconds until the next window)``.

        It is counted in a transaction of its own: what is refused counts too, and nobody waits
        for the work of somebody else's request.
        """
        now = fields.Datetime.now()
        elapsed = int(now.timestamp()) % seconds
        since = now - timedelta(seconds=elapsed)
        with self.env.registry.cursor() as cr:
            # A cursor nested into an open transaction keeps the level of that transaction.
            if isinstance(cr, Cursor):
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(
                SQL(
                    """INSERT INTO csm_hook_window AS w (bucket, window_at, request_count)
                            VALUES (%s, %s, 1)
                       ON CONFLICT (bucket, window_at)
                         DO UPDATE SET request_count = w.request_count + 1
                         RETURNING request_count""",
                    bucket,
                    since,
                )
            )
            (requests,) = cr.fetchone()
        return requests, seconds - elapsed

    @api.autovacuum
    def _gc_windows(self):
        self.search([("window_at", "<", fields.Datetime.now() - KEEP)]).unlink()
