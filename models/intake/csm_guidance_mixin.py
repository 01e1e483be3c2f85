from markupsafe import Markup

from odoo import api, fields, models

# What guidance usually selects by; a form asks anew when one of these changes.
SELECTORS = ("company_id", "team_id", "channel", "direction", "kind", "kind_id", "category_id")
MORE = ("severity", "fault_side", "is_colour_sensitive", "is_angry", "purpose", "urgency")


class CsmGuidanceMixin(models.AbstractModel):
    """Shows on a record what the adopted regulations want said and done with it."""

    _name = "csm.guidance.mixin"
    _description = "Record With Guidance"

    guidance_html = fields.Html("Guidance", compute="_compute_guidance_html", sanitize=False)

    @api.depends(lambda self: [name for name in SELECTORS + MORE if name in self._fields])
    @api.depends_context("lang")
    def _compute_guidance_html(self):
        for record in self:
            guidance = self.env["csm.guidance"]._for(record)
            record.guidance_html = self._guidance_html(guidance) if guidance else False

    @api.model
    def _guidance_html(self, guidance):
        labels = dict(guidance._fields["subject"]._description_selection(self.env))
        item = Markup(
            "<details><summary><b>%s</b>: %s</summary>"
            '<div style="white-space: pre-line">%s</div><small class="text-muted">%s</small>'
            "</details>"
        )
        return Markup().join(
            item % (labels[rule.subject], rule.name, rule.text, rule.article_id.display_name)
            for rule in guidance
        )
