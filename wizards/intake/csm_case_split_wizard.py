from odoo import fields, models
from odoo.tools import plaintext2html


class CsmCaseSplitWizard(models.TransientModel):
    """Makes a case of its own of a part of another: some messages, or a text."""

    _name = "csm.case.split.wizard"
    _description = "Split a Case"

    case_id = fields.Many2one("csm.case", required=True, ondelete="cascade")
    name = fields.Char("Subject", required=True)
    category_id = fields.Many2one("csm.case.category")
    team_id = fields.Many2one("csm.team")
    user_id = fields.Many2one("res.users", "Handler", domain="[('share', '=', False)]")
    description = fields.Text("What Happened")
    message_ids = fields.Many2many(
        "mail.message",
        "csm_case_split_message_rel",
        string="Messages to Take Along",
        domain="[('model', '=', 'csm.case'), ('res_id', '=', case_id)]",
    )

    def action_split(self):
        self.ensure_one()
        values = {"name": self.name, "user_id": self.user_id.id or self.case_id.user_id.id}
        if self.category_id:
            values["category_id"] = self.category_id.id
        if self.team_id:
            values["team_id"] = self.team_id.id
        if self.description:
            values["description"] = plaintext2html(self.description)
        part = self.case_id._split(values, self.message_ids)
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case",
            "res_id": part.id,
            "views": [(False, "form")],
        }
