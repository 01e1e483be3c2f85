from odoo import api, fields, models


class CsmCaseHearWizard(models.TransientModel):
    """Asks one person complained about for a statement, without showing the case."""

    _name = "csm.case.hear.wizard"
    _description = "Hear a Person Complained About"

    case_id = fields.Many2one("csm.case", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, domain="[('id', 'in', accused_ids)]"
    )
    accused_ids = fields.Many2many("hr.employee", compute="_compute_accused_ids")
    is_identity_withheld = fields.Boolean(related="case_id.is_identity_withheld")
    accusation = fields.Text("What Is Said", required=True)
    questions = fields.Text("What Is Asked")
    answer_by = fields.Datetime("To Be Answered By")

    @api.depends("case_id")
    def _compute_accused_ids(self):
        for wizard in self:
            wizard.accused_ids = wizard.case_id.accused_employee_ids

    def action_hear(self):
        """Ask the person."""
        self.ensure_one()
        hearing = self.env["csm.case.hearing"].create(
            {
                "case_id": self.case_id.id,
                "employee_id": self.employee_id.id,
                "accusation": self.accusation,
                "questions": self.questions,
                "answer_by": self.answer_by,
            }
        )
        return hearing.action_ask()
