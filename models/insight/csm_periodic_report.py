from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import periods
from ...tools.listed import listed
from .csm_periodic_rule import PERIODS

# What makes a report the report of its period.
KEY = {"company_id", "period", "begins_on", "team_id", "department_id"}
SECOND = timedelta(seconds=1)


class CsmPeriodicReport(models.Model):
    """One report on the complaints of one period: figures, causes, measures, suggestions."""

    _name = "csm.periodic.report"
    _description = "Complaint Report"
    _inherit = [
        "csm.periodic.report.chain.mixin",
        "csm.periodic.report.figures.mixin",
        "csm.periodic.report.job.mixin",
        "csm.approval.mixin",
        "csm.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "begins_on desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all teams.",
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all departments.",
    )
    rule_id = fields.Many2one(
        "csm.periodic.rule", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    article_id = fields.Many2one(
        "csm.regulation.article",
        "Demanded by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    period = fields.Selection(PERIODS, "Length", required=True, default="month")
    begins_on = fields.Date(
        "Period",
        required=True,
        index=True,
        default=lambda self: periods.preceding("month", fields.Date.context_today(self)),
        help="Any day of the period.",
    )
    ends_on = fields.Date("Until", compute="_compute_period", store=True, precompute=True)
    period_text = fields.Char(
        "Which Period", compute="_compute_period", store=True, precompute=True
    )
    ends_at = fields.Datetime("Period Ends", compute="_compute_period", store=True, precompute=True)
    owed_from = fields.Datetime("Owed Since", compute="_compute_owed", store=True, precompute=True)
    due_at = fields.Datetime("Due by", compute="_compute_owed", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        "Prepared by",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    cause_ids = fields.One2many("csm.periodic.report.cause", "report_id", "Causes by Category")
    measure_ids = fields.One2many("csm.periodic.measure", "report_id", "Measures")
    has_all_measures = fields.Boolean(
        "Analysis and Measures of Each Department", compute="_compute_has_all_measures", store=True
    )
    told_manager_ids = fields.Many2many(
        "res.users", compute="_compute_told_manager_ids", string="Heads of the Departments"
    )
    # For those who read cases: an auditor reads reports and no cases.
    suggestion_ids = fields.Many2many(
        "csm.suggestion",
        compute="_compute_gathered",
        string="Improvements Suggested",
        groups="csm.group_agent",
    )
    lesson_case_ids = fields.Many2many(
        "csm.case",
        compute="_compute_gathered",
        string="Cases With Lessons",
        groups="csm.group_agent",
    )
    analysis = fields.Text(help="What the figures show, and where the root of it lies.")
    proposal = fields.Text("Improvements Proposed")

    _kept_fields = (
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "report_cycle",
        "rule_id",
        "article_id",
        "figures",
        "figures_before",
        "trend",
        "case_count",
        "overdue_count",
        "hot_count",
        "ends_on",
        "ends_at",
        "owed_from",
        "due_at",
        "period_text",
        "complaint_rate",
        "has_all_measures",
    )

    _once_a_period = models.UniqueIndex(
        "(company_id, COALESCE(article_id, 0), period, begins_on, COALESCE(team_id, 0), "
        "COALESCE(department_id, 0))",
        "There is a report on this period already. Open it instead.",
    )

    @api.depends("period", "period_text", "team_id", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        titles = {
            "week": self.env._("Weekly Complaint Report"),
            "half_month": self.env._("Half-Monthly Complaint Report"),
            "month": self.env._("Monthly Complaint Report"),
            "quarter": self.env._("Quarterly Complaint Report"),
            "year": self.env._("Yearly Complaint Report"),
        }
        for report in self:
            name = f"{titles.get(report.period, '')} {report.period_text or ''}".strip()
            units = (report.team_id.sudo().name, report.department_id.sudo().name)
            report.display_name = listed(self.env, (name, *units))

    @api.depends("period", "begins_on", "company_id")
    def _compute_period(self):
        for report in self:
            known = report.period and report.begins_on
            first = known and periods.begin(report.period, report.begins_on)
            following = known and periods.following(report.period, first)
            report.ends_on = following and following - timedelta(days=1)
            report.period_text = known and periods.label(report.period, first)
            report.ends_at = following and report._midnight(following) - SECOND

    @api.depends("ends_at", "rule_id")
    def _compute_owed(self):
        for report in self:
            rule, is_hot = report.rule_id, report.rule_id.occasion == "hot"
            now = self.env.cr.now().replace(microsecond=0)
            report.owed_from = report.owed_from or (now if is_hot else report.ends_at)
            report.due_at = report._due(rule) if rule and report.ends_at else False

    def _due(self, rule):
        """Return the last second in time: so many days later, or the end of the next period."""
        if rule.occasion == "hot":
            return self.ends_at
        day = self.ends_on + timedelta(days=1)
        if rule.due_days:
            return self._midnight(day + timedelta(days=rule.due_days)) - SECOND
        return self._midnight(periods.following(self.period, day)) - SECOND

    @api.depends("measure_ids.is_complete")
    def _compute_has_all_measures(self):
        for report in self:
            lines = report.measure_ids
            report.has_all_measures = not report.case_count or (
                bool(lines) and all(lines.mapped("is_complete"))
            )

    def _compute_told_manager_ids(self):
        for report in self:
            # Who heads which department is no secret; the list of employees is.
            departments = (report.measure_ids.department_id | report.department_id).sudo()
            report.told_manager_ids = departments.manager_id.user_id.with_env(self.env)

    @api.depends("ends_at")
    @api.depends_context("uid")
    def _compute_gathered(self):
        for report in self:
            first = report.begins_on and report._midnight(report.begins_on)
            within = [("company_id", "=", report.company_id.id)]
            if report.team_id:
                within.append(("team_id", "=", report.team_id.id))
            found = [("suggested_at", ">=", first), ("suggested_at", "<=", report.ends_at)]
            closed = [("closed_at", ">=", first), ("closed_at", "<=", report.ends_at)]
            learned = [*within, *closed, ("kind", "=", "complaint"), ("lessons", "!=", False)]
            report.suggestion_ids = self.env["csm.suggestion"].search([*within, *found])
            report.lesson_case_ids = self.env["csm.case"].search(learned)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("begins_on"))
            if day and vals.get("period"):
                vals["begins_on"] = periods.begin(vals["period"], day)
        reports = super().create(vals_list)
        reports._take_figures()
        return reports

    def write(self, vals):
        if KEY & vals.keys():
            raise UserError(self.env._("A report stays with its period. Make one for the other."))
        self._check_is_draft(vals)
        return super().write(vals)

    def _check_is_draft(self, vals):
        texts = {"analysis", "proposal", "base_quantity", "cause_ids", "measure_ids"} & vals.keys()
        settled = self.filtered(lambda report: report.state != "draft")
        if texts and settled and not self.env.su:
            raise UserError(
                self.env._(
                    "%(report)s is submitted and stays as it is. Let it be sent back first.",
                    report=settled[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for report in self:
            if report.state != "draft" or report.rule_id:
                raise UserError(
                    self.env._(
                        "%(report)s is demanded by a rule, or submitted, and stays.",
                        report=report.display_name,
                    )
                )

    def _midnight(self, day):
        """Return the moment a day begins on the company's clock."""
        return self._midnight_of(self.company_id, day)

    # Hooks of the engines

    def _entry_start(self):
        """A report follows the rules that were valid when it became due."""
        return self.owed_from or super()._entry_start()

    def _approval_askers(self):
        return self._maker("submitted_at").with_env(self.env) | self.user_id

    def _workers(self):
        return self.user_id

    @api.model
    def _report_restarts(self):
        return ("send_back",)
