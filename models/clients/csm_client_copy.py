from odoo import api, fields, models


class CsmClientCopy(models.Model):
    """One copy of a client file: who holds it, and where it lies."""

    _name = "csm.client.copy"
    _description = "Copy of a Client File"
    _inherit = ["csm.client.part.mixin"]
    _order = "copy_number, id"

    copy_number = fields.Integer("Copy No.", required=True, default=1)
    medium = fields.Selection(
        [("paper", "On Paper"), ("electronic", "Electronic Sheet")], required=True, default="paper"
    )
    holder = fields.Char("Held by", required=True)
    place = fields.Char(help="Cabinet and shelf, or database and table.")
    user_id = fields.Many2one(
        "res.users", "Answers for It", ondelete="restrict", domain="[('share', '=', False)]"
    )
    received_on = fields.Date("Handed Over")
    returned_on = fields.Date("Given Back")
    note = fields.Char()

    _number_is_unique = models.UniqueIndex(
        "(file_id, copy_number)",
        "A copy with this number is on file already. Give it the next one.",
    )
    _number_is_above_zero = models.Constraint(
        "CHECK(copy_number > 0)", "Copies of a file are counted from 1."
    )

    _section = "copies"
    _told = ("medium", "holder", "place", "user_id", "received_on", "returned_on", "note")

    def _part_label(self):
        return self.env._("Copy %(number)s", number=self.copy_number)

    @api.onchange("file_id")
    def _onchange_file_id(self):
        taken = self.file_id.paper_copy_ids.mapped("copy_number")
        self.copy_number = max(taken, default=0) + 1
