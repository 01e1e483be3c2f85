from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    duty_rule_ids = fields.One2many("csm.duty.rule", "adoption_id", "Recurring Duties")

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "adopt" and self.duty_rule_ids:
            # Who adopts need not be able to start jobs.
            self.env.ref("csm.ir_cron_make_duties").sudo()._trigger()
        return result
