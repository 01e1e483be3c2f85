from odoo import fields, models
from odoo.exceptions import UserError


class CsmCaseDemandWizard(models.TransientModel):
    """Asks what a customer wants that we do not have for them yet."""

    _name = "csm.case.demand.wizard"
    _description = "New Demand"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    name = fields.Char("What Is Wanted", required=True)
    description = fields.Html("Details")

    def action_hand_over(self):
        self.ensure_one()
        model = self.res_model
        if model not in self.env or not hasattr(self.env[model], "_new_demand"):
            raise UserError(self.env._("This record makes no demands."))
        record = self.env[model].browse(self.res_id)
        record.check_access("write")
        record._new_demand(self.name, self.description)
        return {"type": "ir.actions.act_window_close"}
