from odoo import api, models
from odoo.exceptions import ValidationError


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.constrains("user_id", "res_id", "res_model_id")
    def _csm_check_not_for_accused(self):
        """Whoever has something to do for a record may read what it is."""
        # Whoever plans an activity need not see whom the case complains about.
        mine = self.sudo().filtered(lambda activity: activity.res_model == "csm.case")
        cases = {
            case.id: case for case in self.env["csm.case"].sudo().browse(mine.mapped("res_id"))
        }
        for activity in mine:
            case = cases[activity.res_id]
            if activity.user_id & case.accused_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(case)s complains about %(person)s, who can have nothing to do for it. "
                        "Choose somebody else.",
                        case=case.display_name,
                        person=activity.user_id.name,
                    )
                )
