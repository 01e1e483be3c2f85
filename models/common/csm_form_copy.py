from odoo import fields, models
from odoo.exceptions import UserError


class CsmFormCopy(models.Model):
    """One of the numbered copies of a form, and who holds it."""

    _name = "csm.form.copy"
    _description = "Copy of a Form"
    _order = "number, id"
    _rec_name = "holder"

    kind_id = fields.Many2one("csm.form.kind", ondelete="cascade", index=True, readonly=True)
    version_id = fields.Many2one("csm.form.version", ondelete="cascade", index=True)
    number = fields.Integer("Copy", required=True, default=1)
    holder = fields.Char(required=True, translate=True)

    _number_is_positive = models.Constraint("CHECK(number > 0)", "Copies are numbered from 1 on.")
    _belongs_to_one = models.Constraint(
        "CHECK((kind_id IS NULL) <> (version_id IS NULL))",
        "A copy belongs to one version of a form.",
    )
    _number_of_version = models.UniqueIndex(
        "(version_id, number) WHERE version_id IS NOT NULL",
        "Each copy of a version has a number of its own.",
    )

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _check_open(self):
        """Refuse to change the copies of a version that was approved or used."""
        for version in self.version_id:
            if not version._is_open():
                raise UserError(version._why_fixed())
