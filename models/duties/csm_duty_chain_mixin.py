from odoo import fields, models

from ..common.csm_state_mixin import Move

OPEN = ("open", "returned")


class CsmDutyChainMixin(models.AbstractModel):
    """The course of a duty: done with proof, signed off by another person, returned or missed."""

    _name = "csm.duty.chain.mixin"
    _description = "Course of a Duty"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("open", "To Do"),
            ("returned", "Returned"),
            ("done", "Done"),
            ("signed", "Signed Off"),
            ("missed", "Missed"),
            ("waived", "Waived"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
        group_expand=True,
    )
    done_at = fields.Datetime("Done at", readonly=True, copy=False)
    signed_at = fields.Datetime("Signed Off at", readonly=True, copy=False)
    returned_at = fields.Datetime("Returned at", readonly=True, copy=False)
    missed_at = fields.Datetime("Missed at", readonly=True, copy=False)
    waived_at = fields.Datetime("Waived at", readonly=True, copy=False)
    return_reason = fields.Text("Why It Is Returned", copy=False)
    waive_reason = fields.Text("Why It Is Waived", copy=False)

    _facts = ("done_at", "signed_at", "returned_at", "missed_at", "waived_at")
    _moves = (
        Move("do", OPEN, "done", "done_at", "_why_not_do"),
        Move("sign", ("done",), "signed", "signed_at", "_why_not_sign"),
        Move("return", ("done",), "returned", "returned_at", "_why_not_return"),
        Move("miss", OPEN, "missed", "missed_at", "_why_not_miss"),
        Move("waive", OPEN, "waived", "waived_at", "_why_not_waive"),
    )

    def action_do(self):
        return self._act("do")

    def action_sign(self):
        return self._act("sign")

    def action_return(self):
        return self._act("return")

    def action_waive(self):
        return self._act("waive")

    # Why a step must not be made

    def _why_not_do(self):
        return self._why_not_mine() or self._why_not_yet() or self._why_not_proved()

    def _why_not_yet(self):
        held = self["held_at"]
        if not held or self.env.cr.now() >= held:
            return ""
        return self.env._(
            "%(duty)s takes place on %(moment)s. Say that it is done afterwards.",
            duty=self.display_name,
            moment=self._local_text(held, self.sudo()["company_id"].resource_calendar_id.tz),
        )

    def _why_not_mine(self):
        """A duty is done by whom it was given to; one of the team's by whoever is in it."""
        if self._is_doer():
            return ""
        return self.env._(
            "%(duty)s is the duty of %(who)s. Let your supervisor give it to you first.",
            duty=self.display_name,
            who=self["user_id"].name or self["team_id"].name or self.env._("nobody yet"),
        )

    def _is_doer(self):
        if self.env.su:
            return True
        if self["user_id"]:
            return self["user_id"] == self.env.user
        return self.env.user in self.sudo()["team_id"].member_ids

    def _why_not_proved(self):
        rule, text = self.sudo()["rule_id"], (self["note"] or "").strip()
        open_lines = self["line_ids"].filtered(lambda line: not line._is_answered())
        lacks = []
        if (rule.wants_text and not text) or len(text) < rule.min_chars:
            lacks.append(
                self.env._("a report of at least %(n)s characters", n=rule.min_chars)
                if rule.min_chars
                else self.env._("a report in words")
            )
        if rule.wants_file and not self["attachment_ids"]:
            lacks.append(self.env._("a file"))
        lacks += open_lines.mapped("display_name")
        if not lacks:
            return ""
        return self.env._(
            "%(duty)s (%(article)s) still wants as proof: %(lacks)s. Add it, then say it is done.",
            duty=self.display_name,
            article=rule.article_id.display_name,
            lacks=", ".join(lacks),
        )

    def _why_not_sign(self):
        if self.sudo()["rule_id"].sign_off == "none":
            return self.env._("%(duty)s needs no signature.", duty=self.display_name)
        if self.env.user in self._workers():
            return self.env._(
                "You have done %(duty)s yourself; another person looks at it and signs.",
                duty=self.display_name,
            )
        if not self._may_sign():
            return self.env._(
                "%(duty)s is signed off by %(who)s, or by a leader above the team.",
                duty=self.display_name,
                who=self["signer_id"].name or self.env._("nobody yet"),
            )
        return ""

    def _may_sign(self):
        user = self.env.user
        above = self.sudo()["team_id"].overseer_ids
        return (
            self.env.su or user in self["signer_id"] | above or user.has_group("csm.group_manager")
        )

    def _why_not_return(self):
        if not (self.return_reason or "").strip():
            return self.env._(
                "%(duty)s: write what is missing, then return it.", duty=self.display_name
            )
        return self._why_not_sign()

    def _why_not_miss(self):
        if self.env.su:
            return ""
        return self.env._("What is missed is noted by the system, once its time is over.")

    def _why_not_waive(self):
        if not (self.waive_reason or "").strip():
            return self.env._(
                "%(duty)s: write why it need not be done this time.", duty=self.display_name
            )
        if self.env.su or (
            self.env.user.has_group("csm.group_supervisor")
            and self.env.user not in self._workers() | self["user_id"]
        ):
            return ""
        return self.env._(
            "%(duty)s is waived by a supervisor who does not have to do it.",
            duty=self.display_name,
        )

    # What follows from a step

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        # What was returned is not done; its clock goes on.
        return {**values, "done_at": False} if move.name == "return" else values

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "do":
            self._take_over()
        self._tell_record(move)
        return result

    def _take_over(self):
        """A duty of the team belongs to whoever did it."""
        for duty in self.filtered(lambda duty: not duty["user_id"] and not self.env.su):
            # Whom it belongs to is kept by the system.
            duty.sudo()["user_id"] = self.env.user

    def _tell_record(self, move):
        """Hook of the duty: let the record it is about hear of the step."""
