from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_watch_days = fields.Integer(
        "Days Ahead for Holiday Watches",
        help="A holiday nobody is on watch for is reported this many days before. 0: never.",
    )
