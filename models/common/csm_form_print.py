from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmFormPrint(models.Model):
    """One printed copy of a form: who printed what and when. Nobody changes or deletes it."""

    _name = "csm.form.print"
    _description = "Printed Form"
    _inherit = ["csm.number.mixin", "csm.fact.mixin"]
    _order = "id desc"
    _rec_name = "number"

    form_id = fields.Many2one("csm.form", required=True, readonly=True, ondelete="restrict")
    version_id = fields.Many2one(
        "csm.form.version", required=True, readonly=True, ondelete="restrict"
    )
    kind_name = fields.Char("Form Title", related="form_id.name")
    is_internal = fields.Boolean("Internal", readonly=True)
    res_model = fields.Char(
        "Model Name", required=True, readonly=True, export_string_translation=False
    )
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    record_name = fields.Char("Printed Record", readonly=True)
    copy_number = fields.Integer("Copy", readonly=True)
    copy_count = fields.Integer("Of Copies", readonly=True)
    holder = fields.Char("Copy for", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Printed by", required=True, readonly=True, ondelete="restrict", index=True
    )
    printed_at = fields.Datetime("Printed", required=True, readonly=True, index=True)
    lang = fields.Char("Language", readonly=True)
    checksum = fields.Char(readonly=True, help="SHA-1 of the file that was handed out.")
    state = fields.Selection(
        [("out", "In Circulation"), ("filed", "Filed"), ("destroyed", "Destroyed")],
        required=True,
        readonly=True,
        default="out",
    )

    _of_record = models.Index("(res_model, res_id)")
    _internal_file = models.Index("(checksum) WHERE is_internal")

    _facts = ("printed_at",)
    _moves = ()

    @api.model
    def _number_prefix(self, vals):
        form = self.env["csm.form"].browse(vals["form_id"]).sudo()
        return f"{form.number}-{form._local_today():%y%m}"

    # The log

    @api.model
    def _log(self, vals_list):
        """Write rows of the log; only printing does."""
        names = {"number", "company_id"}.union(*vals_list)
        # The log is the system's; nobody else writes in it.
        return self.sudo()._with_pass(names).create(vals_list).with_env(self.env)

    def _handed_out(self, checksum):
        """Keep what the file is recognised by in which these copies were handed out."""
        # As above.
        self.sudo()._with_pass(["checksum"]).write({"checksum": checksum})

    def write(self, vals):
        if not self._admitted(vals):
            raise UserError(
                self.env._("The log of printed forms is written by the system and never changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The log of printed forms is kept; nothing is deleted from it."))
