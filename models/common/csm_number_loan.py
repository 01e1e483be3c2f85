from odoo import api, fields, models
from odoo.tools import SQL

from .csm_number_counter import LOCK_SPACE


class CsmNumberLoan(models.Model):
    """One number that was drawn and is not yet known to be used.

    It disappears when its record is committed, becomes free when its transaction came to nothing,
    and is then the next number given out.
    """

    _name = "csm.number.loan"
    _description = "Number on Loan"
    _order = "res_model, company_ref, prefix, value"
    _rec_name = "value"

    res_model = fields.Char("Model Name", required=True, readonly=True)
    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    prefix = fields.Char(required=True, readonly=True)
    value = fields.Integer("Number", required=True, readonly=True)
    draw = fields.Integer(required=True, readonly=True, index=True)
    state = fields.Selection(
        [("out", "Drawn"), ("free", "Handed Back")], required=True, readonly=True, index=True
    )
    drawn_at = fields.Datetime(required=True, readonly=True)

    _one_per_number = models.UniqueIndex(
        "(res_model, company_ref, prefix, value)", "This number is on loan already."
    )

    @api.model
    def _settle(self, cr, registry, draws):
        """Forget the numbers of these draws that are in use and free the others.

        Their transactions have ended. Asked twice, it does nothing the second time.

        :param cr: a cursor whose statements see what others have committed by then
        """
        cr.execute(
            "SELECT DISTINCT res_model FROM csm_number_loan WHERE draw IN %s AND state = 'out'",
            [tuple(draws)],
        )
        for (res_model,) in cr.fetchall():
            if res_model in registry:
                self._forget_used(cr, registry[res_model]._table, res_model, draws)
        cr.execute(
            "UPDATE csm_number_loan SET state = 'free' WHERE draw IN %s AND state = 'out'",
            [tuple(draws)],
        )

    @api.model
    def _forget_used(self, cr, table, res_model, draws):
        cr.execute(
            SQL(
                """
                DELETE FROM csm_number_loan AS loan USING %s AS record
                 WHERE loan.draw IN %s AND loan.state = 'out' AND loan.res_model = %s
                   AND record.company_id = loan.company_ref
                   AND record.number = loan.prefix || CASE WHEN loan.value < 100
                       THEN lpad(loan.value::text, 2, '0') ELSE loan.value::text END""",
                SQL.identifier(table),
                tuple(draws),
                res_model,
            )
        )

    @api.model
    def _cron_find_orphans(self, minutes=1):
        """Settle the draws whose transaction is gone without a word (a crash).

        The lock of a draw falls free when its transaction has ended; the statements after that see
        what it left behind, because they run in a transaction of their own.
        """
        with self.env["csm.number.counter"]._own_transaction() as cr:
            cr.execute(
                """
                SELECT draw FROM (
                    SELECT DISTINCT draw FROM csm_number_loan WHERE state = 'out'
                       AND drawn_at <= (now() AT TIME ZONE 'UTC') - make_interval(mins => %s)
                     LIMIT 1000) AS open
                 WHERE pg_try_advisory_xact_lock(%s, draw)""",
                [minutes, LOCK_SPACE],
            )
            draws = [draw for (draw,) in cr.fetchall()]
            if draws:
                self._settle(cr, self.env.registry, draws)
        self.invalidate_model()
        self.env["ir.cron"]._commit_progress(len(draws))
