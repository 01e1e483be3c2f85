from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.listed import listed

# So many names stand in a sentence.
NAMED = 5


class CsmAttendanceProblem(models.Model):
    """Something the run of a month could not do, in a sentence; everything else went on."""

    _name = "csm.attendance.problem"
    _description = "Open Point of a Month"
    _order = "run_id, kind, id"
    _rec_name = "sentence"

    run_id = fields.Many2one(
        "csm.attendance.run", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("earlier_month", "Earlier month still open"),
            ("no_rule", "No attendance rule"),
            ("unknown_badge", "Unknown badge"),
            ("future_punch", "Punch in the future"),
            ("two_rules", "Two rules for one thing"),
            ("no_schedule", "No working schedule"),
            ("hours", "Schedule against the rule"),
            ("late_news", "News after the lock"),
            ("sanction", "No penalty possible"),
        ],
        required=True,
        readonly=True,
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="cascade", index=True)
    details = fields.Json(readonly=True, exportable=False)
    sentence = fields.Text(compute="_compute_sentence")

    @api.depends("kind", "employee_id", "details")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for problem in self:
            said = getattr(problem, f"_say_{problem.kind}", None)
            problem.sentence = said() if said else ""

    @api.model
    def _tellers(self):
        """Return ``{kind: method}``: each tells ``[values]`` of the open points of its kind."""
        return {
            "earlier_month": "_earlier_months",
            "no_rule": "_no_rules",
            "unknown_badge": "_unknown_badges",
            "future_punch": "_future_punches",
            "two_rules": "_two_rules",
            "no_schedule": "_no_schedules",
            "hours": "_other_hours",
        }

    # What is open

    @api.model
    def _earlier_months(self, run, _employees):
        return [
            {"details": {"run": earlier.id}}
            for earlier in run._earlier()
            if earlier.state not in ("locked", "handed_over")
        ]

    @api.model
    def _no_rules(self, run, _employees):
        return [] if run._rules() else [{}]

    @api.model
    def _unknown_badges(self, run, _employees):
        first, last = run._days()
        punches = Domain("company_id", "=", run.company_id.id) & Domain("state", "=", "unknown")
        punches &= Domain("punched_at", ">=", run._midnight(first))
        punches &= Domain("punched_at", "<", run._midnight(last, 1))
        groups = self.env["csm.punch"].sudo()._read_group(punches, ["badge"], ["__count"])
        return [{"details": {"badge": badge, "count": count}} for badge, count in groups]

    @api.model
    def _future_punches(self, run, employees):
        ahead = Domain("check_in", ">", self.env.cr.now() + timedelta(minutes=1))
        ahead &= Domain("employee_id", "in", employees.ids)
        groups = self.env["hr.attendance"].sudo()._read_group(ahead, ["employee_id"], ["__count"])
        return [
            {"employee_id": employee.id, "details": {"count": count}} for employee, count in groups
        ]

    @api.model
    def _two_rules(self, run, employees):
        reckoning, found = self.env["csm.attendance.reckoning"], defaultdict(set)
        if not employees:
            return []
        for terms, ids in reckoning._by_terms(run, employees).items():
            for _since, _until, (rules, muted), _before in reckoning._bounds(terms):
                for one, other, kind in reckoning._clashes(rules) if muted else ():
                    found[one.rule_id, other.rule_id, kind].update(ids)
        return [
            {"details": {"rules": [one, other], "what": kind, "employees": sorted(ids)}}
            for (one, other, kind), ids in found.items()
        ]

    @api.model
    def _no_schedules(self, run, employees):
        """Name who has neither a schedule nor a flexible one in the month."""
        first, last = run._days()
        expectation, ids = self.env["csm.attendance.expectation"], []
        if not employees:
            return []
        start, end = run._midnight(first), run._midnight(last, 1)
        for employee_id, (_zone, _company, terms) in expectation._terms_of(employees, start, end):
            if not terms:
                ids.append(employee_id)
        return [{"details": {"employees": ids}}] if ids else []

    @api.model
    def _other_hours(self, run, employees):
        """Name the working schedules that differ from the hours a regulation states."""
        rules = self.env["csm.attendance.rule"]
        rules = rules._rules_in_force(run.company_id.id, Domain("demand", "=", "hours"))
        first, last = run._days()
        start, end = run._midnight(first), run._midnight(last, 1)
        rules = rules.filtered(
            lambda rule: rule.valid_from < end and (not rule.valid_to or rule.valid_to > start)
        )
        calendars = self._calendars_of(employees, rules) if rules else {}
        return [
            {"details": {"rules": rule.ids, "calendar": calendar.id, **hours}}
            for rule in rules
            for calendar in calendars[rule]
            if (hours := rule._why_not_hours(calendar, first, last))
        ]

    @api.model
    def _calendars_of(self, employees, rules):
        found = {}
        for rule in rules:
            users = rule.sudo().adoption_id.team_ids.member_ids
            mine = employees.sudo()
            if users:
                mine = mine.filtered(lambda employee, users=users: employee.user_id in users)
            found[rule] = mine.resource_calendar_id.filtered(lambda each: not each.flexible_hours)
        return found

    # In words

    def _say_earlier_month(self):
        run = self.env["csm.attendance.run"].sudo().browse(self.details["run"]).exists()
        return self.env._(
            "%(month)s is still open. What is found there counts first, so close it before this "
            "month is confirmed.",
            month=run.display_name or "",
        )

    def _say_no_rule(self):
        return self.env._(
            "No attendance rule was in force in this month: absences and missing punches are "
            "shown, nothing follows from them. Adopt a regulation with attendance rules."
        )

    def _say_unknown_badge(self):
        return self.env._(
            "Badge %(badge)s is nobody’s: %(count)s punches wait. Enter who carries it; they "
            "then count of themselves.",
            **self.details,
        )

    def _say_future_punch(self):
        return self.env._(
            "%(employee)s has %(count)s attendances that lie in the future; they were left out. "
            "Set them right.",
            employee=self.employee_id.name,
            count=self.details["count"],
        )

    def _say_two_rules(self):
        kind = self.env["csm.attendance.line"]._fields["kind"]
        kinds = dict(kind._description_selection(self.env))
        one, other = self._named_rules()
        return self.env._(
            "“%(one)s” and “%(other)s” both say what follows for %(people)s (%(kind)s). Neither "
            "was applied. Adopt one of them for these people only.",
            one=one,
            other=other,
            kind=kinds[self.details["what"]],
            people=self._named_people(),
        )

    def _say_no_schedule(self):
        return self.env._(
            "%(people)s: no working schedule in this month, so nothing is expected. Give them one, "
            "or let it be if they work as they like.",
            people=self._named_people(),
        )

    def _say_hours(self):
        calendar = self.env["resource.calendar"].sudo().browse(self.details["calendar"]).exists()
        rule = self.env["csm.attendance.rule"].sudo().browse(self.details["rules"]).exists()
        return self.env._(
            "The working schedule “%(calendar)s” lasts from %(starts)s to %(ends)s; %(article)s "
            "says: %(demand)s Minutes are counted by the schedule. Change it, or make one from "
            "the rule.",
            calendar=calendar.name or "",
            starts=self.details["starts"],
            ends=self.details["ends"],
            article=rule.article_id.display_name or "",
            demand=rule.demand_sentence or "",
        )

    def _say_late_news(self):
        return self.env._(
            "%(employee)s: punches or hours changed on %(day)s after the month was locked. Its "
            "lines stay as they are; what is to be taken back is corrected in the next month.",
            employee=self.employee_id.name,
            day=format_date(self.env, self.create_date),
        )

    def _say_sanction(self):
        if self.details.get("count", 1) == 1:
            return self.details["sentence"]
        return self.env._(
            "%(sentence)s This concerns %(count)s findings: %(people)s.",
            sentence=self.details["sentence"],
            count=self.details["count"],
            people=self._named_people(),
        )

    def _named_rules(self):
        rules = self.env["csm.attendance.rule"].sudo().browse(self.details["rules"]).exists()
        names = [f"{rule.article_id.display_name}: {rule.name}" for rule in rules]
        return names if len(names) == 2 else [*names, "?", "?"][:2]

    def _named_people(self):
        ids = self.details["employees"]
        # Names of colleagues are known to whoever handles the month.
        names = self.env["hr.employee"].sudo().browse(ids[:NAMED]).exists().mapped("name")
        if len(ids) > NAMED:
            names.append(self.env._("%(count)s more", count=len(ids) - NAMED))
        return listed(self.env, names)
