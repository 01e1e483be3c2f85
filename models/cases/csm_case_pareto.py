from odoo import fields, models
from odoo.tools import SQL

from .csm_case import KINDS
from .csm_case_category import CAUSE_CLASSES


class CsmCasePareto(models.Model):
    """How many cases of a year one category has caused, and their share with those before it.

    Whoever reads it counts the cases they may read, and no others.
    """

    _name = "csm.case.pareto"
    _description = "Causes of Cases"
    _auto = False
    _order = "year desc, kind, rank"
    _rec_name = "category_id"

    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    category_id = fields.Many2one("csm.case.category", readonly=True)
    cause_class = fields.Selection(CAUSE_CLASSES, readonly=True)
    rank = fields.Integer("Place in the Year", readonly=True, aggregator=None)
    case_count = fields.Integer("Cases", readonly=True)
    share = fields.Float("Percent", readonly=True, digits=(5, 1))
    cumulative_share = fields.Float(
        "With Those Before", readonly=True, digits=(5, 1), aggregator="max"
    )

    @property
    def _table_query(self):
        Case = self.env["csm.case"]
        Case.flush_model()
        mine = Case._search([("state", "!=", "void"), ("category_id", "!=", False)])
        return SQL(
            """
            SELECT MIN(id) AS id, company_id, year, kind, category_id,
                   MIN(cause_class) AS cause_class, COUNT(*) AS case_count,
                   ROW_NUMBER() OVER ranked AS rank,
                   100.0 * COUNT(*) / SUM(COUNT(*)) OVER whole AS share,
                   100.0 * SUM(COUNT(*)) OVER ranked / SUM(COUNT(*)) OVER whole
                       AS cumulative_share
              FROM (SELECT id, company_id, kind, category_id, cause_class,
                           TO_CHAR(received_at, 'YYYY') AS year
                      FROM csm_case WHERE id IN %s) AS counted
          GROUP BY company_id, year, kind, category_id
            WINDOW whole AS (PARTITION BY company_id, year, kind),
                   ranked AS (PARTITION BY company_id, year, kind
                              ORDER BY COUNT(*) DESC, category_id)
            """,
            mine.subselect(),
        )
