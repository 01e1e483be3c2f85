from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .csm_deadline_keeper import Work


class Grant(NamedTuple):
    """Leave to let clocks stand still beyond the longest pause: until when, and why."""

    until: object
    because: str


class CsmDeadlinePauseMixin(models.AbstractModel):
    """Lets the clocks of a record stand still for a reason, and run on again."""

    _name = "csm.deadline.pause.mixin"
    _description = "Record Whose Clocks Can Stand Still"

    pause_ids = fields.One2many(
        "csm.deadline.pause", "res_id", domain=lambda self: [("res_model", "=", self._name)]
    )
    is_on_hold = fields.Boolean("Clocks Stand Still", readonly=True, copy=False)
    standstill = fields.Char("Why the Clocks Stand Still", compute="_compute_standstill")
    standstill_ends_at = fields.Datetime("Clocks Run On at", compute="_compute_standstill")

    @api.depends_context("lang", "tz")
    @api.depends("is_on_hold", "pause_ids.ended_at", "pause_ids.ends_at")
    def _compute_standstill(self):
        self.standstill = self.standstill_ends_at = False
        held = self.filtered("is_on_hold")
        if not held:
            return
        # Whoever may read the record may read why its clocks stand still.
        for pause in self.env["csm.deadline.pause"].sudo()._open_of(held):
            record = self.browse(pause.res_id)
            record.standstill = pause._sentence()
            record.standstill_ends_at = pause.ends_at

    # Stopping and running on

    def _pause_deadlines(self, note="", reason=None, grant=None):
        """Let the clocks of these records stand still until they are resumed.

        :param str note: what is to be said about it
        :param reason: a ``csm.pause.reason``
        :param Grant grant: leave to go beyond the longest pause of the reason
        """
        reason = reason or self.env["csm.pause.reason"]
        refusals = [
            sentence for record in self if (sentence := record._why_not_pause(reason, note))
        ]
        if not grant:
            refusals += [text for record in self if (text := record._why_not_longer(reason))]
        else:
            refusals += [text for record in self if (text := record._why_not_grant(reason, grant))]
        if refusals:
            raise UserError("\n".join(refusals))
        self.env["csm.deadline.pause"].sudo().create(
            [record._pause_vals(note, reason, grant) for record in self]
        )
        self._stand_still(True)

    def _pause_vals(self, note, reason, grant):
        now = self.env.cr.now().replace(microsecond=0)
        return {
            "res_model": self._name,
            "res_id": self.id,
            **self._pause_rights_vals(),
            "user_id": self.env.uid,
            "reason_id": reason.id,
            "reason": note,
            "started_at": now,
            "ends_at": grant.until if grant else self._pause_end(reason, now),
            **(self._grant_vals(grant) if grant else {}),
        }

    def _grant_vals(self, grant):
        return {"granted_by_id": self.env.uid, "granted_because": grant.because}

    def _pause_end(self, reason, now):
        """Return when a pause begun now ends by itself; None when nothing is left for it."""
        if not reason:
            return False
        # The figures are the company's; who stops the clocks need not work in it at the moment.
        reason = reason.sudo().with_company(self.company_id)
        spans = self.env["csm.deadline.pause"]._spans_for(self, reason, now)
        return reason._last_moment(now, Work(self.env).clock_of(self.sudo()), spans)

    def _resume_deadlines(self):
        """Let the clocks run on; the due moments move by what the pause took."""
        for record in self:
            if not record.is_on_hold:
                raise UserError(
                    self.env._("The clocks of %(record)s are running.", record=record.display_name)
                )
        now = self.env.cr.now().replace(microsecond=0)
        for pause in self.env["csm.deadline.pause"].sudo()._open_of(self):
            # What has reached its end and was not yet ended by the job ends where it had to.
            over = pause.ends_at and pause.ends_at < now
            pause.write(
                {
                    "ended_at": pause.ends_at if over else now,
                    "ended_by_id": False if over else self.env.uid,
                }
            )
        self._stand_still(False)

    def _extend_pause(self, grant):
        """Let clocks that stand still do so beyond the longest pause of their reason."""
        self.ensure_one()
        pause = self.env["csm.deadline.pause"].sudo()._open_of(self)
        refusal = self._why_not_extend(pause) or self._why_not_grant(pause.reason_id, grant)
        if refusal:
            raise UserError(refusal)
        pause.write({"ends_at": grant.until, **self._grant_vals(grant)})
        self._pause_noted(pause)

    def _stand_still(self, paused):
        self.sudo().is_on_hold = paused
        self.env["csm.deadline.keeper"]._sync(self)

    def action_resume(self):
        self.check_access("write")
        self._resume_deadlines()

    # Why not

    def _why_not_pause(self, reason, note):
        """Return the sentence that refuses to stop this record's clocks, or an empty string."""
        if self.is_on_hold:
            return self.env._(
                "The clocks of %(record)s stand still already.", record=self.display_name
            )
        if not (reason or note):
            return self.env._("Say why the clocks of %(record)s stop.", record=self.display_name)
        if reason and not reason._is_for(self):
            return self.env._(
                "“%(reason)s” is no reason to stop the clocks of %(record)s. Choose another one.",
                reason=reason.name,
                record=self.display_name,
            )
        if reason.needs_note and not (note or "").strip():
            return self.env._(
                "“%(reason)s” wants a word more. Write what exactly is waited for.",
                reason=reason.name,
            )
        return ""

    def _why_not_longer(self, reason):
        """Refuse a pause for which nothing is left of the longest one."""
        if self._pause_end(reason, self.env.cr.now().replace(microsecond=0)) is not None:
            return ""
        return self.env._(
            "The clocks of %(record)s have stood still for “%(reason)s” as long as they may "
            "(%(cap)s). A manager who does not handle it can let them stand still longer.",
            record=self.display_name,
            reason=reason.name,
            cap=reason.sudo().with_company(self.company_id).cap_text,
        )

    def _why_not_extend(self, pause):
        if not pause:
            return self.env._("The clocks of %(record)s are running.", record=self.display_name)
        if not pause.ends_at:
            return self.env._(
                "The clocks of %(record)s stand still without an end; there is nothing to extend.",
                record=self.display_name,
            )
        return ""

    def _why_not_grant(self, reason, grant):
        """Refuse leave to go beyond the longest pause: by whom, until when, why."""
        refusal = self._pause_approver(reason)
        if refusal:
            return refusal
        if not (grant.because or "").strip():
            return self.env._("Write why the clocks may stand still longer.")
        if not grant.until or grant.until <= self.env.cr.now():
            return self.env._("Choose a moment that lies ahead: until then the clocks stand still.")
        return ""

    def _pause_approver(self, reason):
        """Hook: return why the user may not grant a longer pause, or an empty string.

        Until requests can be sent to those who approve, the one who grants it acts at once.
        """
        user, values = self.env.user, {"record": self.display_name}
        if not user.has_group("csm.group_manager"):
            return self.env._(
                "Only a manager lets the clocks of %(record)s stand still longer. Ask yours.",
                **values,
            )
        if user in self._pause_own_work():
            return self.env._(
                "%(record)s is your own work. Another manager has to let its clocks stand still "
                "longer.",
                **values,
            )
        role = reason.sudo().with_company(self.company_id).cap_role_id
        today = fields.Date.context_today(self)
        if role and user not in role._employees_on(self.company_id, today).user_id:
            return self.env._(
                "Only a manager who is “%(role)s” lets the clocks of %(record)s stand still longer "
                "for this reason.",
                role=role.name,
                **values,
            )
        return ""

    def _pause_own_work(self):
        """Hook: the users whose own work this record is."""
        return self.sudo()["user_id"] if "user_id" in self._fields else self.env["res.users"]

    # Who may see the pauses

    def _pause_rights_vals(self):
        """Return who may see the pauses of this record; whose pause it is stays as it was."""
        rights = self._deadline_rights_vals()
        names = ("company_id", "team_id", "barred_user_ids")
        return {name: rights[name] for name in names if name in rights}

    def _pause_noted(self, pause):
        """Hook: what became of a pause is to stand in the record's history."""
