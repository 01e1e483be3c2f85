from odoo import fields, models
from odoo.exceptions import UserError


class CsmCaseFlowStep(models.Model):
    """One stage of its flow that a case has passed: when, and who passed it."""

    _name = "csm.case.flow.step"
    _description = "Stage a Case Has Passed"
    _order = "case_id, passed_at, id"

    case_id = fields.Many2one(
        "csm.case", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    step_id = fields.Many2one("csm.flow.step", "Stage", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "Passed by", readonly=True, ondelete="restrict")
    passed_at = fields.Datetime("Passed", required=True, readonly=True)

    _once = models.UniqueIndex("(case_id, step_id)", "This stage has been passed already.")

    def write(self, vals):
        """Refuse every change: a stage is passed once."""
        if not self.env.su:
            raise UserError(self.env._("A stage that was passed stays as it is."))
        return super().write(vals)
