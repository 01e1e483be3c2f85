from odoo import api, fields, models
from odoo.exceptions import UserError

# What a line of a history says; the columns that say who may read it follow the file.
WRITTEN = (
    "file_id",
    "section",
    "label",
    "old",
    "new",
    "source",
    "input_id",
    "user_id",
    "changed_at",
)


class CsmClientChangeMixin(models.AbstractModel):
    """One line in the history of a client file: written once by the system, never changed."""

    _name = "csm.client.change.mixin"
    _description = "Change in a Client File"
    _inherit = ["csm.append.only.mixin", "csm.secret.part.mixin"]
    _order = "changed_at desc, id desc"
    _kept_words = "The history of a client file is written once."

    file_id = fields.Many2one(
        "csm.client.file", required=True, readonly=True, index=True, ondelete="restrict"
    )
    section = fields.Selection(
        [
            ("basic", "Basic Data"),
            ("organisation", "Organisation and Management"),
            ("persons", "Key Persons"),
            ("personal", "Personal Data of Decision-makers"),
            ("procedure", "Purchasing Procedure"),
            ("features", "Features"),
            ("business", "Business Status"),
            ("trading", "Trading Status and Credit"),
            ("investment", "Investment and Demand Plan"),
            ("analysis", "Analysis"),
            ("care", "Care"),
            ("documents", "Documents"),
            ("copies", "Copies of the File"),
        ],
        required=True,
        readonly=True,
    )
    label = fields.Char("What", required=True, readonly=True)
    old = fields.Text("Before", readonly=True)
    new = fields.Text("After", readonly=True)
    source = fields.Char(readonly=True)
    input_id = fields.Many2one("csm.client.input", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Entered by", required=True, readonly=True, ondelete="restrict"
    )
    changed_at = fields.Datetime("Entered", required=True, readonly=True)

    @api.model
    def _update_admitted(self):
        """Who may read a line follows its file; what it says stays."""
        return self._unchanged(*WRITTEN)

    def write(self, vals):
        # Who may read a line follows its file; the system keeps these columns.
        if set(WRITTEN) & vals.keys():
            raise UserError(self.env._("What was changed, and by whom, stays on record."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a client file stays on file."))
