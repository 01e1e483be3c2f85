import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError


class CsmContactFormMixin(models.AbstractModel):
    """Lets a team publish a form on which anybody may complain without an account."""

    _name = "csm.contact.form.mixin"
    _description = "Public Complaint Form of a Team"

    has_complaint_form = fields.Boolean(
        "Complaint Form Published",
        help="Whoever has the address may complain without an account.",
    )
    complaint_token = fields.Char(
        readonly=True,
        copy=False,
        groups="csm.group_manager",
        index="btree_not_null",
        export_string_translation=False,
    )
    complaint_url = fields.Char(
        "Address of the Form", compute="_compute_complaint_url", compute_sudo=True
    )

    @api.depends("has_complaint_form", "complaint_token")
    def _compute_complaint_url(self):
        for team in self:
            published = team.has_complaint_form and team.complaint_token
            base = team.get_base_url() if published else ""
            team.complaint_url = f"{base}/csm/complaint/{team.complaint_token}" if published else ""

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._give_complaint_tokens()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if vals.get("has_complaint_form"):
            self._give_complaint_tokens()
        return result

    def _give_complaint_tokens(self):
        # The token is the system's; who publishes a form was checked when the team was written.
        for team in self.sudo().filtered("has_complaint_form"):
            team.complaint_token = team.complaint_token or secrets.token_urlsafe(18)

    def action_renew_complaint_token(self):
        """Give the form another address; the old one ends."""
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager changes the address of a form."))
        self.check_access("write")
        for team in self:
            team.complaint_token = secrets.token_urlsafe(18)
        return True

    @api.model
    def _of_complaint_token(self, token):
        """Return the team whose published form has this token, or none."""
        if not token or len(token) > 64:
            return self.browse()
        return self.sudo().search(
            [("complaint_token", "=", token), ("has_complaint_form", "=", True)], limit=1
        )
