import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import charset, table

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


class CsmCaseImportFileMixin(models.AbstractModel):
    """The file of a register: how it is written, and the table it holds."""

    _name = "csm.case.import.file.mixin"
    _description = "File of a Register"

    file = fields.Binary(required=True, attachment=True)
    file_name = fields.Char(required=True, default="")
    encoding = fields.Selection(
        [*((key, name) for key, name in charset.NAMES.items() if key != "utf-8-sig")],
        help="Empty: found out from the file.",
    )
    delimiter = fields.Selection(
        [("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab"), ("bar", "Bar")],
        help="Empty: found out from the file.",
    )

    def _read_table(self):
        """Return the table the file holds, or say in a sentence why it holds none."""
        self.ensure_one()
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        try:
            return table.read(data, self.encoding or None, DELIMITERS.get(self.delimiter))
        except table.NotATable as error:
            raise UserError(self._why_not_a_table(error.what)) from error

    def _why_not_a_table(self, what):
        values = {"file": self.file_name or self.env._("The file"), "what": what}
        if what == "empty":
            return self.env._(
                "%(file)s is empty. Choose the file that holds the register.", **values
            )
        if what == "encoding":
            return self.env._(
                "%(file)s is not written in the encoding chosen. Leave the encoding empty.",
                **values,
            )
        if what == "binary":
            return self.env._(
                "%(file)s holds no text. Save the register as CSV and choose it again.", **values
            )
        return self.env._(
            "%(file)s looks like %(what)s, not like a table. "
            "Save the register as CSV or XLSX and choose it again.",
            **values,
        )
