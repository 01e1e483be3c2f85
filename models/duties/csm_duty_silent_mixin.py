from odoo import models


class CsmDutySilentMixin(models.AbstractModel):
    """A record with things to do and no messages: nobody follows it, nothing is posted on it.

    Odoo's activities expect a thread to tell of themselves; here they find one that stays silent.
    """

    _name = "csm.duty.silent.mixin"
    _description = "Record Without Messages"
    _inherit = ["mail.activity.mixin"]

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows: whoever may read the record finds it among the duties."""
        return True

    def message_notify(self, **_kwargs):
        """An assignment is told by the list of things to do."""
        return self.env["mail.message"]

    def message_post_with_source(self, *_args, **_kwargs):
        """What became of a thing to do stands in the record itself."""
        return self.env["mail.message"]
