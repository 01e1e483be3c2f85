from odoo import api, models
from odoo.exceptions import UserError

APPROVE = "approve"
AGREED = ("validate1", "validate")


class HrLeave(models.Model):
    """Time off asks for the approvals that adopted regulations want, at its own check."""

    _name = "hr.leave"
    _inherit = ["hr.leave", "csm.approval.subject.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        if not self.env.su:
            leaves._check_approved()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in AGREED:
            self._check_approved()
            if vals["state"] == "validate":
                self._use_approvals(APPROVE)
        return result

    def _check_approved(self):
        """Refuse to agree to time off before those have approved whom the rules in force name."""
        asked = self.filtered(
            lambda leave: leave.state in AGREED and leave.validation_type != "no_validation"
        )
        refusals = [reason for leave in asked if (reason := leave._why_not_approved(APPROVE))]
        if refusals:
            raise UserError("\n".join(refusals))

    # Hooks

    @api.model
    def _approval_moves(self):
        return {APPROVE: self.env._("Time Off Approved")}

    def _approval_moves_now(self):
        waits = self.state in ("confirm", "validate1") and self.validation_type != "no_validation"
        return [APPROVE] if waits else []

    def _approval_kind(self, move_name):
        # In one language: whoever approves may read another one than whoever asks.
        leave = self.with_context(lang="en_US")
        days = f"{leave.request_date_from} – {leave.request_date_to}"
        return f"{leave.holiday_status_id.name}, {days}"

    def _approval_askers(self):
        return self.employee_id.user_id

    def _approval_person(self):
        return self.employee_id.user_id
