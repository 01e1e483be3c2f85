import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .csm_attendance_band import KINDS


class CsmAttendanceLine(models.Model):
    """One thing found in one shift of one employee: late, left early, away, absent, no punch."""

    _name = "csm.attendance.line"
    _description = "Attendance Finding"
    _order = "day desc, employee_id, id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "csm.attendance.run", "Month", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    month = fields.Date("First of the Month", related="run_id.month", store=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one("res.users", "User of the Employee", readonly=True, index=True)
    department_id = fields.Many2one("hr.department", readonly=True, index=True)
    day = fields.Date(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    expected_start = fields.Datetime("Expected from", required=True, readonly=True)
    expected_end = fields.Datetime("Expected to", required=True, readonly=True)
    punched_at = fields.Datetime("Punch", readonly=True, help="The punch the minutes count from.")
    turn = fields.Integer(readonly=True, export_string_translation=False)
    slot = fields.Integer(
        readonly=True,
        export_string_translation=False,
        help="Which of several of a kind in one shift.",
    )
    minutes = fields.Float(readonly=True, digits=(8, 2))
    rule_id = fields.Many2one("csm.attendance.rule", readonly=True, ondelete="restrict", index=True)
    article_id = fields.Many2one("csm.regulation.article", readonly=True, ondelete="restrict")
    band_id = fields.Many2one("csm.attendance.band", readonly=True, ondelete="restrict")
    offence_id = fields.Many2one("csm.offence", readonly=True, ondelete="restrict", index=True)
    is_absence = fields.Boolean("Counts as Absence", readonly=True)
    sanction_id = fields.Many2one(
        "csm.sanction", "Penalty", readonly=True, ondelete="set null", index=True
    )
    state = fields.Selection(
        [("counted", "Counts"), ("excused", "Excused"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="counted",
    )
    excuse_ids = fields.One2many("csm.attendance.excuse", "line_id", "Excuses", readonly=True)
    comment = fields.Char("Remark of HR")
    explanation = fields.Text(compute="_compute_explanation")

    _once_per_shift = models.UniqueIndex("(run_id, employee_id, expected_start, kind, slot)")
    _by_day = models.Index("(company_id, day)")

    @api.depends("employee_id", "day", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = self._kind_labels()
        for line in self:
            day = format_date(self.env, line.day) if line.day else ""
            # Who may read a finding may read whose it is.
            name = line.employee_id.sudo().name or ""
            line.display_name = f"{name} · {day} · {kinds.get(line.kind, '')}"

    @api.model
    def _kind_labels(self):
        return dict(self._fields["kind"]._description_selection(self.env))

    def write(self, vals):
        others = vals.keys() - {"comment"}
        if others and not self.env.su:
            self.check_access("write")
            raise UserError(
                self.env._(
                    "%(finding)s comes of punches and hours and is not written. Set the punch "
                    "right, approve the leave or excuse the finding.",
                    finding=self[:1].display_name,
                )
            )
        return super().write(vals)

    # In words

    @api.depends("kind", "minutes", "punched_at", "expected_start", "expected_end", "state")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            parts = [line._say_hours(), line._say_found(), line._say_band(), line._say_occurrence()]
            line.explanation = " ".join(filter(None, parts))

    def _say_hours(self):
        return self.env._(
            "Expected from %(start)s to %(end)s.",
            start=self._local_text(self.expected_start),
            end=self._local_text(self.expected_end, self.expected_start),
        )

    def _say_found(self):
        values = {"punch": self._local_text(self.punched_at, self.expected_start)}
        values["span"] = self._span_text(self.minutes)
        if self.kind == "late":
            return self.env._("First punch %(punch)s: %(span)s late.", **values)
        if self.kind == "early":
            return self.env._("Last punch %(punch)s: %(span)s early.", **values)
        if self.kind == "away":
            return self.env._("Away from %(punch)s: %(span)s of the hours.", **values)
        if self.kind == "missing":
            return self.env._("The other punch to %(punch)s is missing.", **values)
        return self.env._("No punch: %(span)s.", **values)

    def _say_band(self):
        if not self.band_id:
            return ""
        # The rules of the company are no secret to whom they are applied.
        band, article = self.band_id.sudo(), self.article_id.sudo()
        return self.env._(
            "%(band)s (%(article)s).",
            band=band._demand_sentence(),
            article=article.display_name,
        )

    def _say_occurrence(self):
        # Which time it is stands in the penalty, for whoever may read the finding.
        sanction = self.sudo().sanction_id
        if self.state != "counted" or not sanction.occurrence:
            return ""
        return self.env._(
            "Number %(occurrence)s by %(article)s.",
            occurrence=sanction.occurrence,
            article=sanction.article_id.display_name,
        )

    def _local_text(self, moment, beside=None):
        """Return a moment in the employee's zone; the day only where it is another one."""
        if not moment:
            return ""
        local = self._local(moment)
        if beside and self._local(beside).date() == local.date():
            return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        return f"{format_date(self.env, local.date())} {local:%H:%M}"

    def _local(self, moment):
        zone = pytz.timezone(self.employee_id.sudo().tz or "UTC")
        return moment.replace(tzinfo=pytz.utc).astimezone(zone)

    @api.model
    def _span_text(self, minutes):
        """Return minutes as one says them.

        Whole hours from two on; seconds only below an hour.
        """
        seconds = round(minutes * 60)
        whole, rest = divmod(seconds, 60)
        if whole >= 60:
            return self.env._("%(hours)s h %(minutes)s min", hours=whole // 60, minutes=whole % 60)
        if rest:
            return self.env._("%(minutes)s min %(seconds)s s", minutes=whole, seconds=rest)
        return self.env._("%(minutes)s min", minutes=whole)

    # Set right

    def action_excuse(self):
        return self._open_wizard("csm_attendance_excuse_wizard", default_line_ids=self.ids)

    def action_correct_punch(self):
        self.ensure_one()
        return self._open_wizard(
            "csm_punch_correct_wizard",
            default_line_id=self.id,
            default_employee_id=self.employee_id.id,
            default_company_id=self.company_id.id,
            default_ignored_punch_id=self._doubtful_punch().id,
        )

    def _doubtful_punch(self):
        """Return the punch the minutes count from: most often it is the one to set aside."""
        punch = self.env["csm.punch"]
        if self.kind not in ("late", "early"):
            return punch
        moment = [("employee_id", "=", self.employee_id.id), ("punched_at", "=", self.punched_at)]
        return punch.search([*moment, ("state", "=", "paired")], limit=1)

    def _open_wizard(self, wizard, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"csm.{wizard}_action")
        return {**action, "context": context}

    def _why_not_excuse(self):
        """Say why a finding cannot be excused, or nothing."""
        self.ensure_one()
        if self.state != "counted":
            return self.env._("%(finding)s does not count any more.", finding=self.display_name)
        if self.user_id == self.env.user and not self.env.su:
            return self.env._(
                "%(finding)s is your own: nobody excuses themselves. Ask a colleague in HR.",
                finding=self.display_name,
            )
        return ""

    def _excuse(self, reason, kind="other", **cause):
        """Let findings no longer count, and take back what followed from them."""
        self.env["csm.attendance.excuse"].sudo().create(
            [
                {
                    "line_id": line.id,
                    "kind": kind,
                    "reason": reason,
                    "excused_by_id": self.env.uid,
                    "excused_at": self.env.cr.now().replace(microsecond=0),
                    **cause,
                }
                for line in self
            ]
        )
        lines = self.sudo()
        lines._take_back(reason)
        if kind == "other":
            lines.write({"state": "excused"})

    def _take_back(self, reason):
        """Reverse just the penalties of these findings."""
        gone = self.sanction_id.filtered(
            lambda sanction: sanction.state != "waived" and not sanction.reversed_at
        )
        if gone:
            gone._reverse(reason)
