from odoo import api, models
from odoo.fields import Command

from .csm_clearance_reach_mixin import LEVEL_GROUPS, PERSONAL_GROUP, ClearancePass


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["csm.account.mixin", "res.users"]

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["csm.rights.watch"]._watching():
            return super().create(vals_list)

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        with self.env["csm.rights.watch"]._watching():
            return super().write(vals)

    def _set_clearance_groups(self, clearances):
        """Hold exactly the groups these clearances in force give."""
        self.ensure_one()
        highest = max((int(clearance.level) for clearance in clearances), default=0)
        wanted = {LEVEL_GROUPS[highest]} if highest else set()
        if any(clearance.personal_data for clearance in clearances):
            wanted.add(PERSONAL_GROUP)
        commands = [
            (Command.link if name in wanted else Command.unlink)(self.env.ref(name).id)
            for name in (*LEVEL_GROUPS.values(), PERSONAL_GROUP)
        ]
        # A granter is no administrator: the clearance, confirmed by a second person, is the leave.
        user = self.sudo().with_context(csm_clearance_pass=ClearancePass(self))
        user.write({"group_ids": commands})
