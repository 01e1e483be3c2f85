from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmNumberMixin(models.AbstractModel):
    """Gives each record of a company the next number of its series, without gaps.

    A numbered record is never deleted; it is voided with a reason.
    """

    _name = "csm.number.mixin"
    _description = "Numbered Record"

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _number_is_unique = models.UniqueIndex(
        "(company_id, number)", "This number is taken already. Save again to draw the next one."
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        series = defaultdict(list)
        for vals in vals_list:
            if vals.get("number"):
                raise UserError(
                    self.env._("The number is given by the register and cannot be chosen.")
                )
            company_id = vals.setdefault("company_id", self.env.company.id)
            series[company_id, self._number_prefix(vals)].append(vals)
        counter = self.env["csm.number.counter"]
        for (company_id, prefix), members in series.items():
            numbers = counter.draw(self._name, company_id, prefix, len(members))
            for vals, number in zip(members, numbers, strict=True):
                vals["number"] = number
        return super().create(vals_list)

    def write(self, vals):
        if "number" in vals:
            raise UserError(
                self.env._(
                    "%(record)s keeps its number; numbers are never changed or used again.",
                    record=self[:1].display_name,
                )
            )
        if "company_id" in vals:
            self._check_company_stays(vals["company_id"])
        return super().write(vals)

    def _check_company_stays(self, company_id):
        """A number belongs to the series of its company; elsewhere it would leave a gap."""
        moved = self.filtered(lambda record: record.number and record.company_id.id != company_id)
        if moved:
            raise UserError(
                self.env._(
                    "%(record)s carries a number of %(company)s and stays there. "
                    "Void it with a reason and register it anew in the other company.",
                    record=moved[0].display_name,
                    company=moved[0].company_id.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        for record in self:
            if record.number:
                raise UserError(
                    self.env._(
                        "%(record)s carries a number and stays in the register. "
                        "Void it with a reason instead.",
                        record=record.display_name,
                    )
                )

    @api.model
    def _number_prefix(self, vals):
        """Return the prefix of the series the new record belongs to."""
        raise NotImplementedError
