from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import periods


class CsmWageFloor(models.Model):
    """The minimum wage of a place from a day on: no penalty takes a wage below it."""

    _name = "csm.wage.floor"
    _description = "Minimum Wage"
    _order = "company_id, work_location_id, valid_on desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    work_location_id = fields.Many2one(
        "hr.work.location", check_company=True, help="Empty: wherever no other is set."
    )
    valid_on = fields.Date("Valid from", required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary("Per Month")

    _one_a_day = models.UniqueIndex(
        "(company_id, COALESCE(work_location_id, 0), valid_on)",
        "There is a minimum wage for this place from this day already.",
    )

    _not_negative = models.Constraint("CHECK(amount >= 0)", "A minimum wage is not below 0.")

    @api.depends("company_id", "valid_on")
    def _compute_display_name(self):
        for floor in self:
            place = floor.work_location_id.name or floor.company_id.name
            floor.display_name = f"{place}, {fields.Date.to_string(floor.valid_on)}"

    @api.model
    def _floors_of(self, company, employee_ids, first):
        """Return ``{employee id: minimum wage}`` of a month, in the money of the company.

        The place of work decides; the minimum that holds on the last day of the month counts.
        """
        last = periods.month_later(first, 1) - timedelta(1)
        valid = [("company_id", "=", company.id), ("valid_on", "<=", last), ("amount", ">", 0)]
        by_place = {}
        for floor in self.search(valid, order="valid_on"):
            by_place[floor.work_location_id.id] = floor.currency_id._convert(
                floor.amount, company.currency_id, company, last
            )
        places = dict(
            self.env.execute_query(
                SQL(
                    """SELECT DISTINCT ON (employee_id) employee_id, work_location_id
                         FROM hr_version
                        WHERE employee_id = ANY(%s) AND active AND date_version <= %s
                        ORDER BY employee_id, date_version DESC""",
                    list(employee_ids),
                    last,
                )
            )
        )
        anywhere = by_place.get(False)
        return {one: by_place.get(places.get(one) or False, anywhere) for one in employee_ids}

    @api.model
    def _month_wages(self, employee_ids, first):
        """Return ``{employee id: wage}`` of a month, each version for the days it held.

        The wage is read to keep the legal cap; it is shown to HR managers and the employee.
        """
        following = periods.month_later(first, 1)
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, SUM(wage * GREATEST(0,
                          LEAST(until, contract_date_end + 1, departure_date + 1, %(after)s)
                          - GREATEST(date_version, contract_date_start, %(first)s)))
                          / (%(after)s::date - %(first)s::date)
                     FROM (SELECT v.*, LEAD(date_version) OVER (
                                  PARTITION BY employee_id ORDER BY date_version) AS until
                             FROM hr_version v
                            WHERE employee_id = ANY(%(ids)s) AND active
                              AND date_version < %(after)s) v
                    GROUP BY employee_id""",
                after=following,
                first=first,
                ids=list(employee_ids),
            )
        )
        return {employee_id: round(float(wage or 0), 2) for employee_id, wage in rows}
