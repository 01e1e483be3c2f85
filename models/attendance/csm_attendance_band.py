from odoo import api, fields, models

KINDS = [
    ("late", "Lateness"),
    ("early", "Left Early"),
    ("away", "Away from the Post"),
    ("absence", "Absent"),
    ("missing", "Punch Missing"),
]


class CsmAttendanceBand(models.Model):
    """From how many minutes to how many something is which offence."""

    _name = "csm.attendance.band"
    _description = "Band of an Attendance Rule"
    _inherit = ["csm.rule.line.mixin"]
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("csm.attendance.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="late")
    minutes_from = fields.Integer("Above (min)", help="More than so many minutes; 0: any.")
    is_from_included = fields.Boolean(
        "Itself Included", help="The lower bound itself belongs to the band."
    )
    minutes_to = fields.Integer("Up to (min)", help="The bound belongs to the band. 0: no bound.")
    offence_id = fields.Many2one("csm.offence", required=True, ondelete="restrict")
    is_absence = fields.Boolean(
        "Counts as Absence", help="The whole of it counts as absence without leave."
    )

    _minutes_are_in_order = models.Constraint(
        "CHECK(minutes_from >= 0 AND (minutes_to = 0 OR minutes_to > minutes_from))",
        "A band ends above the minutes it begins with.",
    )

    @api.depends("kind", "minutes_from", "minutes_to", "is_from_included", "offence_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for band in self:
            band.display_name = band._demand_sentence()

    def _span(self):
        """Return the band in minutes: above, whether that itself belongs to it, up to."""
        low = self.minutes_from
        if self.kind == "away" and not low:
            low = self.rule_id.away_minutes
        return low, self.is_from_included, self.minutes_to

    def _demand_sentence(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        span, values = self._span_words(), {"kind": kinds[self.kind]}
        values["offence"] = self.offence_id.name
        if not span:
            return self.env._("%(kind)s: %(offence)s", **values)
        return self.env._("%(kind)s %(span)s: %(offence)s", span=span, **values)

    def _span_words(self):
        low, included, top = self._span()
        if low and top:
            if included:
                return self.env._("from %(low)s to %(top)s minutes", low=low, top=top)
            return self.env._("above %(low)s up to %(top)s minutes", low=low, top=top)
        if top:
            return self.env._("up to %(top)s minutes", top=top)
        if low and included:
            return self.env._("from %(low)s minutes on", low=low)
        return self.env._("above %(low)s minutes", low=low) if low else ""
