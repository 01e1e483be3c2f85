from odoo import fields, models


class CsmClientPersonPrivate(models.Model):
    """What is private of one decision-maker: open only to those with a right of their own."""

    _name = "csm.client.person.private"
    _description = "Personal Data of a Decision-maker"
    _inherit = ["csm.client.personal.mixin", "csm.client.part.mixin"]

    person_id = fields.Many2one("csm.client.person", required=True, index=True, ondelete="restrict")
    file_id = fields.Many2one(related="person_id.file_id", store=True, index=True)
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

    def _part_label(self):
        return self.person_id.name
