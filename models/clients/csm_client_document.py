from odoo import fields, models


class CsmClientDocument(models.Model):
    """One document in a client file: a contract, a licence, a report …"""

    _name = "csm.client.document"
    _description = "Document in a Client File"
    _inherit = ["csm.client.part.mixin"]
    _order = "dated_on desc, id desc"

    name = fields.Char("Subject", required=True)
    kind = fields.Selection(
        [
            ("licence", "Licence or Certificate"),
            ("contract", "Contract"),
            ("investigation", "Credit Investigation"),
            ("visit", "Visit Form"),
            ("letter", "Letter"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    file = fields.Binary("Document", required=True, attachment=True)
    file_name = fields.Char()
    dated_on = fields.Date("Dated")
    note = fields.Text()

    _section = "documents"
    _told = ("name", "kind", "file_name", "dated_on", "note")

    def _part_label(self):
        return self.name
