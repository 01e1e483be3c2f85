from dataclasses import dataclass
from itertools import combinations

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import presence
from ..regulations.csm_rule_mixin import InForce


@dataclass(frozen=True, kw_only=True)
class Attending(InForce):
    """One rule in force, as the month asks it: seconds before, seconds of grace, bands."""

    root_id: int
    adoption_id: int
    before: int
    grace: int
    exempt_ids: frozenset
    # (kind, from, from included, to, band id, offence id, counts as absence), minutes.
    bands: tuple


class CsmAttendanceRule(models.Model):
    """What a regulation says of coming late, leaving early and staying away."""

    _name = "csm.attendance.rule"
    _description = "Attendance Rule"
    _inherit = ["csm.rule.mixin"]

    demand = fields.Selection(
        [("bands", "What counts as what"), ("hours", "Working hours")],
        required=True,
        default="bands",
    )
    grace_minutes = fields.Integer(
        "Grace (min)", help="Lateness up to so many minutes is none; beyond, all of it counts."
    )
    arrive_before_minutes = fields.Integer(
        "Arrive Before (min)", help="So many minutes before the hours begin one is to be there."
    )
    exempt_category_ids = fields.Many2many(
        "hr.employee.category",
        string="Not Asked of",
        help="Employees with one of these tags arrive when the hours begin.",
    )
    away_minutes = fields.Integer(
        "Away Allowed (min)", help="Being away from the post up to so many minutes is no finding."
    )
    hour_from = fields.Float("Hours Begin")
    hour_to = fields.Float("Hours End", help="0: not stated.")
    band_ids = fields.One2many("csm.attendance.band", "rule_id", "Bands", copy=True)
    preset_id = fields.Many2one("csm.attendance.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.attendance.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )

    _minutes_are_not_negative = models.Constraint(
        "CHECK(grace_minutes >= 0 AND arrive_before_minutes >= 0 AND away_minutes >= 0)",
        "Minutes of a rule are 0 or more.",
    )
    _hours_are_of_a_day = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from <= 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Hours lie between 0:00 and 24:00.",
    )

    _blank_fields = ("away_minutes",)

    @api.constrains("band_ids", "demand")
    def _check_bands_are_disjoint(self):
        for rule in self:
            for one, other in combinations(rule.band_ids, 2):
                if one.kind == other.kind and presence.overlap(one._span(), other._span()):
                    raise ValidationError(
                        self.env._(
                            "“%(rule)s”: two bands speak of the same minutes (%(one)s; %(other)s). "
                            "Let one begin where the other ends.",
                            rule=rule.name,
                            one=one.display_name,
                            other=other.display_name,
                        )
                    )

    @api.model
    def _figure_fields(self):
        own = ("demand", "grace_minutes", "arrive_before_minutes", "exempt_category_ids")
        own = (*own, "away_minutes")
        return (*super()._figure_fields(), *own, "hour_from", "hour_to", "band_ids")

    def _root(self):
        return self.root_id or self

    # What the month works with

    @api.model
    @tools.ormcache("company_id")
    def _attending(self, company_id):
        """Return an :class:`Attending` for each rule of a company about what counts as what."""
        rules = self._rules_in_force(company_id, Domain("demand", "=", "bands"))
        return tuple(
            Attending(
                **rule._in_force_vals(),
                root_id=rule._root().id,
                adoption_id=rule.adoption_id.id,
                before=rule.arrive_before_minutes * 60,
                grace=rule.grace_minutes * 60,
                exempt_ids=frozenset(rule.exempt_category_ids.ids),
                bands=tuple(
                    (band.kind, *band._span(), band.id, band.offence_id.id, band.is_absence)
                    for band in rule.band_ids
                ),
            )
            for rule in rules
        )

    @api.model
    def _clash(self, one, other):
        """Return the kind two rules both speak of, with minutes of both; empty when none.

        Within one regulation the graver band counts: “late” and “twenty minutes are an absence”
        do not contradict each other.
        """
        if one.adoption_id == other.adoption_id:
            return ""
        for band in one.bands:
            for against in other.bands:
                if band[0] == against[0] and presence.overlap(band[1:4], against[1:4]):
                    return band[0]
        return ""

    def _shares_minutes(self, other):
        """Tell whether two rules speak of the same minutes of the same people."""
        teams, others = self.adoption_id.team_ids, other.adoption_id.team_ids
        if teams and others and not teams & others:
            return False
        return any(
            band.kind == against.kind and presence.overlap(band._span(), against._span())
            for band in self.band_ids
            for against in other.band_ids
        )

    # Working hours

    def action_make_schedule(self):
        """Make a working schedule with these hours on the days of the company's own."""
        self.ensure_one()
        company = self.company_id or self.env.company
        calendar = company.resource_calendar_id.copy({"name": self.article_id.display_name})
        for lines in calendar.attendance_ids.grouped("dayofweek").values():
            work = lines.filtered(lambda line: line.day_period != "lunch").sorted("hour_from")
            work[:1].hour_from = self.hour_from
            if self.hour_to:
                work[-1:].hour_to = self.hour_to
        return {
            "type": "ir.actions.act_window",
            "res_model": calendar._name,
            "res_id": calendar.id,
            "views": [(False, "form")],
        }

    def _why_not_hours(self, calendar, first, last):
        """Say how a working schedule differs from the hours of this rule, or nothing."""
        days = {}
        for start, end in calendar.sudo()._wall_hours(first, last):
            low, high = days.get(start.date(), (start, end))
            days[start.date()] = (min(low, start), max(high, end))
        for low, high in days.values():
            starts, ends = low.hour + low.minute / 60, high.hour + high.minute / 60
            if self._differs(self.hour_from, starts) or (
                self.hour_to and self._differs(self.hour_to, ends)
            ):
                return {"starts": self._clock_text(starts), "ends": self._clock_text(ends)}
        return {}

    @api.model
    def _differs(self, hour, other):
        return abs(hour - other) > 1 / 120

    @api.model
    def _clock_text(self, hour):
        minutes = round(hour * 60)
        return f"{minutes // 60}:{minutes % 60:02}"

    # Hooks of the rule head

    def _new_version(self, valid_from, changes):
        version = super()._new_version(valid_from, changes)
        version.root_id = self._root()
        return version

    def _is_used(self):
        found = [("rule_id", "in", self.ids)]
        return bool(self.env["csm.attendance.line"].sudo().search_count(found, limit=1))

    def _figures(self):
        found = [(rule, "grace_minutes", 1) for rule in self if rule.grace_minutes]
        found += [(rule, "arrive_before_minutes", 1) for rule in self if rule.arrive_before_minutes]
        found += [(rule, "hour_from", 0.5) for rule in self if rule.demand == "hours"]
        found += [(rule, "hour_to", 0.5) for rule in self if rule.hour_to]
        found += [(rule, "away_minutes", 1) for rule in self if rule.away_minutes]
        bands = self.band_ids
        found += [(band, "minutes_from", 1) for band in bands if band.minutes_from]
        return found + [(band, "minutes_to", 1) for band in bands if band.minutes_to]

    @api.model
    def _demand_heading(self):
        return self.env._("Attendance")

    def _demand_sentence(self):
        self.ensure_one()
        if self.is_incomplete:
            return super()._demand_sentence()
        if self.demand == "hours":
            return self._hours_sentence()
        parts = [band._demand_sentence() for band in self.band_ids]
        if self.grace_minutes:
            parts.append(self.env._("grace: %(minutes)s minutes", minutes=self.grace_minutes))
        if self.arrive_before_minutes:
            minutes = self.arrive_before_minutes
            parts.append(self.env._("to be there %(minutes)s minutes before", minutes=minutes))
        return "; ".join(parts) + "."

    def _hours_sentence(self):
        starts, ends = self._clock_text(self.hour_from), self._clock_text(self.hour_to)
        if not self.hour_to:
            return self.env._("Work begins at %(starts)s.", starts=starts)
        return self.env._("Work lasts from %(starts)s to %(ends)s.", starts=starts, ends=ends)
