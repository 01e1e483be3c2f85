from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    csm_digest = fields.Selection(
        [("off", "Never"), ("daily", "Every working day")],
        "Digest of Deadlines",
        default="off",
        required=True,
        help="A mail at the beginning of the working day with what is overdue and what falls due "
        "today and tomorrow; leaders read their teams' too.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["csm_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["csm_digest"]
