from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

NEAR = timedelta(hours=24)


class CsmIncidentDuplicateMixin(models.AbstractModel):
    """Shows what may be the same incident reported before; a known duplicate tells nobody anew."""

    _name = "csm.incident.duplicate.mixin"
    _description = "Incident Reported Twice"

    duplicate_of_id = fields.Many2one(
        "csm.incident", "Same as", check_company=True, copy=False, index="btree_not_null"
    )
    possible_duplicate_ids = fields.Many2many(
        "csm.incident", compute="_compute_possible_duplicate_ids", string="Perhaps the Same"
    )
    has_possible_duplicates = fields.Boolean(compute="_compute_possible_duplicate_ids")

    @api.depends("kind", "place", "happened_at", "company_id", "duplicate_of_id")
    def _compute_possible_duplicate_ids(self):
        for incident in self:
            found = incident._find_similar()
            incident.possible_duplicate_ids = found
            incident.has_possible_duplicates = bool(found)

    def _find_similar(self):
        """Return incidents of the same kind near in time, at the same place where one is named."""
        if not self.happened_at or not self.kind or self.duplicate_of_id or self._is_done():
            return self.browse()
        near = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("kind", "=", self.kind)
            & Domain("state", "!=", "void")
            & Domain("happened_at", ">=", self.happened_at - NEAR)
            & Domain("happened_at", "<=", self.happened_at + NEAR)
            & Domain("id", "!=", self._origin.id)
        )
        if self.place:
            near &= Domain("place", "=ilike", self.place.strip()) | Domain("place", "=", False)
        return self.search(near, limit=5)

    def _is_done(self):
        return self.state in ("closed", "void")

    @api.constrains("duplicate_of_id")
    def _check_duplicate_has_an_original(self):
        for incident in self.filtered("duplicate_of_id"):
            if incident.duplicate_of_id == incident or incident.duplicate_of_id.duplicate_of_id:
                raise ValidationError(
                    self.env._(
                        "%(incident)s must be the same as an incident that stands by itself.",
                        incident=incident.display_name,
                    )
                )
