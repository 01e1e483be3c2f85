from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CsmPunch(models.Model):
    """One moment at which a badge passed a time clock, as it came; corrections are new ones."""

    _name = "csm.punch"
    _description = "Punch"
    _order = "punched_at desc, id desc"
    _rec_name = "punched_at"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    device_id = fields.Many2one("csm.punch.device", readonly=True, ondelete="restrict", index=True)
    badge = fields.Char(readonly=True, index=True)
    punched_at = fields.Datetime("Moment", required=True, readonly=True)
    direction = fields.Selection([("in", "In"), ("out", "Out")], readonly=True)
    source = fields.Selection(
        [("file", "File of a time clock"), ("kiosk", "Kiosk"), ("typed", "Entered by HR")],
        required=True,
        readonly=True,
        default="typed",
    )
    import_id = fields.Many2one(
        "csm.punch.import", "File", readonly=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", "User of the Employee", readonly=True, index=True)
    state = fields.Selection(
        [
            ("unknown", "Unknown Badge"),
            ("paired", "Counts"),
            ("ignored", "Set Aside"),
            ("double", "Double"),
        ],
        required=True,
        readonly=True,
        default="unknown",
    )
    reason = fields.Char(readonly=True, help="Why it was entered or set aside by hand.")
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    ignored_by_id = fields.Many2one("res.users", "Set Aside by", readonly=True)

    _is_read_once = models.UniqueIndex(
        "(company_id, badge, punched_at, (COALESCE(direction, ''))) WHERE source = 'file'"
    )
    _by_employee = models.Index("(employee_id, punched_at)")
    _unknown = models.Index("(company_id, badge) WHERE state = 'unknown'")

    @api.depends("punched_at", "badge", "employee_id")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for punch in self:
            moment = fields.Datetime.context_timestamp(punch, punch.punched_at)
            # Who may read a punch may read whose it is.
            whose = punch.employee_id.sudo().name or punch.badge or ""
            punch.display_name = f"{moment:%Y-%m-%d %H:%M} {whose}"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Punches are never deleted. Set the wrong one aside, with the reason.")
        )

    # Whose it is

    @api.model
    def _resolve(self, company, badges=()):
        """Find the employees of punches whose badge was nobody's; return what was found.

        Badges count from day to day, in the zone of whoever carries them; else the badge ID of
        the employee counts.
        """
        self.flush_model()
        self.env["csm.badge"].flush_model()
        self.env["hr.employee"].flush_model(["barcode", "company_id", "user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH waiting AS (
                    SELECT p.id, COALESCE(b.employee_id, e.id) AS employee_id
                      FROM csm_punch p
                      LEFT JOIN LATERAL (
                           SELECT b.employee_id FROM csm_badge b
                             JOIN hr_employee c ON c.id = b.employee_id
                             JOIN resource_resource r ON r.id = c.resource_id
                            WHERE b.company_id = p.company_id AND b.number = p.badge
                              AND (p.punched_at AT TIME ZONE 'UTC' AT TIME ZONE
                                   COALESCE(r.tz, 'UTC'))::date
                                  BETWEEN b.valid_from AND COALESCE(b.valid_to, 'infinity')
                            LIMIT 1
                      ) b ON true
                      LEFT JOIN hr_employee e
                        ON e.barcode = p.badge AND e.company_id = p.company_id
                     WHERE p.company_id = %s AND p.state = 'unknown' AND p.badge IS NOT NULL
                       AND (%s OR p.badge IN %s)
                       AND COALESCE(b.employee_id, e.id) IS NOT NULL
                )
                UPDATE csm_punch p SET employee_id = w.employee_id, state = 'paired',
                       user_id = (SELECT user_id FROM hr_employee WHERE id = w.employee_id)
                  FROM waiting w WHERE w.id = p.id
                RETURNING p.id, p.employee_id, p.punched_at
                """,
                company.id,
                not badges,
                tuple(badges) or ("",),
            )
        )
        self.invalidate_model(["employee_id", "state", "user_id"])
        return rows

    @api.model
    def _resolve_and_pair(self, company, badges=()):
        """Let punches count whose carrier is known by now."""
        rows = self._resolve(company, badges)
        spans = {}
        for _punch_id, employee_id, moment in rows:
            low, high = spans.get(employee_id, (moment, moment))
            spans[employee_id] = (min(low, moment), max(high, moment))
        if spans:
            self.env["csm.punch.pairing"]._pair(spans)
        return len(rows)

    # Set right by hand

    @api.model
    def _enter(self, employee, moment, direction, reason):
        """Enter a punch somebody forgot, with the reason."""
        if moment > self.env.cr.now() + timedelta(minutes=1):
            local = fields.Datetime.context_timestamp(self, moment)
            raise UserError(
                self.env._(
                    "%(moment)s lies in the future. Enter when %(employee)s really passed.",
                    moment=f"{local:%Y-%m-%d %H:%M}",
                    employee=employee.name,
                )
            )
        # Whoever corrects is named in the punch; nobody writes one otherwise.
        return self.sudo().create(
            {
                "company_id": employee.company_id.id,
                "employee_id": employee.id,
                "user_id": employee.user_id.id,
                "punched_at": moment.replace(microsecond=0),
                "direction": direction,
                "source": "typed",
                "state": "paired",
                "reason": reason,
                "entered_by_id": self.env.uid,
            }
        )

    def _set_aside(self, reason):
        self.sudo().write({"state": "ignored", "reason": reason, "ignored_by_id": self.env.uid})
