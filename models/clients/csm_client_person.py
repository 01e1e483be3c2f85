from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmClientPerson(models.Model):
    """One person who counts at a customer: owner, manager, key person, decision-maker."""

    _name = "csm.client.person"
    _description = "Person at a Client"
    _inherit = ["csm.client.part.mixin"]
    _order = "is_former, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    is_owner = fields.Boolean("Owner")
    is_manager = fields.Boolean("Manager")
    is_key_person = fields.Boolean("Key Person")
    is_decision_maker = fields.Boolean("Decides on Purchases")
    job_title = fields.Char("Job Position")
    department = fields.Char()
    phone = fields.Char("Office Telephone")
    email = fields.Char("Office Mail")
    influence = fields.Selection(
        [("decides", "Decides"), ("advises", "Advises"), ("uses", "Uses What Is Bought")]
    )
    attitude = fields.Selection(
        [("for", "For Us"), ("neutral", "Neutral"), ("against", "Against Us")], "Attitude to Us"
    )
    note = fields.Text()
    is_former = fields.Boolean("Has Left", help="Kept for the history; counts no more.")
    private_ids = fields.One2many(
        "csm.client.person.private", "person_id", groups="csm.group_personal_data"
    )

    _section = "persons"
    _told = (
        "name",
        "is_owner",
        "is_manager",
        "is_key_person",
        "is_decision_maker",
        "job_title",
        "department",
        "phone",
        "email",
        "influence",
        "attitude",
        "note",
        "is_former",
    )

    def _part_label(self):
        return self.name

    @api.ondelete(at_uninstall=False)
    def _unlink_except_private(self):
        # What is private may be closed to whoever deletes the person.
        if any(person.sudo().private_ids for person in self):
            raise ValidationError(
                self.env._("Mark the person as one who has left; what is known stays on file.")
            )
