from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.base.models.res_users import check_identity

from .csm_answer_rule import CHANNELS

# The scope of the keys that open the web hook, and nothing else.
SCOPE = "csm.hook"
KEY_DAYS = 365


class CsmHook(models.Model):
    """One telephone system or chat platform that writes its calls into the contact register."""

    _name = "csm.hook"
    _description = "Connected System"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    team_id = fields.Many2one(
        "csm.team",
        required=True,
        check_company=True,
        ondelete="restrict",
        help="Whose contacts its calls become.",
    )
    user_id = fields.Many2one(
        "res.users",
        "User of the System",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Its keys belong to this user. Make one for the system alone.",
    )
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    calls_per_minute = fields.Integer(
        "Requests per Minute",
        default=120,
        required=True,
        help="What comes faster is refused and asked to come again later.",
    )
    contact_count = fields.Integer("Number of Contacts", compute="_compute_contact_count")

    _one_per_user = models.UniqueIndex(
        "(user_id) WHERE active IS TRUE",
        "This user belongs to another connected system. Choose or make one for this system alone.",
    )
    _rate_is_positive = models.Constraint(
        "CHECK(calls_per_minute > 0)", "Allow at least one request per minute."
    )

    def _compute_contact_count(self):
        counts = dict(
            self.env["csm.contact"]._read_group(
                [("hook_id", "in", self.ids)], ["hook_id"], ["__count"]
            )
        )
        for hook in self:
            hook.contact_count = counts.get(hook, 0)

    @check_identity
    def action_make_key(self):
        """Make a key for this system and show it once."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("Key of %(hook)s", hook=self.name),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": self._make_key()},
        }

    def _make_key(self):
        """Return a new key that opens the web hook for this system, and nothing else."""
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager makes keys of connected systems."))
        self.check_access("write")
        expires = fields.Datetime.now() + timedelta(days=KEY_DAYS)
        # The key belongs to the system's user, whoever makes it; its scope opens the hook alone.
        keys = self.env["res.users.apikeys"].with_user(self.user_id).sudo()
        return keys._generate(SCOPE, self.name, expires)

    def action_drop_keys(self):
        """Take all keys of this system back; it is refused from now on."""
        self.ensure_one()
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager takes keys of connected systems back."))
        self.check_access("write")
        # The list of keys is each user's own; of it only the keys of this system are taken.
        keys = self.env["res.users.apikeys"].sudo()
        mine = keys.search([("user_id", "=", self.user_id.id), ("scope", "=", SCOPE)])
        if not mine:
            raise UserError(self.env._("%(hook)s has no key. Make one first.", hook=self.name))
        mine.unlink()
        return True

    def action_open_contacts(self):
        """Open what this system has written into the register."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_contact_action_all")
        action["domain"] = [("hook_id", "=", self.id)]
        action["context"] = {}
        return action
