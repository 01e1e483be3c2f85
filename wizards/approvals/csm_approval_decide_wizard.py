from odoo import api, fields, models


class CsmApprovalDecideWizard(models.TransientModel):
    """Asks for the reason, decides the requests that can be decided, and lists the others."""

    _name = "csm.approval.decide.wizard"
    _description = "Decide Requests for Approval"

    decision = fields.Selection(
        [("approve", "Approve"), ("refuse", "Refuse")], required=True, default="approve"
    )
    comment = fields.Text("Reason")
    approval_ids = fields.Many2many(
        "csm.approval", "csm_approval_decide_rel", "wizard_id", "approval_id", "Requests"
    )
    good_count = fields.Integer("Can Be Decided", compute="_compute_reasons")
    reasons = fields.Text("Will Be Left Out", compute="_compute_reasons")

    @api.depends("approval_ids", "decision")
    @api.depends_context("uid", "lang")
    def _compute_reasons(self):
        for wizard in self:
            # The reason is being written; only its lack is no obstacle yet.
            given = wizard.approval_ids
            found = [approval._why_not_decide(wizard.decision, "…") for approval in given]
            wizard.good_count = len([reason for reason in found if not reason])
            wizard.reasons = "\n".join(filter(None, found))

    def action_confirm(self):
        self.ensure_one()
        return self.approval_ids._decide(self.decision, self.comment or "")
