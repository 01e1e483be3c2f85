from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmFlowStep(models.Model):
    """One stage of a fixed flow, and what must be on record before it is passed."""

    _name = "csm.flow.step"
    _description = "Stage of a Flow"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.flow.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    needs = fields.Char(
        "Must Be on Record",
        help="The technical names of fields of the case that must be filled in first, "
        "separated by commas.",
    )
    skill_id = fields.Many2one(
        "csm.skill",
        "Passed by",
        ondelete="restrict",
        help="Only a handler of this class of work passes the stage.",
    )
    needs_handover = fields.Boolean(
        "In Person", help="The customer is handed over in person, and the receiver has accepted."
    )

    @api.constrains("needs")
    def _check_fields_exist(self):
        Case = self.env["csm.case"]
        for step in self:
            unknown = [name for name in step._names() if name not in Case._fields]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(stage)s” asks for “%(field)s”, which cases do not have.",
                        stage=step.name,
                        field=unknown[0],
                    )
                )

    def _names(self):
        return (self.needs or "").replace(",", " ").split()
