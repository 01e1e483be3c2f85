from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import formatLang
from odoo.tools.misc import format_date, format_datetime

TONES = {"waived": "secondary", "appealed": "warning", "proposed": "info"}
# While a sanction is proposed, the employee is heard.
SPEAK = ("proposed",)


class CsmAttendanceMine(models.AbstractModel):
    """The page of an employee: the own findings, points, notices, and the way to object."""

    _name = "csm.attendance.mine"
    _description = "My Attendance"
    _inherit = ["csm.attendance.month"]

    @api.model
    @api.readonly
    def read_mine(self, month=False):
        """Return what an employee sees of the own month; nobody sees another's here."""
        first = self._first_day(month)
        lines = self._lines(first, fields.Domain("user_id", "=", self.env.uid))
        sanctions = self._my_sanctions(first)
        return {
            **self._frame(first),
            "note": self._note(),
            "tiles": self._tiles(lines, sanctions),
            "weekdays": self._weekdays(first),
            "days": self._my_days(first, lines),
            "lines": [self._line(line) for line in lines.sorted("day")],
            "sanctions": [self._sanction(sanction) for sanction in sanctions],
            "notices": self._notices(first),
            "statement_id": self._statement_id(first),
        }

    @api.model
    def _note(self):
        if self.env.user.employee_id:
            return ""
        return self.env._(
            "You are no employee of %(company)s, so nothing is recorded about you. Ask personnel "
            "to link your user to your employee.",
            company=self.env.company.name,
        )

    # The calendar

    @api.model
    def _weekdays(self, first):
        monday = first - timedelta(days=first.weekday())
        days = (monday + timedelta(days=n) for n in range(7))
        return [format_date(self.env, day, date_format="EEE") for day in days]

    @api.model
    def _my_days(self, first, lines):
        cells = self._cells(lines)
        days = self._days(first)
        for day in days:
            day |= {"in_month": True, "found": cells.get(day["date"], False)}
            # Passed by reference: the list itself holds what the page draws.
        blanks = [
            {"date": f"blank{n}", "number": "", "in_month": False} for n in range(first.weekday())
        ]
        return [*blanks, *days]

    @api.model
    def _line(self, line):
        kind = self._kind(line.kind)
        return {
            "id": line.id,
            "day": fields.Date.to_string(line.day),
            "day_text": format_date(self.env, line.day),
            "kind": line.kind,
            "label": kind["label"],
            "sign": kind["sign"],
            "explanation": line.explanation,
            "is_undone": not self._counts(line),
        }

    # Points, fines and rewards

    @api.model
    def _my_sanctions(self, first):
        domain = [
            ("user_id", "=", self.env.uid),
            ("offence_on", ">=", first),
            ("offence_on", "<", self._frame(first)["after"]),
        ]
        return self.env["csm.sanction"].search(domain)

    @api.model
    def _tiles(self, lines, sanctions):
        counted = sanctions.filtered(lambda sanction: sanction.state != "waived")
        amount = sum(self._amount(sanction) for sanction in counted)
        tiles = (
            ("found", self.env._("Attendance Findings"), str(len(lines.filtered(self._counts)))),
            ("points", self.env._("Points"), self._points(counted)),
            ("amount", self.env._("Deductions and Rewards"), self._money(amount, counted)),
            ("open", self.env._("May Be Appealed"), str(len(sanctions.filtered(self._may_appeal)))),
        )
        return [{"code": code, "label": label, "value": value} for code, label, value in tiles]

    @api.model
    def _points(self, sanctions):
        points = sum(sanctions.mapped("points"))
        return f"{points:+g}" if points else "0"

    @api.model
    def _amount(self, sanction):
        """Return what a sanction brings in money; the own wage is known to oneself."""
        amount = sanction.amount or sum(sanction.pay_ids.mapped("wage_amount"))
        return amount if sanction.kind == "merit" else -amount

    @api.model
    def _money(self, amount, sanctions):
        currency = sanctions.currency_id[:1] or self.env.company.currency_id
        return formatLang(self.env, amount, currency_obj=currency)

    @api.model
    def _sanction(self, sanction):
        states = dict(sanction._fields["state"]._description_selection(self.env))
        return {
            "id": sanction.id,
            "number": sanction.number or "",
            "title": sanction.offence_id.name,
            "day_text": format_date(self.env, sanction.offence_on),
            "state_text": states[sanction.state],
            "tone": TONES.get(sanction.state, "primary"),
            "effect": self._effect(sanction),
            "statement": sanction.appeal_text or sanction.statement or "",
            "term": self._term(sanction),
            "buttons": self._buttons(sanction),
        }

    @api.model
    def _effect(self, sanction):
        measures = dict(sanction._fields["measure"]._description_selection(self.env))
        parts = []
        if sanction.occurrence:
            parts.append(self.env._("time %(n)s", n=sanction.occurrence))
        if sanction.points:
            parts.append(self.env._("%(points)s points", points=f"{sanction.points:+g}"))
        amount = self._amount(sanction)
        if amount:
            parts.append(self._money(amount, sanction))
        if sanction.measure and sanction.measure != "none":
            parts.append(measures[sanction.measure])
        return " · ".join(parts)

    @api.model
    def _may_appeal(self, sanction):
        return sanction.can_appeal

    @api.model
    def _term(self, sanction):
        if not self._may_appeal(sanction):
            return ""
        if not sanction.appeal_until:
            return ""
        until = format_datetime(self.env, sanction.appeal_until, dt_format="short")
        return self.env._("You may appeal until %(moment)s.", moment=until)

    @api.model
    def _buttons(self, sanction):
        buttons = []
        if sanction.state in SPEAK:
            buttons.append({"kind": "speak", "label": self.env._("Say Something About It")})
        if self._may_appeal(sanction):
            buttons.append({"kind": "appeal", "label": self.env._("Appeal")})
        return buttons

    @api.model
    def action_word(self, sanction_id, kind):
        """Return the action that takes down the own words about a sanction."""
        labels = {"speak": self.env._("My Words"), "appeal": self.env._("Appeal")}
        return {
            "type": "ir.actions.act_window",
            "name": labels[kind],
            "res_model": "csm.sanction.word.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_sanction_id": sanction_id, "default_kind": kind},
        }

    # Notices and the statement

    @api.model
    def _notices(self, first):
        """Return the published announcements of the month that name the reader."""
        domain = [
            ("sanction_id.user_id", "=", self.env.uid),
            ("state", "=", "published"),
            ("notice_id.month_on", "=", first),
        ]
        # Which sanction a line tells of is HR's to read; one's own is known to oneself.
        lines = self.env["csm.personnel.notice.line"].sudo().search(domain)
        notices = lines.notice_id.with_env(self.env)._filtered_access("read")
        return [
            {
                "id": notice.id,
                "model": notice._name,
                "title": notice.display_name,
                "day_text": format_date(self.env, notice.published_at),
            }
            for notice in notices
        ]

    @api.model
    def _statement_id(self, first):
        statement = self.env["csm.attendance.statement"]
        mine = [("user_id", "=", self.env.uid), ("month", "=", first)]
        return statement.search(mine, limit=1).id
