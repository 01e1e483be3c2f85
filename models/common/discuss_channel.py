from odoo import models


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    def _has_outsiders(self):
        """Tell whether anybody but colleagues reads along, or may join."""
        self.ensure_one()
        members = self.channel_member_ids
        is_open = self.channel_type == "channel" and not self.group_public_id
        partners = members.partner_id
        return is_open or bool(members.guest_id) or any(partners.mapped("partner_share"))
