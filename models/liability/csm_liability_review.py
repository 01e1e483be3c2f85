from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.listed import listed
from ..common.csm_state_mixin import Move

SECOND = timedelta(seconds=1)


class CsmLiabilityReview(models.Model):
    """The review of all cases closed in one month, with the verdicts on them."""

    _name = "csm.liability.review"
    _description = "Monthly Review"
    _inherit = [
        "csm.liability.review.job.mixin",
        "csm.report.mixin",
        "csm.fact.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, id desc"
    _check_company_auto = True

    month = fields.Date(required=True, index=True, help="Any day of the month that is reviewed.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all teams that have no review of their own.",
    )
    month_ended_at = fields.Datetime(
        "Month Ended", compute="_compute_month_ended_at", store=True, precompute=True
    )
    state = fields.Selection(
        [("open", "To Be Reviewed"), ("done", "Reviewed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    done_at = fields.Datetime("Reviewed", readonly=True, copy=False)
    line_ids = fields.One2many("csm.liability.review.line", "review_id", "Cases")
    proposal_ids = fields.Many2many(
        "csm.liability.proposal", compute="_compute_proposal_ids", string="For the Personnel Office"
    )
    remark = fields.Text("What the Review Found")
    case_count = fields.Integer("Number of Cases", compute="_compute_counts")
    missing_count = fields.Integer("Without a Verdict", compute="_compute_counts")
    missing_text = fields.Text("Cases Without a Verdict", compute="_compute_counts")
    administrative_count = fields.Integer("Administrative", compute="_compute_counts")

    _facts = ("done_at",)
    _kept_fields = (
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "report_cycle",
        "month_ended_at",
        "line_ids",
    )
    _moves = (Move("finish", ("open",), "done", "done_at", "_why_not_finish"),)

    _once_a_month = models.UniqueIndex(
        "(company_id, month, COALESCE(team_id, 0))", "This month is on the list already."
    )

    @api.depends("month", "team_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            month = review.month and review.month.strftime("%Y-%m") or ""
            review.display_name = self.env._("Review of %(month)s", month=month)
            if review.team_id:
                review.display_name = self.env._(
                    "Review of %(month)s, %(team)s", month=month, team=review.team_id.name
                )

    @api.depends("month", "company_id")
    def _compute_month_ended_at(self):
        for review in self:
            stop = review._bounds()[1] if review.month else False
            review.month_ended_at = stop and stop - SECOND

    @api.depends("line_ids.liability_id.state", "line_ids.liability_id.discipline")
    def _compute_counts(self):
        for review in self:
            lines = review.line_ids
            missing = lines.filtered(lambda line: not line.is_decided)
            review.case_count = len(lines)
            review.missing_count = len(missing)
            # Whoever may read the line may read of which case it is.
            review.missing_text = listed(self.env, missing.sudo().case_id.mapped("display_name"))
            review.administrative_count = len(lines.filtered("is_administrative"))

    @api.depends("line_ids.liability_id.proposal_ids.state")
    def _compute_proposal_ids(self):
        for review in self:
            # A verdict on the reader stays hidden; what stands in its place is filtered below.
            proposals = review.line_ids.sudo().liability_id.proposal_ids
            mine = proposals.filtered(
                lambda row: row.kind == "administrative" and row.state != "withdrawn"
            )
            review.proposal_ids = mine.with_env(self.env)._filtered_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("month"))
            vals["month"] = day and day.replace(day=1)
        reviews = super().create(vals_list)
        reviews._collect()
        return reviews

    def write(self, vals):
        if {"month", "company_id", "team_id"} & vals.keys():
            raise UserError(self.env._("A review stays with its month. Make one for the other."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        for review in self:
            if review.state != "open":
                raise UserError(
                    self.env._("%(review)s is finished and stays.", review=review.display_name)
                )

    # The month

    def _bounds(self):
        """Return the first moment of the month and of the next, as the company's clock shows."""
        first = self.month.replace(day=1)
        days = (first, first + relativedelta(months=1))
        return [self._midnight_of(self.company_id, day) for day in days]

    # What is reviewed

    def action_refresh(self):
        """Look anew for the cases of the month and the verdicts on them."""
        self.check_access("write")
        self._collect()
        return True

    def _collect(self):
        """List the cases closed in the month, and the corrections of earlier months."""
        # The list is the system's: it names also what the reader may not open.
        for review in self.sudo().filtered(lambda review: review.state == "open"):
            cases, late = review._closed_cases(), review._late_verdicts().case_id
            wanted = cases | late
            review.line_ids.filtered(lambda line, w=wanted: line.case_id not in w).unlink()
            known = review.line_ids.case_id
            self.env["csm.liability.review.line"].sudo().create(
                [
                    {"review_id": review.id, "case_id": case.id, "is_correction": case not in cases}
                    for case in wanted - known
                ]
            )
            review.line_ids._follow_verdicts()

    def _scope(self):
        """Return which cases this review is about: one team's, or those nobody else reviews."""
        mine = Domain("company_id", "=", self.company_id.id)
        if self.team_id:
            return mine & Domain("team_id", "=", self.team_id.id)
        same = [("company_id", "=", self.company_id.id), ("month", "=", self.month)]
        others = self.search(Domain(same) & Domain("team_id", "!=", False)).team_id
        return mine & Domain("team_id", "not in", others.ids)

    def _closed_cases(self):
        start, stop = self._bounds()
        closed = [
            ("kind", "=", "complaint"),
            ("state", "=", "closed"),
            ("closed_at", ">=", start),
            ("closed_at", "<", stop),
        ]
        return self.env["csm.case"].sudo().search(self._scope() & Domain(closed), order="id")

    def _late_verdicts(self):
        """Return verdicts decided after the review of their month: they come with this one."""
        start, stop = self._bounds()
        late = [
            ("state", "=", "decided"),
            ("decided_at", "<", stop),
            ("closed_at", "<", start),
            ("closed_at", "!=", False),
        ]
        verdicts = self.env["csm.liability"].sudo().search(self._scope() & Domain(late), order="id")
        return verdicts.filtered(
            lambda verdict: any(
                line.review_id.state == "done" or line.review_id == self
                for line in verdict.case_id.review_line_ids
            )
        )

    # Steps

    def action_finish(self):
        return self._act("finish")

    def _why_not_finish(self):
        now = self.env.cr.now()
        if now <= self.month_ended_at:
            return self.env._(
                "%(review)s: the month ends on %(moment)s. What is closed until then belongs to "
                "it. Finish it afterwards.",
                review=self.display_name,
                moment=self._local_text(self.month_ended_at, self._zone_of(self.company_id).zone),
            )
        return ""

    def _go(self, move):
        if move.name == "finish":
            self._collect()
        return super()._go(move)

    def _moved(self, move):
        result = super()._moved(move)
        for review in self.sudo():
            verdicts = review.line_ids.liability_id
            decided = verdicts.filtered(lambda verdict: verdict.state == "decided")
            if decided:
                decided._go(decided._move_named("review"))
            # Administrative discipline goes to the personnel office with the review.
            decided.proposal_ids._hand_over("administrative")
        return result

    # Hooks of the engines

    def _entry_start(self):
        """A review follows the rules that were valid when its month ended."""
        return self.month_ended_at or super()._entry_start()

    @api.model
    def _report_restarts(self):
        return ()
