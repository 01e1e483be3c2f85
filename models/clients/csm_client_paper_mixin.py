from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools import paper


class CsmClientPaperMixin(models.AbstractModel):
    """Prints client files: marked with their level, and with who printed them and when.

    The log of prints says nothing of which file it was; that stands in the log of accesses, which
    is not everybody's.
    """

    _name = "csm.client.paper.mixin"
    _description = "Paper About a Client File"
    _inherit = ["csm.form.report.mixin"]

    _form_model = "csm.client.file"

    @api.model
    def _form_docs(self, docids, data):
        # Files that do not exist are refused like those that are closed, by the check that follows.
        docs = self.env[self._form_model].browse(docids or ())
        if not docs:
            raise UserError(self.env._("There is nothing to print. Choose a file first."))
        return docs

    @api.model
    def _print_vals(self, paper):
        return {**super()._print_vals(paper), "res_id": False, "record_name": False}

    @api.model
    def _form_values(self, doc):
        highest = max(doc, key=lambda file: file.level)
        now = format_datetime(self.env, self.env.cr.now())
        return {
            **super()._form_values(doc),
            "mark": highest.level_mark,
            "mark_level": highest.level,
            "watermark": f"{highest.level_mark} · {self.env.user.name} · {now}",
        }

    @api.model
    def _grid(self, title, record, names, width=3):
        """Return a section of labelled values; nothing when all of them are empty."""
        cells = [
            (record._fields[name]._description_string(self.env), text, self._span(text))
            for name in names
            if (text := self.env["csm.client.file"]._text_of(record, name))
        ]
        return {"title": title, "rows": paper.pack(cells, width)} if cells else None

    @api.model
    def _span(self, text):
        return 3 if len(text) > 90 else 1

    @api.model
    def _listed(self, title, records, names):
        """Return a section that lists records, a column for each of these fields."""
        if not records:
            return None
        return {
            "title": title,
            "heads": [records._fields[name]._description_string(self.env) for name in names],
            "lines": [
                [self.env["csm.client.file"]._text_of(record, name) for name in names]
                for record in records
            ],
        }
