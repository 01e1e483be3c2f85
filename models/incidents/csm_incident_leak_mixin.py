from odoo import api, fields, models
from odoo.fields import Command


class CsmIncidentLeakMixin(models.AbstractModel):
    """Keeps those who are suspected of a leak away from the incident it opened."""

    _name = "csm.incident.leak.mixin"
    _description = "Incident of a Leak"

    barred_user_ids = fields.Many2many(
        "res.users",
        "csm_incident_barred_rel",
        "incident_id",
        "user_id",
        "Kept Away",
        readonly=True,
        copy=False,
        groups="csm.group_manager",
    )

    @api.model
    def _begin_vals(self, vals):
        """Whoever is on watch does not hear of it when they are suspected."""
        begin = super()._begin_vals(vals)
        if vals.get("barred_user_ids"):
            # Only the system names whom it keeps away, and reads it here.
            named = self.sudo().new({"barred_user_ids": vals["barred_user_ids"]})
            if begin.get("watch_user_id") in named.barred_user_ids.ids:
                begin.update(watch_user_id=False, user_id=False)
        return begin

    def _bar(self, users):
        """Keep these persons away: they read nothing, hear nothing and handle nothing."""
        self.barred_user_ids = [Command.set(users.ids)]
        self.message_unsubscribe(users.partner_id.ids)
        self.activity_ids.filtered(lambda activity: activity.user_id in users).unlink()
        for name in ("user_id", "manager_id"):
            self.filtered(lambda incident, name=name: incident[name] in users)[name] = False
        self._hand_on_rights()

    def _deadline_rights(self):
        # Whom it is kept from is asked on behalf of the engine.
        barred = self.sudo().barred_user_ids.ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}

    def _superiors(self):
        return super()._superiors() - self.sudo().barred_user_ids.with_env(self.env)
