from odoo import api, fields, models

from .csm_liability_chain_mixin import SPOKEN


class CsmLiabilityReviewLine(models.Model):
    """One case of a monthly review, and the verdict on it."""

    _name = "csm.liability.review.line"
    _description = "Case of a Monthly Review"
    _order = "review_id desc, is_correction, id"

    review_id = fields.Many2one(
        "csm.liability.review", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    case_id = fields.Many2one(
        "csm.case", required=True, readonly=True, ondelete="restrict", index=True
    )
    closed_at = fields.Datetime(related="case_id.closed_at", string="Closed")
    cause_class = fields.Selection(related="case_id.cause_class")
    liability_id = fields.Many2one(
        "csm.liability", "Verdict", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    is_correction = fields.Boolean(
        "Correction", readonly=True, help="Decided after the review of the month of its closing."
    )
    state = fields.Selection(related="liability_id.state", string="State of the Verdict")
    discipline = fields.Selection(related="liability_id.discipline")
    currency_id = fields.Many2one(related="company_id.currency_id")
    loss_amount = fields.Monetary(related="liability_id.loss_amount", string="Loss")
    is_decided = fields.Boolean("Has a Verdict", compute="_compute_verdict", compute_sudo=True)
    is_administrative = fields.Boolean(
        "For the Personnel Office", compute="_compute_verdict", compute_sudo=True
    )

    _case_once = models.UniqueIndex(
        "(review_id, case_id)", "This case stands in the review already."
    )

    @api.depends("case_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            # An auditor reads which case it is, not the case.
            line.display_name = line.sudo().case_id.display_name

    @api.depends("liability_id.state", "liability_id.discipline")
    def _compute_verdict(self):
        for line in self:
            verdict = line.liability_id
            line.is_decided = verdict.state in SPOKEN
            line.is_administrative = line.is_decided and verdict.discipline == "administrative"

    def _follow_verdicts(self):
        """Name the verdict in force on each case."""
        for line in self:
            verdict = line.case_id.liability_ids.filtered(lambda verdict: verdict.state != "void")
            if line.liability_id != verdict[:1]:
                line.liability_id = verdict[:1]
