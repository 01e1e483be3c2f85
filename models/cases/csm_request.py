from odoo import fields, models
from odoo.exceptions import UserError


class CsmRequest(models.Model):
    _inherit = "csm.request"

    case_id = fields.Many2one(
        "csm.case", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    stops_case = fields.Boolean(
        "Stops the Case",
        default=True,
        help="While it is undecided, the case is neither decided nor carried out nor closed.",
    )

    def write(self, vals):
        handed_in = self.filtered(lambda request: request.state != "draft" and request.case_id)
        if handed_in and not self.env.su and {"case_id", "stops_case"} & vals.keys():
            raise UserError(
                self.env._(
                    "%(request)s has been handed in; which case it is about, and whether that "
                    "waits, stays as it is. Withdraw it if need be.",
                    request=handed_in[0].display_name,
                )
            )
        return super().write(vals)

    def _moved(self, move):
        result = super()._moved(move)
        for request in self.filtered("case_id"):
            case = request.sudo().case_id
            told = case.with_context(lang=case.company_id.partner_id.lang)
            case._message_log(
                body=told.env._(
                    "%(request)s: %(state)s",
                    request=request.display_name,
                    state=request.with_env(told.env)._state_labels()[request.state],
                )
            )
        return result

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        rights = super()._deadline_rights()
        return {**rights, "barred_user_ids": [*rights.get("barred_user_ids", ()), *barred]}
