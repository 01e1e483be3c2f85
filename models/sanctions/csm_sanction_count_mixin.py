from odoo import api, fields, models
from odoo.tools import SQL, groupby

from ...tools.ladder import NOTHING, Case, Outcome, climb, within
from .csm_sanction_step_choice_mixin import measures

# What counting writes, in the order of the columns; what rests on a wage stands elsewhere.
FIGURES = {
    "occurrence": "int",
    "step_id": "int",
    "amount": "numeric",
    "amount_max": "numeric",
    "points": "numeric",
    "points_max": "numeric",
    "percent": "numeric",
    "is_wage_based": "bool",
    "measure": "varchar",
    "suspension_days": "int",
    "withholds_bonus": "bool",
    "legal_action": "bool",
}
PARTITION = ("employee_id", "company_id", "root_id", "window_on")


class CsmSanctionCountMixin(models.AbstractModel):
    """Counts the occurrences of an offence and says what each one brings.

    Nobody types an occurrence: of the same employee, company, rule and period it is the place in
    the order of days. What is waived or reversed does not count; what is proposed or appealed
    counts until it is.
    """

    _name = "csm.sanction.count.mixin"
    _description = "Occurrence and Ladder"
    _inherit = ["csm.number.mixin"]

    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_id = fields.Many2one(
        "csm.sanction.rule", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    root_id = fields.Many2one(
        "csm.sanction.rule", "First Version of the Rule", readonly=True, ondelete="restrict"
    )
    article_id = fields.Many2one(
        "csm.regulation.article", "Rests on", readonly=True, ondelete="restrict", index=True
    )
    step_id = fields.Many2one("csm.sanction.step", readonly=True, ondelete="restrict")
    window_on = fields.Date("Counted since", readonly=True)
    occurrence = fields.Integer("Which Time", readonly=True, aggregator=None)
    points = fields.Float(digits=(8, 2), readonly=True)
    points_max = fields.Float("Points up to", digits=(8, 2), readonly=True, aggregator=None)
    percent = fields.Float("Percent of the Wage", digits=(6, 2), readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True, help="What rests on a wage stands with the wage.")
    amount_max = fields.Monetary("Up to", readonly=True, aggregator=None)
    is_wage_based = fields.Boolean("Based on the Wage", readonly=True)
    measure = fields.Selection(measures, "Disciplinary Measure", readonly=True)
    suspension_days = fields.Integer("Days of Suspension", readonly=True)
    withholds_bonus = fields.Boolean("Bonus Withheld", readonly=True)
    legal_action = fields.Boolean(readonly=True)
    chosen_amount = fields.Monetary(copy=False, aggregator=None)
    chosen_points = fields.Float(digits=(8, 2), copy=False, aggregator=None)
    chosen_measure = fields.Selection(measures, copy=False)

    def _recount_mine(self):
        """Count anew wherever these sanctions count."""
        mine = self.sudo().filtered("window_on")
        return mine._recount(
            mine.employee_id.ids, mine.root_id.ids, list(set(mine.mapped("window_on")))
        )

    @api.model
    def _recount(self, employee_ids, root_ids=(), windows=()):
        """Count the sanctions of employees anew and say what each one brings.

        Open ones are renumbered; for one handed over a correcting line is proposed.

        :param root_ids: first versions of the rules concerned; none: all
        :param windows: first days of the periods concerned; none: all
        :return: the sanctions that changed, and the correcting lines
        """
        if not employee_ids:
            return self.browse()
        self.env.flush_all()
        rows = self._rows_to_count(employee_ids, root_ids, windows)
        changed, late = [], []
        for _key, group in groupby(rows, lambda row: tuple(row[name] for name in PARTITION)):
            previous = NOTHING
            for row in group:
                previous, figures = self._reckon(row, previous)
                if row["state"] == "handed_over":
                    late.append((row, figures))
                elif any(row[name] != value for name, value in figures.items()):
                    changed.append((row, figures))
        self._write_figures(changed)
        records = self.browse(row["id"] for row, _figures in changed)
        return records | self._correct_closed(late)

    @api.model
    def _rows_to_count(self, employee_ids, root_ids, windows):
        """Return what counts, in its order, with the wage of the day."""
        conditions = [SQL("s.employee_id = ANY(%s)", list(employee_ids))]
        if root_ids:
            conditions.append(SQL("s.root_id = ANY(%s)", list(root_ids)))
        if windows:
            conditions.append(SQL("s.window_on = ANY(%s::date[])", list(windows)))
        # The wage is read for the reckoning alone; it is shown to HR managers and the employee.
        return self.env.execute_query_dict(
            SQL(
                """SELECT s.id, s.employee_id, s.company_id, s.root_id, s.window_on, s.rule_id,
                          s.user_id, s.severity, s.state, s.minutes, s.quantity, s.month_minutes,
                          COALESCE(s.cost, 0) AS cost, s.chosen_amount, s.chosen_points,
                          s.chosen_measure, s.settled_on, s.month_on, s.offence_on, %s,
                          p.wage_base, p.wage_amount, w.wage,
                          row_number() OVER (
                              PARTITION BY s.employee_id, s.company_id, s.root_id, s.window_on
                              ORDER BY s.offence_on, s.id) AS number
                     FROM csm_sanction s
                     LEFT JOIN csm_sanction_pay p ON p.sanction_id = s.id
                     LEFT JOIN LATERAL (
                          SELECT v.wage FROM hr_version v
                           WHERE v.employee_id = s.employee_id AND v.active
                             AND v.date_version <= s.offence_on
                           ORDER BY v.date_version DESC LIMIT 1) w ON TRUE
                    WHERE s.parent_id IS NULL AND s.corrects_id IS NULL
                      AND s.state <> 'waived' AND s.reversed_at IS NULL AND %s
                    ORDER BY s.employee_id, s.company_id, s.root_id, s.window_on,
                             s.offence_on, s.id""",
                SQL(", ").join(SQL("s.%s", SQL.identifier(name)) for name in FIGURES),
                SQL(" AND ").join(conditions),
            )
        )

    @api.model
    def _reckon(self, row, previous):
        """Return what one row brings, and the values it has to show."""
        ladder = self.env["csm.sanction.rule"]._ladder_of(row["rule_id"])
        missed, month = row["minutes"] or 0, row["month_minutes"] or 0
        case = Case(
            base=row["wage"] or None,
            cost=max(0, row["cost"] - ladder.allowed_cost),
            share=missed / month if month else 0,
            severity=row["severity"] or "",
        )
        outcome = climb(ladder.steps, row["number"], previous, case)
        outcome = self._as_chosen(row, outcome, case)
        return outcome, self._figures_of(row, outcome)

    @api.model
    def _as_chosen(self, row, outcome, case):
        """Return an outcome with what who confirms chose between its bounds."""
        if not row["chosen_amount"] or outcome.amount == outcome.amount_max:
            return outcome
        # What is repaid comes on top of what is chosen.
        repaid = case.cost if outcome.step.repays_cost else 0
        chosen = within(row["chosen_amount"] + repaid, outcome.amount, outcome.amount_max)
        return Outcome(outcome.step, chosen, outcome.amount_max, outcome.is_wage_based)

    @api.model
    def _figures_of(self, row, outcome):
        step, of_wage = outcome.step, outcome.is_wage_based
        points = step.points if step else 0
        if step and step.points_max and row["chosen_points"]:
            points = within(row["chosen_points"], step.points, step.points_max)
        kind = step.kind if step else "none"
        return {
            "occurrence": row["number"],
            "step_id": step.step_id if step else None,
            "amount": 0 if of_wage else outcome.amount,
            "amount_max": 0 if of_wage else outcome.amount_max,
            # So many points for each piece, for example each missing item.
            "points": points * max(1, row["quantity"] or 1),
            "points_max": step.points_max if step else 0,
            "percent": {"wage_percent": step.percent, "month_wage": 100 * step.factor}.get(kind, 0)
            if step
            else 0,
            "is_wage_based": of_wage,
            "measure": (row["chosen_measure"] or step.measure) if step else "none",
            "suspension_days": step.days if step else 0,
            "withholds_bonus": step.withholds_bonus if step else False,
            "legal_action": step.legal_action if step else False,
            "wage_base": row["wage"] if of_wage else None,
            "wage_amount": outcome.amount if of_wage else None,
        }

    @api.model
    def _write_figures(self, changed):
        """Write what counting found, all rows at once."""
        if not changed:
            return
        columns = [[row["id"] for row, _figures in changed]]
        columns += [[figures[name] for _row, figures in changed] for name in FIGURES]
        kinds = ["int", *FIGURES.values()]
        self.env.cr.execute(
            SQL(
                "UPDATE csm_sanction s SET %s FROM unnest(%s) AS u(id, %s) WHERE s.id = u.id",
                SQL(", ").join(
                    SQL("%s = u.%s", SQL.identifier(name), SQL.identifier(name)) for name in FIGURES
                ),
                self._arrays(columns, kinds),
                SQL(", ").join(SQL.identifier(name) for name in FIGURES),
            )
        )
        self.invalidate_model(flush=False)
        self._write_wages(changed)

    @api.model
    def _arrays(self, columns, kinds):
        return SQL(", ").join(
            SQL("%s::%s[]", column, SQL(kind)) for column, kind in zip(columns, kinds, strict=True)
        )

    @api.model
    def _write_wages(self, changed):
        """Keep the wage behind what rests on one, and nowhere else."""
        paid = [(row, figures) for row, figures in changed if figures["is_wage_based"]]
        others = [row["id"] for row, figures in changed if not figures["is_wage_based"]]
        if others:
            self.env.cr.execute(
                SQL("DELETE FROM csm_sanction_pay WHERE sanction_id = ANY(%s)", others)
            )
        if paid:
            columns = [
                *([row[name] for row, _f in paid] for name in ("id", "company_id", "employee_id")),
                [row["user_id"] for row, _figures in paid],
                [figures["wage_base"] for _row, figures in paid],
                [figures["wage_amount"] for _row, figures in paid],
            ]
            self.env["csm.sanction.pay"]._keep_wages(
                self._arrays(columns, ("int", "int", "int", "int", "numeric", "numeric"))
            )
        self.env["csm.sanction.pay"].invalidate_model(flush=False)
        self.invalidate_model(["pay_ids"], flush=False)
