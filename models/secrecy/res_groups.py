from odoo import api, models

# What makes somebody a member of a group, or a group part of another.
GIVING = {"user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        if not any(GIVING & vals.keys() for vals in vals_list):
            return super().create(vals_list)
        with self.env["csm.rights.watch"]._watching():
            return super().create(vals_list)

    def write(self, vals):
        if not GIVING & vals.keys():
            return super().write(vals)
        with self.env["csm.rights.watch"]._watching():
            return super().write(vals)
