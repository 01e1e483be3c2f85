from odoo import models

from ...tools.carries import carries


class CsmSanction(models.Model):
    _inherit = "csm.sanction"

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "confirm":
            # Who confirms need not be able to read the case.
            self.sudo()._report_to_customers()
        return result

    @carries("S0-07-10", neutral=None)
    def _report_to_customers(self):
        """Remind whoever handles the case to report penalty and criticism to the customer."""
        for sanction in self.filtered(lambda one: one.rule_id.tells_customer):
            if sanction.res_model != "csm.case":
                continue
            case = self.env["csm.case"].browse(sanction.res_id).exists()
            user = case.user_id or case.team_id.leader_id
            if case and user:
                told = case.with_context(lang=user.lang)
                case.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=told.env._(
                        "Report penalty and criticism to the customer (%(sanction)s).",
                        sanction=sanction.number,
                    ),
                )
