from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

DAY = timedelta(days=1)


class CsmAttendanceRunFollowMixin(models.AbstractModel):
    """What happens to a computed month afterwards: punches set right, leave approved, hand-over."""

    _name = "csm.attendance.run.follow.mixin"
    _description = "What Happens to a Computed Month"

    @api.model
    def _follow(self, spans, cause=None):
        """Bring the lines of computed months in step with what changed for some people.

        :param dict spans: ``{employee id: (first moment, last moment)}``, naive UTC
        :param dict cause: values of the excuses of what is no longer found
        """
        if not spans:
            return
        months = self._months_of(spans)
        for run, employee_ids in months.items():
            employees = self.env["hr.employee"].browse(employee_ids)
            run._compute_again(employees, self._days_between(run, spans, employee_ids), cause)

    @api.model
    def _months_of(self, spans):
        """Return ``{month: [employee id, …]}`` of the computed months these spans touch."""
        employees = self.env["hr.employee"].sudo().browse(spans)
        low = min(span[0] for span in spans.values()) - DAY
        high = max(span[1] for span in spans.values()) + DAY
        runs = self.sudo().search(
            [
                ("company_id", "in", employees.company_id.ids),
                ("month", ">=", low.date().replace(day=1)),
                ("month", "<=", high.date()),
                ("state", "!=", "draft"),
            ],
            order="month",
        )
        by_company = employees.grouped("company_id") if runs else {}
        return {run: by_company[run.company_id].ids for run in runs}

    @api.model
    def _days_between(self, run, spans, employee_ids):
        """Return the days of a month that can be concerned; shifts may begin a day before."""
        first, last = run._days()
        low = min(spans[each][0] for each in employee_ids).date() - DAY
        high = max(spans[each][1] for each in employee_ids).date() + DAY
        return max(low, first), min(high, last)

    def _compute_again(self, employees, days, cause):
        """Compute some days of some people again."""
        low, high = days
        if low > high:
            return
        withdrawn = self._compute_some(employees, days)
        if cause and withdrawn:
            withdrawn._excuse(**cause)

    # What the steps of the month bring about

    def _confirm_sanctions(self):
        """Confirm the penalties of the month; those that cannot be are open points."""
        proposed = self._sanctions().filtered(lambda sanction: sanction.state == "proposed")
        proposed = proposed.with_env(self.env)
        move = proposed._move_named("confirm")
        refusals = {sanction: sanction._why_not_move(move) for sanction in proposed}
        good = proposed.filtered(lambda sanction: not refusals[sanction])
        if good:
            good._go(move)
        self._note(
            "sanction",
            [
                {"employee_id": sanction.employee_id.id, "details": {"sentence": reason}}
                for sanction, reason in refusals.items()
                if reason
            ],
        )

    def _hand_over_sanctions(self):
        """Hand the penalties of the month to payroll, within the legal cap.

        What lacks a wage or waits for an appeal is an open point; when nothing can be handed over
        the month stays where it is.
        """
        problems = []
        settling = self.env["csm.sanction"].with_company(self.company_id)
        sanctions = settling._settle(self.month, self.company_id, problems)
        sentences = dict.fromkeys(sentence for _what, sentence in problems)
        if problems and not sanctions:
            raise UserError("\n".join(sentences))
        self._note(
            "sanction",
            [
                {"employee_id": self._whose(what).id, "details": {"sentence": sentence}}
                for what, sentence in problems
            ],
        )
        # What was settled goes to payroll as it stands.
        self.env["csm.payroll.line"].sudo()._hand_over(self, sanctions)

    @api.model
    def _whose(self, what):
        # An employee is named, or a penalty of one.
        return what if what._name == "hr.employee" else what.sudo().employee_id
