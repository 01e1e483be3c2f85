from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmClientPersonPrivate(models.Model):
    """What is private of one decision-maker: open only to those with a right of their own."""

    _name = "csm.client.person.private"
    _description = "Personal Data of a Decision-maker"
    _inherit = ["csm.client.personal.mixin", "csm.client.part.mixin"]

    person_id = fields.Many2one("csm.client.person", required=True, index=True, ondelete="restrict")
    sex = fields.Selection([("female", "Female"), ("male", "Male")])
    birthday = fields.Date()
    native_place = fields.Char()
    education = fields.Char()
    family = fields.Text()
    hobby = fields.Char("Hobbies")
    home_address = fields.Char()
    private_phone = fields.Char("Private Telephone")
    character = fields.Text()
    relation_level = fields.Char("Relation to Us")
    note = fields.Text()

    _one_per_person = models.UniqueIndex(
        "(person_id)", "What is private of this person stands on one sheet. Open that one."
    )

    _section = "personal"
    _history = "csm.client.person.change"
    _told = (
        "sex",
        "birthday",
        "native_place",
        "education",
        "family",
        "hobby",
        "home_address",
        "private_phone",
        "character",
        "relation_level",
        "note",
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            person = self.env["csm.client.person"].browse(vals.get("person_id") or ())
            vals["file_id"] = person.file_id.id
        return super().create(vals_list)

    def write(self, vals):
        if any(vals.get("person_id", part.person_id.id) != part.person_id.id for part in self):
            raise UserError(self.env._("What is private of one person is not another's."))
        return super().write(vals)

    def _part_label(self):
        return self.person_id.name
