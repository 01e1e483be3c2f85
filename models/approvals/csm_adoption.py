from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    approval_rule_ids = fields.One2many(
        "csm.approval.rule",
        "adoption_id",
        "Approvals",
        help="The company's own copies of whose approval the regulation wants.",
    )

    def _why_not_adopt(self):
        return super()._why_not_adopt() or self._why_not_bands()

    def _why_not_bands(self):
        """Refuse bands of amounts that leave a gap or overlap."""
        faults = [rule._band_fault(is_whole=True) for rule in self.approval_rule_ids]
        return next(filter(None, faults), "")
