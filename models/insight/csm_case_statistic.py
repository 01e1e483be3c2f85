from odoo import fields, models
from odoo.tools import SQL

from ..cases.csm_case import KINDS
from ..cases.csm_case_category import CAUSE_CLASSES
from ..cases.csm_case_chain_mixin import OPEN

# What of cases and their deadlines the statistics read.
SOURCES = {
    "csm.case": None,
    "csm.deadline": ("res_model", "res_id", "is_binding", "breached_at", "state"),
}


class CsmCaseStatistic(models.Model):
    """One case as the statistics count it; days are those of its company's zone.

    Whoever may read the case may count it, and nobody else. Void cases are not counted. A rate is
    empty, not 0, where nothing was judged, answered or asked.
    """

    _name = "csm.case.statistic"
    _description = "Statistics of Cases"
    _inherit = ["csm.case.trend.mixin", "csm.reach.mixin"]
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one("csm.case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("csm.team", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    user_id = fields.Many2one("res.users", "Handler", readonly=True)
    first_responder_id = fields.Many2one("res.users", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    category_id = fields.Many2one("csm.case.category", readonly=True)
    cause_class = fields.Selection(CAUSE_CLASSES, readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    channel = fields.Selection(
        lambda self: self.env["csm.case"]._fields["channel"]._description_selection(self.env),
        readonly=True,
    )
    severity = fields.Selection(
        lambda self: self.env["csm.case"]._fields["severity"]._description_selection(self.env),
        readonly=True,
    )
    state = fields.Selection(
        lambda self: self.env["csm.case"]._fields["state"]._description_selection(self.env),
        readonly=True,
    )
    received_at = fields.Datetime("Moment of Receipt", readonly=True)
    received_on = fields.Date("Received", readonly=True)
    closed_on = fields.Date("Closed", readonly=True)
    next_due_at = fields.Datetime("Due", readonly=True)
    is_open = fields.Boolean("Open", readonly=True)

    case_count = fields.Integer("Cases", readonly=True)
    complaint_count = fields.Integer("Complaints", readonly=True)
    judged_count = fields.Integer("Judged", readonly=True)
    founded_count = fields.Integer("Founded", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True, help="A binding deadline was missed.")
    closed_count = fields.Integer("Cases Closed", readonly=True)
    asked_count = fields.Integer("Asked", readonly=True, help="The customer was followed up with.")
    satisfied_count = fields.Integer("Satisfied", readonly=True)
    reopened_count = fields.Integer("Reopened", readonly=True)
    founded_rate = fields.Float(
        "Founded %", readonly=True, digits=(5, 1), aggregator="avg", help="Of those judged."
    )
    overdue_rate = fields.Float("Overdue %", readonly=True, digits=(5, 1), aggregator="avg")
    satisfied_rate = fields.Float(
        "Satisfied %", readonly=True, digits=(5, 1), aggregator="avg", help="Of those asked."
    )
    reply_minutes = fields.Float(
        "Minutes to the First Reply", readonly=True, digits=(16, 1), aggregator="avg"
    )
    closing_days = fields.Float(
        "Days to the Closing", readonly=True, digits=(16, 1), aggregator="avg"
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    executed_amount = fields.Monetary("Spent", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        for model, names in SOURCES.items():
            self.env[model].flush_model(names)
        return SQL(
            """
            SELECT c.id, c.id AS case_id, c.company_id, c.team_id, c.department_id, c.user_id,
                   c.first_responder_id, c.partner_id, c.category_id, c.cause_class, c.kind,
                   c.channel, c.severity, c.state, c.received_at, c.next_due_at,
                   c.is_open_to_accused, r.currency_id, c.executed_amount,
                   c.state IN %(open)s AS is_open,
                   (c.received_at AT TIME ZONE 'UTC' AT TIME ZONE z.tz)::date AS received_on,
                   CASE WHEN c.state = 'closed'
                        THEN (c.closed_at AT TIME ZONE 'UTC' AT TIME ZONE z.tz)::date
                    END AS closed_on,
                   1 AS case_count,
                   (c.kind = 'complaint')::int AS complaint_count,
                   (c.judgement IS NOT NULL)::int AS judged_count,
                   COALESCE(c.judgement = 'founded', FALSE)::int AS founded_count,
                   o.is_overdue::int AS overdue_count,
                   (c.state = 'closed')::int AS closed_count,
                   a.is_asked::int AS asked_count,
                   (a.is_asked AND c.is_satisfied IS TRUE)::int AS satisfied_count,
                   (c.reopened_at IS NOT NULL)::int AS reopened_count,
                   100.0 * (c.judgement = 'founded')::int AS founded_rate,
                   100.0 * o.is_overdue::int AS overdue_rate,
                   CASE WHEN a.is_asked THEN 100.0 * (c.is_satisfied IS TRUE)::int
                    END AS satisfied_rate,
                   EXTRACT(EPOCH FROM COALESCE(c.first_replied_at, c.replied_at) - c.received_at)
                       / 60.0 AS reply_minutes,
                   CASE WHEN c.state = 'closed'
                        THEN EXTRACT(EPOCH FROM c.closed_at - c.received_at) / 86400.0
                    END AS closing_days
              FROM csm_case c
              JOIN res_company r ON r.id = c.company_id
         LEFT JOIN resource_calendar w ON w.id = r.resource_calendar_id
        CROSS JOIN LATERAL (SELECT COALESCE(w.tz, 'UTC') AS tz) AS z
         LEFT JOIN (SELECT DISTINCT res_id AS id FROM csm_deadline
                     WHERE res_model = 'csm.case' AND is_binding AND breached_at IS NOT NULL
                       AND state <> 'released') AS late ON late.id = c.id
        CROSS JOIN LATERAL (SELECT late.id IS NOT NULL AS is_overdue) AS o
        CROSS JOIN LATERAL (SELECT c.followed_up_at IS NOT NULL OR c.is_satisfied IS TRUE
                                   AS is_asked) AS a
             WHERE c.state <> 'void'
            """,
            open=OPEN,
        )

    def _compute_is_kept_from_me(self):
        for row in self:
            row.is_kept_from_me = row.case_id.is_kept_from_me

    def _search_is_kept_from_me(self, operator, value):
        self.env["csm.case"].flush_model(["accused_user_ids", "is_open_to_accused"])
        return self._reach(
            operator,
            "(%(record)s.is_open_to_accused IS NOT TRUE AND %(record)s.id = ANY (ARRAY("
            "SELECT case_id FROM csm_case_accused_user_rel WHERE user_id = %(me)s)))",
        )

    def action_open_case(self):
        """Open the case that was counted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case",
            "res_id": self.id,
            "views": [(False, "form")],
        }
