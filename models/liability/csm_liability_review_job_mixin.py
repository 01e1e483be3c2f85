from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models

# How far back the job makes reviews that were missed, in months.
LONGEST_GAP = 12


class CsmLiabilityReviewJobMixin(models.AbstractModel):
    """Makes the review of the month before, for whom a regulation in force demands one."""

    _name = "csm.liability.review.job.mixin"
    _description = "Making of Monthly Reviews"
    _inherit = ["csm.company.clock.mixin"]

    @api.model
    def _cron_open_reviews(self):
        """Make the reviews that are missing, one company at a time; a second run finds none."""
        commit_progress = self.env["ir.cron"]._commit_progress
        companies = self._companies_that_review()
        commit_progress(remaining=len(companies))
        for company in companies:
            self._open_reviews_of(company)
            if not commit_progress(1):
                break

    @api.model
    def _companies_that_review(self):
        """Return the companies with a time limit on reviews in force, now or once."""
        rules = self.env["csm.deadline.rule"].sudo()
        return rules.search([("model", "=", self._name), ("valid_from", "!=", False)]).company_id

    @api.model
    def _open_reviews_of(self, company):
        """Make each review this company owes and does not have; list the cases of open ones."""
        mine = self.with_company(company)
        for month in self._months_to_review(company):
            present = mine.search([("company_id", "=", company.id), ("month", "=", month)])
            for team in mine._scopes_of(company, month):
                if not present.filtered(lambda review, team=team: review.team_id == team):
                    mine.create(
                        {"company_id": company.id, "month": month, "team_id": team.id or False}
                    )
        mine.search([("company_id", "=", company.id), ("state", "=", "open")])._collect()

    @api.model
    def _months_to_review(self, company):
        """Return the months up to the last one, from the last that has a review on."""
        last = self._today_of(company).replace(day=1) - relativedelta(months=1)
        earlier = [("company_id", "=", company.id), ("month", "<=", last)]
        begun = self.search(earlier, order="month desc", limit=1).month
        first = max(begun or last, last - relativedelta(months=LONGEST_GAP - 1))
        count = (last.year - first.year) * 12 + last.month - first.month
        return [first + relativedelta(months=number) for number in range(count + 1)]

    @api.model
    def _scopes_of(self, company, month):
        """Return for whom a review is due: teams that adopted for themselves, or no team: all."""
        moment = self._midnight_of(company, month + relativedelta(months=1)) - timedelta(seconds=1)
        Team = self.env["csm.team"].sudo()
        plans = self.env["csm.deadline.rule"]._plans(self._name, company.id)
        scopes = set()
        for plan in plans:
            if plan.covers(moment):
                scopes |= plan.team_ids or {False}
        teams = [Team.browse(team_id) for team_id in sorted(scopes - {False})]
        return [*teams, Team] if False in scopes else teams
