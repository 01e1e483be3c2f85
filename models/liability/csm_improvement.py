from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move


class CsmImprovement(models.Model):
    """One measure that keeps a case from happening again: who, until when, and with what effect."""

    _name = "csm.improvement"
    _description = "Improvement"
    _inherit = ["csm.report.mixin", "csm.fact.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_on, id"
    _rec_name = "measure"
    _check_company_auto = True

    liability_id = fields.Many2one(
        "csm.liability",
        "Verdict",
        required=True,
        index=True,
        ondelete="cascade",
        groups="csm.group_supervisor,csm.group_auditor",
    )
    case_id = fields.Many2one(
        related="liability_id.case_id", store=True, index=True, compute_sudo=True
    )
    company_id = fields.Many2one(
        related="liability_id.company_id", store=True, index=True, compute_sudo=True
    )
    team_id = fields.Many2one(
        related="liability_id.team_id", store=True, index=True, compute_sudo=True
    )
    cause_class = fields.Selection(
        related="liability_id.cause_class", store=True, compute_sudo=True
    )
    measure = fields.Char("Measure to Take", required=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    due_on = fields.Date("To Be Done by", required=True, tracking=True)
    due_at = fields.Datetime("Due Moment", compute="_compute_due_at", store=True)
    result = fields.Text("What Was Done")
    effect = fields.Text("Checked Effect")
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("checked", "Effect Checked")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    opened_at = fields.Datetime(
        "Opened",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    done_at = fields.Datetime("Done", readonly=True, copy=False)
    checked_at = fields.Datetime("Effect Checked", readonly=True, copy=False)
    returned_at = fields.Datetime("Not Effective", readonly=True, copy=False)

    _facts = ("opened_at", "done_at", "checked_at", "returned_at")
    _kept_fields = ("is_on_hold", "next_due_at", "next_deadline_id", "report_cycle", "due_at")
    _moves = (
        Move("finish", ("open",), "done", "done_at", "_why_not_finish"),
        Move("check", ("done",), "checked", "checked_at", "_why_not_check"),
        Move("again", ("done",), "open", "returned_at", "_why_not_check"),
    )

    @api.depends("due_on", "company_id")
    def _compute_due_at(self):
        """The day ends where the company works."""
        for improvement in self:
            zone = improvement.sudo().company_id.resource_calendar_id.tz or "UTC"
            day = improvement.due_on
            if not day:
                improvement.due_at = False
                continue
            end = pytz.timezone(zone).localize(datetime.combine(day, time(23, 59, 59)))
            improvement.due_at = end.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model_create_multi
    def create(self, vals_list):
        improvements = super().create(vals_list)
        improvements._check_verdict_is_draft()
        return improvements

    def write(self, vals):
        if {"liability_id", "measure", "user_id", "due_on"} & vals.keys():
            self._check_may_set()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_verdict_is_draft()

    def _check_verdict_is_draft(self):
        # Whoever is refused need not be able to read the verdict.
        self.sudo().liability_id._check_is_draft()

    def _check_may_set(self):
        """What was laid on somebody is changed by who laid it on them, not by themselves."""
        if not self.env.su and not self.env.user.has_group("csm.group_supervisor"):
            raise UserError(
                self.env._(
                    "Measure, responsible and day of an improvement are set by a supervisor. "
                    "Ask yours."
                )
            )

    def action_finish(self):
        return self._act("finish")

    def action_check(self):
        return self._act("check")

    def action_again(self):
        return self._act("again")

    def _why_not_finish(self):
        if (self.result or "").strip():
            return ""
        return self.env._("%(measure)s: write what was done.", measure=self.display_name)

    def _why_not_check(self):
        if not (self.effect or "").strip():
            return self.env._(
                "%(measure)s: write which effect the measure has had.", measure=self.display_name
            )
        if self.env.user == self.user_id and not self.env.su:
            return self.env._(
                "%(measure)s is your own work. Somebody else checks its effect.",
                measure=self.display_name,
            )
        return ""

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "again":
            # It is to be done once more; the earlier moment stands in the history.
            self._with_pass(["done_at"]).write({"done_at": False})
        return result

    def _workers(self):
        return self.user_id

    # Hooks of the engines

    def _entry_start(self):
        return self.sudo().liability_id._entry_start()

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}

    def _deadline_not_to_be_told(self):
        return self.sudo().case_id.accused_user_ids
