from odoo import api, models

from ...tools import periods

# How many periods the job goes back for reports that were missed.
LONGEST_GAP = 12


class CsmPeriodicReportJobMixin(models.AbstractModel):
    """Makes the reports that rules in force demand; a second run finds none."""

    _name = "csm.periodic.report.job.mixin"
    _description = "Making of Periodic Reports"
    _inherit = ["csm.company.clock.mixin"]

    @api.model
    def _cron_make_reports(self):
        commit_progress = self.env["ir.cron"]._commit_progress
        rules = self.env["csm.periodic.rule"]._at_work(self.env.cr.now())
        commit_progress(remaining=len(rules))
        for rule in rules:
            # Another node may be at the same rule just now.
            if rule.try_lock_for_update():
                self._make_reports_of(rule)
            if not commit_progress(1):
                break

    @api.model
    def _make_reports_of(self, rule):
        """Make each report a rule demands by now and that is not there yet."""
        make = self._hot_report if rule.occasion == "hot" else self._owed_report
        for team in rule.adoption_id.team_ids or [self.env["csm.team"]]:
            for first in self._periods_of(rule, team):
                for department in self._departments_of(rule, team, first):
                    make(rule, team, department, first)

    @api.model
    def _periods_of(self, rule, team):
        """Return the first days of the periods a rule may want a report on now."""
        running = periods.begin(rule.period, self._today_of(rule.company_id))
        if rule.occasion == "hot":
            return [running]
        known = self._known(rule, team).mapped("begins_on")
        first = last = periods.preceding(rule.period, running)
        for _step in range(LONGEST_GAP - 1 if known else 0):
            if first in known or first <= max(known):
                break
            first = periods.preceding(rule.period, first)
        found = []
        while first <= last:
            found.append(first)
            first = periods.following(rule.period, first)
        return [day for day in found if self._is_owed(rule, day)]

    @api.model
    def _is_owed(self, rule, first):
        """A rule counts for the periods that end while it is in force."""
        end = self._midnight_of(rule.company_id, periods.following(rule.period, first))
        return rule.valid_from < end and not (rule.valid_to and end > rule.valid_to)

    @api.model
    def _known(self, rule, team, **values):
        """Return the reports there are already, whatever version of the rule demanded them."""
        key = {
            "company_id": rule.company_id.id,
            "article_id": rule.article_id.id,
            "period": rule.period,
            "team_id": team.id,
            **values,
        }
        return self.search([(name, "=", value or False) for name, value in key.items()])

    @api.model
    def _departments_of(self, rule, team, first):
        """Return for which departments a report is due; an empty one: for all in one."""
        Department = self.env["hr.department"]
        if rule.scope != "department":
            return [Department]
        report = self.new(
            {
                "company_id": rule.company_id.id,
                "team_id": team.id,
                "period": rule.period,
                "begins_on": first,
            }
        )
        counted = report._counted(first, periods.following(rule.period, first))
        rows = self.env["csm.case.statistic"]._read_group(counted, ["department_id"])
        return [department for (department,) in rows if department]

    @api.model
    def _owed_report(self, rule, team, department, first):
        if not self._known(rule, team, begins_on=first, department_id=department.id):
            self._make_report(rule, team, department, first)

    @api.model
    def _hot_report(self, rule, team, department, first):
        """Make the report of a running period as soon as it has a hot spot; keep it up to date."""
        known = self._known(rule, team, begins_on=first, department_id=department.id)
        drafts = known.filtered(lambda report: report["state"] == "draft")
        if drafts:
            drafts._take_figures()
        elif not known and rule.hot_from:
            self._report_if_hot(rule, team, department, first)

    @api.model
    def _report_if_hot(self, rule, team, department, first):
        following = periods.following(rule.period, first)
        values = self._prepare_report_vals(rule, team, department, first)
        counted = self.new(values)._counted(first, following)
        counts = self.env["csm.case.statistic"]._counts_by_category(counted)
        if counts and counts[0][1] >= rule.hot_from:
            self.create(values)

    @api.model
    def _make_report(self, rule, team, department, first):
        return self.create(self._prepare_report_vals(rule, team, department, first))

    @api.model
    def _prepare_report_vals(self, rule, team, department, first):
        return {
            "company_id": rule.company_id.id,
            "rule_id": rule.id,
            "article_id": rule.article_id.id,
            "period": rule.period,
            "begins_on": first,
            "team_id": team.id,
            "department_id": department.id,
            "user_id": self._preparer(rule, team, department).id,
        }

    @api.model
    def _preparer(self, rule, team, department):
        """Return who prepares a report: the role, the head of the department, the leader."""
        addressee = self.env["csm.addressee"]
        holders = rule.role_id._employees_on(rule.company_id, self._today_of(rule.company_id))
        persons = addressee._persons_of_employees(holders + department.manager_id)
        user, _notes = addressee._reach(persons, self.env.cr.now())
        return user or team.leader_id or rule.company_id.csm_fallback_user_id
