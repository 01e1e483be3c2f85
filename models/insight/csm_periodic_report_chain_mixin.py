from odoo import fields, models

from ..common.csm_state_mixin import Move


class CsmPeriodicReportChainMixin(models.AbstractModel):
    """The course of a periodic report: prepared, submitted, approved."""

    _name = "csm.periodic.report.chain.mixin"
    _description = "Course of a Periodic Report"
    _inherit = ["csm.fact.mixin", "csm.company.clock.mixin"]

    state = fields.Selection(
        [("draft", "Being Prepared"), ("submitted", "Submitted"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    submitted_at = fields.Datetime("Submitted", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)

    _facts = ("submitted_at", "approved_at")
    _moves = (
        Move("submit", ("draft",), "submitted", "submitted_at", "_why_not_submit"),
        Move("approve", ("submitted",), "approved", "approved_at", "_why_not_approve"),
        Move("send_back", ("submitted",), "draft", "", "_why_not_send_back"),
    )

    def action_submit(self):
        return self._act("submit")

    def action_approve(self):
        return self._act("approve")

    def action_send_back(self):
        return self._act("send_back")

    # Why a step must not be made

    def _why_not_submit(self):
        if self.env.cr.now() > self["ends_at"] or self["rule_id"].occasion == "hot":
            return ""
        return self.env._(
            "%(report)s: the period ends on %(moment)s. Look at the figures anew afterwards, then "
            "submit it.",
            report=self.display_name,
            moment=self._local_text(self["ends_at"], self._zone_of(self["company_id"]).zone),
        )

    def _why_not_approve(self):
        return "" if self._is_decided_by_rule() else self._why_not_by_manager()

    def _why_not_send_back(self):
        if self._is_decided_by_rule() and self._approval_of("approve").state == "waiting":
            return self.env._(
                "%(report)s is decided by those whose approval it waits for.",
                report=self.display_name,
            )
        return self._why_not_by_manager()

    def _is_decided_by_rule(self):
        return bool(self.env["csm.approval.demand"]._speaking(self.sudo(), "approve", False))

    def _why_not_by_manager(self):
        """Where no rule says who approves, a manager does who did not submit it."""
        if self.env.su:
            return ""
        if self.env.user == self._maker("submitted_at"):
            return self.env._(
                "You have submitted %(report)s yourself; somebody else decides on it.",
                report=self.display_name,
            )
        if not self.env.user.has_group("csm.group_manager"):
            return self.env._(
                "%(report)s: no rule says who decides, so a manager does. Ask yours.",
                report=self.display_name,
            )
        return ""

    # What follows from a step

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "submit":
            self["measure_ids"]._remind()
            self._ask_for_approval()
        elif move.name == "send_back":
            self.env["csm.approval"]._supersede(self, "approve")
        return result

    def _ask_for_approval(self):
        for report in self:
            if self.env["csm.approval.demand"]._need(report, "approve"):
                self.env["csm.approval"]._ask(report, "approve")

    def _approvals_granted(self, approvals):
        result = super()._approvals_granted(approvals)
        self._follow_decision(approvals, "approve")
        return result

    def _approvals_refused(self, approvals):
        result = super()._approvals_refused(approvals)
        self._follow_decision(approvals, "send_back")
        return result

    def _follow_decision(self, approvals, name):
        """The last signature is the decision; whoever signs need not be able to write."""
        ids = [row.res_id for row in approvals if row.move == "approve" and not row.is_afterwards]
        move = self._move_named(name)
        reports = self.sudo().browse(ids)
        reports.filtered(
            lambda report: report.state == "submitted" and not report._why_not_move(move)
        )._go(move)
