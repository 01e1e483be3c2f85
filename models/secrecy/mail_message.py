from contextlib import nullcontext

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from .csm_access_log import AccessRun


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a conversation about what is classified: whoever took part would keep it."""
        if any(self._is_about_secret(vals.get("model")) for vals in vals_list):
            raise UserError(
                self.env._(
                    "Nothing is written to a client file as a message. Enter it in the file."
                )
            )
        return super().create(vals_list)

    @api.model
    def _is_about_secret(self, model):
        reach = self.env.registry["csm.secret.reach.mixin"]
        return bool(model in self.env and issubclass(self.env.registry[model], reach))

    def unlink(self):
        with self._deletion_logged() as run, run.handing_out(self):
            return super().unlink()

    @carries("S1-12-10", neutral=nullcontext(AccessRun(0, "", "", "")))
    def _deletion_logged(self):
        """Whoever deletes what was written in a conversation, or tries to, is on record."""
        return self.env["csm.access.log"]._point(self, "delete", "unlink")
