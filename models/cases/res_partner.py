from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    csm_case_ids = fields.One2many("csm.case", "partner_id", "Cases", groups="csm.group_agent")
    csm_case_count = fields.Integer(compute="_compute_csm_case_count", groups="csm.group_agent")

    def _compute_csm_case_count(self):
        counts = dict(
            self.env["csm.case"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.csm_case_count = counts.get(partner, 0)

    def action_csm_cases(self):
        """Open this customer's cases."""
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_case_action")
        action["domain"] = [("partner_id", "child_of", self.ids)]
        action["context"] = {"default_partner_id": self.id}
        return action
