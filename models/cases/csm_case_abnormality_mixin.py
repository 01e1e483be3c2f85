from odoo import fields, models


class CsmCaseAbnormalityMixin(models.AbstractModel):
    """Lets a case without loss end with a unit being asked to improve."""

    _name = "csm.case.abnormality.mixin"
    _description = "Abnormalities of a Case"

    abnormality_ids = fields.One2many("csm.abnormality", "case_id", "Abnormalities")

    def action_file_abnormality(self):
        """Open the form that asks a unit to improve."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.abnormality",
            "views": [(False, "form")],
            "target": "current",
            "name": self.env._("Ask a Unit to Improve"),
            "context": {
                "default_case_id": self.id,
                "default_name": self["name"],
                "default_team_id": self["team_id"].id,
                "default_department_id": self["department_id"].id,
                "default_company_id": self["company_id"].id,
            },
        }
