from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Which fact of a file the last step of a duty with this obligation sets.
FACTS = {"client_file_verified": "verified_at", "client_file_current": "updated_at"}


class CsmClientFileDutyMixin(models.AbstractModel):
    """What returns with a client file: it is verified anew, brought up to date, else flagged.

    Its duties are as closed as the file, and belong to its custodian.
    """

    _name = "csm.client.file.duty.mixin"
    _description = "Duties About a Client File"
    _inherit = ["csm.duty.mixin"]

    _duties_are_confined = True

    verified_at = fields.Datetime("Verified", readonly=True, copy=False)
    updated_at = fields.Datetime("Brought up to Date", readonly=True, copy=False)
    is_duty_overdue = fields.Boolean("Out of Date", help="A check or an update is overdue.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_typed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_typed(vals)
        return super().write(vals)

    @api.model
    def _check_not_typed(self, vals):
        if not self.env.su and not set(FACTS.values()).isdisjoint(vals):
            raise UserError(
                self.env._("When a file was verified follows from its duties. Do the duty.")
            )

    # Hooks of the duties

    @api.model
    def _duty_domain(self):
        return super()._duty_domain() & Domain("state", "=", "kept")

    @api.model
    def _duty_since(self, first):
        return Domain("kept_at", "<", fields.Date.to_string(first))

    def _duty_rights(self):
        return {**super()._duty_rights(), "level": self["level"], "is_confined": True}

    @api.model
    def _duty_rights_watched(self):
        return [*super()._duty_rights_watched(), "secrecy_level_id", "custodian_id"]

    def _duty_responsible(self):
        return self["custodian_id"]

    def _duty_moved(self, duty, step):
        result = super()._duty_moved(duty, step)
        rule = duty.sudo().rule_id
        last = "do" if rule.sign_off == "none" else "sign"
        fact = FACTS.get(rule.obligation_id.code)
        if fact and step == last:
            # The system notes what follows from a duty; who does it need not be able to write.
            self.sudo().write({fact: duty.done_at})
        return result
