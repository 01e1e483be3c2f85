from odoo import api, models
from odoo.exceptions import UserError

# What makes an attachment another one, or lets it hang on something else.
SUBSTANCE = {"raw", "datas", "db_datas", "url", "type", "res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """Keeps the files on which a booked return or a certificate carried out rests."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not self.env.su and not SUBSTANCE.isdisjoint(vals):
            self._check_proves_nothing()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        if not self.env.su:
            self._check_proves_nothing()

    def _check_proves_nothing(self):
        """Refuse to change or delete a file that something final rests on."""
        self._check_no_signature()
        for model in ("csm.return", "csm.allowance"):
            # The proof is kept from whoever may not even see what it proves.
            Paper = self.env[model].sudo()
            for name in Paper._file_fields:
                rests = [(name, "in", self.ids), (Paper._state_field, "in", Paper._final_states)]
                paper = Paper.search(rests, limit=1) if self.ids else Paper
                if paper:
                    raise UserError(
                        self.env._(
                            "%(paper)s rests on this file, which stays as it is. Attach a further "
                            "one where something is to be added.",
                            paper=paper.display_name,
                        )
                    )

    def _check_no_signature(self):
        """Refuse to change or delete a signature the customer has drawn."""
        for file in self.sudo():
            if (file.res_model, file.res_field) == ("csm.solution", "signature"):
                raise UserError(self.env._("A customer's signature stays as it was drawn."))
