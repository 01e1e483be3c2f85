from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmSecretPartMixin(models.AbstractModel):
    """A part of a classified record, open to exactly those to whom the whole is open.

    The concrete model has ``file_id``, required and cascaded, towards the classified record. Its
    name says nothing of its content.
    """

    _name = "csm.secret.part.mixin"
    _description = "Part of a Classified Record"
    _inherit = ["csm.secret.reach.mixin"]

    _secret_column = "file_id"
    _following_fields = ("level", "team_id", "company_id")

    level = fields.Integer(
        "Rank of the Level", compute="_compute_rights", store=True, index=True, aggregator=None
    )
    team_id = fields.Many2one(
        "csm.team", "Kept by", compute="_compute_rights", store=True, index=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_rights", store=True, index=True)

    @api.depends("file_id.level", "file_id.team_id", "file_id.company_id")
    def _compute_rights(self):
        """Keep beside each part what decides who reads it."""
        for part in self:
            secret = part["file_id"]._origin if part._origin else part._shown_whole()
            part.level = secret.level
            part.team_id = secret.team_id
            part.company_id = secret.company_id

    def _shown_whole(self):
        """Return the whole of a part that is only on a form; nothing of a closed one is shown."""
        secret = self["file_id"]._origin
        # What is kept is computed for the system; what is on a form is for whoever fills it in.
        return secret if secret.sudo(False).has_access("read") else secret.browse()

    def onchange(self, values, field_names, fields_spec):
        # On the form of the whole, a client sends what the whole says just now.
        whole = values.get("file_id")
        named = whole.get("id") if isinstance(whole, dict) else whole
        if not self.env.su:
            self._whole([{"file_id": named}]).check_access("read")
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_following(vals)
        self._whole(vals_list).check_access("read")
        return super().create(vals_list)

    @api.model
    def _whole(self, vals_list):
        """Return the records these values name: closed and unknown ones are refused alike."""
        ids = [vals["file_id"] for vals in vals_list if vals.get("file_id")]
        return self.env[self._fields["file_id"].comodel_name].browse(dict.fromkeys(ids))

    def write(self, vals):
        self._check_following(vals)
        if "file_id" in vals and not self.env.su:
            raise UserError(self.env._("A part stays with its file. Enter it anew in the other."))
        return super().write(vals)

    @api.depends("file_id.number")
    def _compute_display_name(self):
        for part in self:
            number = part["file_id"].number or ""
            part.display_name = f"{number} · {part.id}" if isinstance(part.id, int) else number
