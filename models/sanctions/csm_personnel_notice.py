from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.csm_state_mixin import Move

# What is too slight to be put on the board.
UNSAID = (False, "none", "education")


class CsmPersonnelNotice(models.Model):
    """The personnel announcement (人事公布单) of a month: confirmed measures, for all to read.

    It names who, what for, by which article and which measure; never an amount.
    """

    _name = "csm.personnel.notice"
    _description = "Personnel Announcement"
    _inherit = ["csm.number.mixin", "csm.fact.mixin"]
    _order = "month_on desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    month_on = fields.Date(
        "Month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Any day of the month whose measures are announced.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("published", "Published"),
            ("void", "Void"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("csm.personnel.notice.line", "notice_id", "Measures Announced")
    remark = fields.Text()
    void_reason = fields.Text(copy=False)
    approved_at = fields.Datetime("Approved at", readonly=True, copy=False)
    published_at = fields.Datetime("Published at", readonly=True, copy=False)
    voided_at = fields.Datetime("Void since", readonly=True, copy=False)

    _facts = ("approved_at", "published_at", "voided_at")
    _moves = (
        Move("approve", ("draft",), "approved", "approved_at", "_why_not_approve"),
        Move("publish", ("approved",), "published", "published_at", "_why_not_publish"),
        Move("void", ("draft", "approved", "published"), "void", "voided_at", "_why_not_void"),
    )

    @api.depends("number", "month_on")
    def _compute_display_name(self):
        for notice in self:
            month = notice.month_on and notice.month_on.strftime("%Y-%m") or ""
            notice.display_name = " ".join(filter(None, (notice.number, month)))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("month_on"))
            if day:
                vals["month_on"] = day.replace(day=1)
        notices = super().create(vals_list)
        notices._collect()
        return notices

    def write(self, vals):
        said = {"month_on", "remark", "line_ids"} & vals.keys()
        if said and not self.env.su and any(notice.state != "draft" for notice in self):
            raise UserError(
                self.env._(
                    "%(notice)s is approved and stays as it is. Make it void with a reason and "
                    "write another one.",
                    notice=self.filtered(lambda notice: notice.state != "draft")[0].display_name,
                )
            )
        return super().write(vals)

    @api.model
    def _number_prefix(self, vals):
        day = fields.Date.to_date(vals.get("month_on")) or fields.Date.context_today(self)
        return f"PA{day:%y%m}"

    def action_collect(self):
        """List anew what was confirmed in the month and is on no other announcement."""
        self.check_access("write")
        self._collect()
        return True

    def _collect(self):
        for notice in self.filtered(lambda notice: notice.state == "draft"):
            # What may be announced follows from the sanctions; the maker may read them all.
            own = notice.sudo()
            own.line_ids.unlink()
            own.line_ids = [
                Command.create(own._prepare_line(sanction)) for sanction in own._announced()
            ]

    def _announced(self):
        """Return the confirmed sanctions with a measure, confirmed in the month."""
        stop = self.month_on + relativedelta(months=1)
        Sanction = self.env["csm.sanction"]
        taken = self.env["csm.personnel.notice.line"].search(
            [("company_id", "=", self.company_id.id), ("notice_id.state", "!=", "void")]
        )
        found = Sanction.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("confirmed", "upheld", "handed_over")),
                ("confirmed_at", ">=", self.month_on),
                ("confirmed_at", "<", stop),
                ("reversed_at", "=", False),
                ("id", "not in", taken.sanction_id.ids),
            ],
            order="confirmed_at, id",
        )
        return found.filtered(lambda one: self._measure_of(one) not in UNSAID)

    @api.model
    def _measure_of(self, sanction):
        return sanction.chosen_measure or sanction.measure

    def _prepare_line(self, sanction):
        return {
            "sanction_id": sanction.id,
            "employee_name": sanction.employee_id.name,
            "department_name": sanction.department_id.name,
            "offence_id": sanction.offence_id.id,
            "article_id": sanction.article_id.id,
            "measure": self._measure_of(sanction),
            "withholds_bonus": sanction.withholds_bonus,
            "suspension_days": sanction.suspension_days,
            "day": sanction.offence_on,
        }

    # Steps

    def action_approve(self):
        return self._act("approve")

    def action_publish(self):
        return self._act("publish")

    def action_void(self):
        return self._act("void")

    def _why_not_approve(self):
        if not self.line_ids:
            return self.env._("%(notice)s announces nothing.", notice=self.display_name)
        if not self.env.su and not self.env.user.has_group("hr.group_hr_manager"):
            return self.env._(
                "%(notice)s is approved by a manager of human resources.", notice=self.display_name
            )
        if self.create_uid == self.env.user and not self.env.su:
            return self.env._(
                "You wrote %(notice)s. Somebody else approves it.", notice=self.display_name
            )
        return self._why_not_stands()

    def _why_not_publish(self):
        if not self.env.su and not self.env.user.has_group("hr.group_hr_user"):
            return self.env._(
                "%(notice)s is published by human resources.", notice=self.display_name
            )
        return self._why_not_stands()

    def _why_not_stands(self):
        """Say which measure does not stand, or not yet."""
        good = ("confirmed", "upheld", "handed_over")
        for line in self.sudo().line_ids:
            if line.sanction_id.state not in good or line.sanction_id.reversed_at:
                return self.env._(
                    "%(notice)s: %(sanction)s is appealed or taken back. Take the line out, or "
                    "wait for the decision.",
                    notice=self.display_name,
                    sanction=line.sanction_id.number,
                )
        return ""

    def _why_not_void(self):
        if (self.void_reason or "").strip():
            return ""
        return self.env._(
            "%(notice)s: write why it is void; its number stays.", notice=self.display_name
        )
