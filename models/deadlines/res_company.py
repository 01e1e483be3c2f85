from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_mail_in_hours = fields.Boolean(
        "Mails About Deadlines in Working Hours Only",
        help="The mail waits until its reader's working hours begin; the thing to do stands on "
        "their list at once. What is urgent or very serious is never held back.",
    )
