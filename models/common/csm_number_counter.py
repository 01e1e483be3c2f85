import logging
import random
from contextlib import contextmanager

from psycopg2 import Error

from odoo import api, fields, models
from odoo.sql_db import Cursor
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# The first of the two keys of our advisory locks; the second is the draw.
LOCK_SPACE = 0x43534D


class CsmNumberCounter(models.Model):
    """The last number drawn of one series: a model, a company and a prefix such as 2603.

    Numbers are drawn in a short transaction of their own, so two long transactions never wait for
    each other, and what a rollback leaves unused is handed back (``csm.number.loan``).
    """

    _name = "csm.number.counter"
    _description = "Number Counter"
    _order = "res_model, company_ref, prefix desc"
    _rec_name = "prefix"

    res_model = fields.Char("Model Name", required=True, readonly=True)
    # No foreign key: a company made in the caller's open transaction is not visible here yet.
    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    prefix = fields.Char(required=True, readonly=True)
    last = fields.Integer("Last Number", required=True, readonly=True)

    _one_per_series = models.UniqueIndex(
        "(res_model, company_ref, prefix)", "This series already has a counter."
    )

    @api.model
    @api.private
    def draw(self, res_model, company_id, prefix, count):
        """Return ``count`` new numbers of a series as texts, smallest first.

        The caller's transaction holds a lock named after the draw until it ends. Whoever finds the
        lock free and the numbers unused knows that nobody will use them any more.
        """
        draw = random.getrandbits(31)
        self.env.cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, draw])
        series = (res_model, company_id, prefix)
        with self._own_transaction() as cr:
            values = self._take_free(cr, series, draw, count)
            values += self._take_new(cr, series, draw, count - len(values))
        self._settle_after(draw)
        return [f"{prefix}{value:02d}" for value in sorted(values)]

    @contextmanager
    def _own_transaction(self):
        """Yield a cursor whose work is committed at the end of the block.

        Each of its statements sees what others have committed by then, so two draws wait for each
        other instead of failing. Its commit need not reach the disk by itself: the caller's
        commit, which comes later in the same log, takes it along.
        """
        if not self.env.registry.ready:
            # While the addon is being installed its tables are this transaction's own.
            self.env.flush_all()
            yield self.env.cr
            return
        with self.env.registry.cursor() as cr:
            # A cursor nested into an open transaction keeps the level of that transaction.
            if isinstance(cr, Cursor):
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute("SET LOCAL synchronous_commit TO off")
            yield cr

    def _take_free(self, cr, series, draw, count):
        # Chosen once: as a subquery it could be asked again for each row, and give others.
        cr.execute(
            SQL(
                """
                WITH chosen AS MATERIALIZED (
                    SELECT id FROM csm_number_loan
                     WHERE state = 'free' AND (res_model, company_ref, prefix) = %s
                     ORDER BY value LIMIT %s FOR UPDATE SKIP LOCKED)
                UPDATE csm_number_loan AS loan SET state = 'out', draw = %s,
                       drawn_at = now() AT TIME ZONE 'UTC'
                  FROM chosen WHERE loan.id = chosen.id
             RETURNING loan.value""",
                series,
                count,
                draw,
            )
        )
        return [value for (value,) in cr.fetchall()]

    def _take_new(self, cr, series, draw, count):
        if not count:
            return []
        cr.execute(
            """
            WITH counter AS (
                INSERT INTO csm_number_counter AS c (res_model, company_ref, prefix, last)
                VALUES (%s, %s, %s, %s)
                ON CONFLICT (res_model, company_ref, prefix)
                DO UPDATE SET last = c.last + EXCLUDED.last RETURNING last)
            INSERT INTO csm_number_loan
                   (res_model, company_ref, prefix, value, draw, state, drawn_at)
            SELECT %s, %s, %s, value, %s, 'out', now() AT TIME ZONE 'UTC'
              FROM counter, generate_series(last - %s + 1, last) AS value
         RETURNING value""",
            [*series, count, *series, draw, count],
        )
        return [value for (value,) in cr.fetchall()]

    def _settle_after(self, draw):
        """Settle the draw when the caller's transaction has ended, well or badly."""
        loan, registry = self.env["csm.number.loan"], self.env.registry

        def settle():
            try:
                with self._own_transaction() as cr:
                    loan._settle(cr, registry, [draw])
            except Error:
                # The caller's work is done; the job that finds orphans settles this draw later.
                _logger.warning("Draw %s of numbers could not be settled", draw, exc_info=True)

        self.env.cr.postcommit.add(settle)
        self.env.cr.postrollback.add(settle)
