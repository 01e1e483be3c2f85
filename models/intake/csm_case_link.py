from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmCaseLink(models.Model):
    """One relation of two cases: one belongs to, repeats or was caused by the other."""

    _name = "csm.case.link"
    _description = "Related Case"
    _order = "id"

    case_id = fields.Many2one("csm.case", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [
            ("related", "Belongs to the same matter as"),
            ("duplicate", "Says the same as"),
            ("caused", "Was caused by"),
            ("split", "Was split from"),
        ],
        "How",
        required=True,
        default="related",
    )
    other_id = fields.Many2one(
        "csm.case", "Other Case", required=True, ondelete="cascade", index=True
    )
    other_state = fields.Selection(related="other_id.state", string="Its State")
    note = fields.Char()

    _once = models.UniqueIndex("(case_id, other_id, kind)", "These cases are linked so already.")
    _two_cases = models.Constraint(
        "CHECK(case_id <> other_id)", "A case cannot be linked to itself. Choose another one."
    )

    @api.constrains("case_id", "other_id")
    def _check_company(self, fnames=None):
        # Both cases are the user's to read; the register of companies need not be.
        for link in self.sudo():
            if link.case_id.company_id != link.other_id.company_id:
                raise ValidationError(
                    self.env._(
                        "%(case)s and %(other)s belong to different companies.",
                        case=link.case_id.display_name,
                        other=link.other_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        links = super().create(vals_list)
        links._check_readable()
        return links

    def write(self, vals):
        result = super().write(vals)
        self._check_readable()
        return result

    def _check_readable(self):
        """Nobody links to a case they may not read: its number would show."""
        if not self.env.su:
            (self.case_id | self.other_id).check_access("read")
            self.case_id.check_access("write")
