from odoo import api, models


class CsmCase(models.Model):
    """A case whose settling is on record."""

    _name = "csm.case"
    _inherit = [
        "csm.copies.mixin",
        "csm.case.portal.answer.mixin",
        "csm.case.resolution.mixin",
        "csm.case",
    ]

    def _copy_case(self):
        return self

    def _held(self):
        """A case closed again is handed out again, as it stands now."""
        rows = self.copy_ids.filtered(
            lambda row: not self.reopened_at or row.handed_at > self.reopened_at
        )
        return {row.number: row.holder for row in rows.sorted("id")}

    @api.model
    def _papers_of_cases(self):
        return [
            *super()._papers_of_cases(),
            "csm.solution",
            "csm.return",
            "csm.allowance",
            "csm.refund",
        ]
