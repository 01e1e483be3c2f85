from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date, get_lang

from ...tools import periods
from ...tools.monthname import month_name

# The kinds of findings, the gravest first: a cell shows one.
GRAVITY = ("absence", "missing", "away", "late", "early")
SIGNS = {"late": "L", "early": "E", "away": "W", "absence": "A", "missing": "?"}
PAGE = 50


class CsmAttendanceMonth(models.AbstractModel):
    """A month as a calendar of people and days: what was found, for whoever may read it.

    Whose findings these are is decided by the rules of the findings themselves; whoever asks for
    the team alone narrows them down.
    """

    _name = "csm.attendance.month"
    _description = "Calendar of Attendance"
    _inherit = ["csm.company.clock.mixin"]

    @api.model
    @api.readonly
    def read_month(self, ask):
        """Return one page of the calendar.

        :param dict ask: ``month`` (any day of it, or nothing: the current one), ``scope``
            (``all`` or ``team``), ``search``, ``offset``, ``found_only``
        """
        first = self._first_day(ask.get("month") or self._last_found())
        count, employees = self._employees(ask, first)
        lines = self._lines(first, Domain("employee_id", "in", employees.ids))
        return {
            **self._frame(first),
            "days": self._days(first),
            "kinds": [self._kind(code) for code in GRAVITY],
            "rows": self._rows(employees, lines),
            "count": count,
            "size": PAGE,
            "run": self._run(first),
        }

    @api.model
    def action_lines(self, ask):
        """Return the action that lists what a cell, or a row, stands for."""
        first = self._first_day(ask.get("month"))
        domain = self._month_domain(first) & Domain("employee_id", "=", ask.get("employee_id"))
        if ask.get("day"):
            domain &= Domain("day", "=", ask["day"])
        lines = self.env["csm.attendance.line"].search(domain)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Attendance Findings"),
            "res_model": "csm.attendance.line",
            "views": [[False, "list"], [False, "form"]],
            "domain": list(domain),
        }
        if len(lines) == 1:
            action |= {"res_id": lines.id, "views": [[False, "form"]]}
        return action

    # The frame

    @api.model
    def _first_day(self, day):
        day = fields.Date.to_date(day) if day else self._today_of(self.env.company)
        return periods.begin("month", day)

    @api.model
    def _last_found(self):
        """Return the last day on which anything was found: whoever opens the calendar sees it."""
        mine = [("company_id", "in", self.env.companies.ids)]
        return self.env["csm.attendance.line"].search(mine, order="day desc", limit=1).day

    @api.model
    def _frame(self, first):
        return {
            "month": fields.Date.to_string(first),
            "title": month_name(first, get_lang(self.env).code),
            "before": fields.Date.to_string(periods.preceding("month", first)),
            "after": fields.Date.to_string(periods.following("month", first)),
        }

    @api.model
    def _days(self, first):
        end = periods.following("month", first)
        off = self._days_off(first, end)
        return [
            {
                "date": fields.Date.to_string(day),
                "number": day.day,
                "weekday": format_date(self.env, day, date_format="EEEEE"),
                "is_off": off.get(fields.Date.to_string(day), False),
            }
            for day in (first + timedelta(days=n) for n in range((end - first).days))
        ]

    @api.model
    def _days_off(self, first, end):
        company = self.env.company
        # Which days the company works is no secret.
        calendar = company.sudo().resource_calendar_id
        span = (pytz.utc.localize(self._midnight_of(company, day)) for day in (first, end))
        return calendar._get_unusual_days(*span, company)

    @api.model
    def _labels(self):
        kind = self.env["csm.attendance.line"]._fields["kind"]
        return dict(kind._description_selection(self.env))

    @api.model
    def _kind(self, code):
        return {"code": code, "label": self._labels()[code], "sign": self._signs()[code]}

    @api.model
    def _signs(self):
        """Return what a cell shows besides its colour: Chinese has one character for each."""
        return {
            code: SIGNS[code] if label.isascii() else label[0]
            for code, label in self._labels().items()
        }

    @api.model
    def _run(self, first):
        run = self.env["csm.attendance.run"]
        if not run.has_access("read"):
            return False
        domain = [("month", "=", first), ("company_id", "=", self.env.company.id)]
        run = run.search(domain, limit=1)
        if not run:
            return False
        states = dict(run._fields["state"]._description_selection(self.env))
        return {"id": run.id, "name": states[run.state], "state": run.state}

    # Who, and what

    @api.model
    def _month_domain(self, first):
        return (
            Domain("day", ">=", first)
            & Domain("day", "<", periods.following("month", first))
            & Domain("company_id", "in", self.env.companies.ids)
        )

    @api.model
    def _lines(self, first, domain):
        names = ["employee_id", "day", "kind", "minutes", "state"]
        return self.env["csm.attendance.line"].search_fetch(
            self._month_domain(first) & domain, names
        )

    @api.model
    def _employees(self, ask, first):
        """Return ``(how many, the employees of the page)``, by name."""
        people = self._people(ask)
        offset = max(0, int(ask.get("offset") or 0))
        if ask.get("found_only"):
            lines = self.env["csm.attendance.line"]
            found = lines._search(self._month_domain(first))
            column = SQL.identifier(lines._table, "employee_id")
            people &= Domain("id", "in", found.subselect(column))
        public = self.env["hr.employee.public"]
        return public.search_count(people), public.search(people, offset=offset, limit=PAGE)

    @api.model
    def _people(self, ask):
        """Return whose rows may be shown; their findings are told by rules of their own."""
        domain = Domain("company_id", "in", self.env.companies.ids)
        if ask.get("scope") == "team" or not self.env.user.has_group("hr.group_hr_user"):
            mine = self.env.uid
            domain &= (
                Domain("parent_id.user_id", "=", mine)
                | Domain("department_id.manager_id.user_id", "=", mine)
            ) & Domain("user_id", "!=", mine)
        for word in (ask.get("search") or "").split():
            domain &= Domain("name", "ilike", word) | Domain("department_id.name", "ilike", word)
        return domain

    @api.model
    def _rows(self, employees, lines):
        by_employee = lines.grouped("employee_id")
        found = {employee.id: group for employee, group in by_employee.items()}
        none = lines.browse()
        return [
            {
                "id": employee.id,
                "name": employee.name,
                "department": employee.department_id.name or "",
                "cells": self._cells(found.get(employee.id, none)),
                "total": len(found.get(employee.id, none).filtered(self._counts)),
            }
            for employee in employees
        ]

    @api.model
    def _counts(self, line):
        return line.state == "counted"

    @api.model
    def _cells(self, lines):
        """Return ``{day: what its cell shows}``."""
        return {
            fields.Date.to_string(day): self._cell(group)
            for day, group in lines.grouped("day").items()
        }

    @api.model
    def _cell(self, lines):
        counted = lines.filtered(self._counts)
        worst = self._worst((counted or lines).mapped("kind"))
        return {
            "kind": worst,
            "sign": self._signs()[worst],
            "words": ", ".join(self._words(line) for line in lines),
            "is_undone": not counted,
        }

    @api.model
    def _worst(self, kinds):
        return min(kinds, key=GRAVITY.index)

    @api.model
    def _words(self, line):
        kind = self._kind(line.kind)["label"]
        if not line.minutes:
            return kind
        return self.env._("%(kind)s %(minutes)s min", kind=kind, minutes=f"{line.minutes:g}")
