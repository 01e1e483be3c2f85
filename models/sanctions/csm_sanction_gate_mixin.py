from odoo import api, fields, models
from odoo.fields import Domain

from ..common.csm_state_mixin import Move

# Nobody bears these unheard.
SEVERE = ("suspension", "major_demerit", "transfer", "dismissal", "resignation")


class CsmSanctionGateMixin(models.AbstractModel):
    """The way of a sanction from the proposal to the hand-over, and who takes which step."""

    _name = "csm.sanction.gate.mixin"
    _description = "Way of a Sanction"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("appealed", "Appealed"),
            ("upheld", "Upheld"),
            ("waived", "Waived"),
            ("handed_over", "Handed Over"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
        index=True,
        group_expand=True,
    )
    proposed_at = fields.Datetime("Proposed", readonly=True, copy=False)
    heard_at = fields.Datetime("Employee Heard", readonly=True, copy=False)
    confirmed_at = fields.Datetime("Confirmed", readonly=True, copy=False)
    notified_at = fields.Datetime("Told to the Employee", readonly=True, copy=False)
    appealed_at = fields.Datetime("Appealed", readonly=True, copy=False)
    decided_at = fields.Datetime("Appeal Decided", readonly=True, copy=False)
    waived_at = fields.Datetime("Waived", readonly=True, copy=False)
    handed_over_at = fields.Datetime("Handed Over", readonly=True, copy=False)
    reversed_at = fields.Datetime("Reversed", readonly=True, copy=False)
    lapsed_at = fields.Datetime("Lapsed", readonly=True, copy=False)
    proposer_id = fields.Many2one(
        "res.users",
        "Proposed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Empty: the system, from recorded facts.",
    )
    waive_reason = fields.Text("Reason to Waive", copy=False)

    _facts = (
        "proposed_at",
        "heard_at",
        "confirmed_at",
        "notified_at",
        "appealed_at",
        "decided_at",
        "waived_at",
        "handed_over_at",
        "reversed_at",
        "lapsed_at",
    )
    _moves = (
        Move("hear", ("proposed",), "", "heard_at", "_why_not_hear"),
        Move("confirm", ("proposed",), "confirmed", "confirmed_at", "_why_not_confirm"),
        Move("notify", ("confirmed",), "", "notified_at", "_why_not_notify"),
        Move("appeal", ("confirmed",), "appealed", "appealed_at", "_why_not_appeal"),
        Move("uphold", ("appealed",), "upheld", "decided_at", "_why_not_decide"),
        Move(
            "waive", ("proposed", "confirmed", "appealed"), "waived", "waived_at", "_why_not_waive"
        ),
        Move(
            "hand_over",
            ("confirmed", "upheld"),
            "handed_over",
            "handed_over_at",
            "_why_not_hand_over",
        ),
        Move("withdraw", ("upheld",), "waived", "waived_at", "_why_not_reverse"),
        Move("reverse", ("handed_over",), "", "reversed_at", "_why_not_reverse"),
        Move("lapse", ("confirmed", "upheld", "handed_over"), "", "lapsed_at", "_why_not_lapse"),
    )

    # Who may

    def _is_mine(self):
        return self["user_id"] == self.env.user

    def _why_not_hr(self, managers=True):
        """Refuse whoever is not of human resources; nobody decides about themselves."""
        group = "hr.group_hr_manager" if managers else "hr.group_hr_user"
        if not self.env.su and not self.env.user.has_group(group):
            return self.env._(
                "%(sanction)s: this step is taken by human resources. Ask there.",
                sanction=self.display_name,
            )
        if not self.env.is_superuser() and self._is_mine():
            return self.env._(
                "%(sanction)s is about yourself. Somebody else of human resources takes this step.",
                sanction=self.display_name,
            )
        return ""

    def _why_not_hear(self):
        if refusal := self._why_not_hr(managers=False):
            return refusal
        if not (self["statement"] or "").strip() and not (self["hearing_note"] or "").strip():
            return self.env._(
                "%(sanction)s: write down what the employee said, or note that nothing was said.",
                sanction=self.display_name,
            )
        return ""

    def _why_not_confirm(self):
        return (
            self._why_not_hr()
            or self._why_not_second()
            or self._why_not_proven()
            or self._why_not_heard()
            or self._why_not_chosen()
        )

    def _why_not_second(self):
        if not self.env.is_superuser() and self.proposer_id == self.env.user:
            return self.env._(
                "%(sanction)s was proposed by you. Somebody else confirms it.",
                sanction=self.display_name,
            )
        return ""

    def _why_not_proven(self):
        wants = self["offence_id"].needs_evidence
        if wants and not self["evidence_ids"] and not (self["evidence_text"] or "").strip():
            return self.env._(
                "%(sanction)s: “%(offence)s” is confirmed on evidence only. Attach a file, or "
                "describe the evidence.",
                sanction=self.display_name,
                offence=self["offence_id"].name,
            )
        return ""

    def _why_not_heard(self):
        wants = self["measure"] in SEVERE or self["offence_id"].needs_hearing
        if wants and not self.heard_at:
            return self.env._(
                "%(sanction)s: the employee is heard first. Write down what was said and press "
                "“Heard”.",
                sanction=self.display_name,
            )
        return ""

    def _why_not_notify(self):
        return self._why_not_hr(managers=False)

    def _why_not_waive(self):
        if refusal := self._why_not_hr():
            return refusal
        if not (self.waive_reason or "").strip():
            return self.env._(
                "%(sanction)s: write the reason, then waive it.", sanction=self.display_name
            )
        return self._why_not_decide() if self.state == "appealed" else ""

    def _why_not_lapse(self):
        if not self.env.su:
            return self.env._(
                "%(sanction)s: measures lapse by themselves on their day.",
                sanction=self.display_name,
            )
        return ""

    # Steps

    def _go(self, move):
        """A waiver decides the appeal it answers."""
        appealed = self.filtered(lambda one: one.state == "appealed")
        if appealed and self - appealed:
            super(CsmSanctionGateMixin, appealed)._go(move)
            return super(CsmSanctionGateMixin, self - appealed)._go(move)
        return super()._go(move)

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "waive" and self[:1].state == "appealed":
            values["decided_at"] = values["waived_at"]
        return values

    def action_hear(self):
        return self._act("hear")

    def action_confirm(self):
        return self._act("confirm")

    def action_notify(self):
        return self._act("notify")

    def action_waive(self):
        return self._act("waive")

    def action_appeal(self):
        return self._act("appeal")

    def action_uphold(self):
        return self._act("uphold")

    def _moved(self, move):
        result = super()._moved(move)
        # What follows of a step is written by the system.
        mine = self.sudo()
        if move.name == "confirm":
            mine._follow_confirmation()
        elif move.name == "notify":
            mine._begin_appeal_term()
        elif move.name in ("waive", "reverse"):
            mine._follow_end(move)
        return result

    def _follow_confirmation(self):
        self._recount_mine()
        self._share_with_superiors()
        for company, members in self.grouped("company_id").items():
            months = company.csm_measure_months
            marked = members.filtered(lambda one: one["measure"] not in (False, "none"))
            if months and marked:
                today = self.env["csm.company.clock.mixin"]._today_of(company)
                marked.write({"expires_on": fields.Date.add(today, months=months)})
        # Whoever has an account reads it there at once; others are told on paper.
        told = self.filtered("user_id")
        if told:
            told._go(self._move_named("notify"))

    def _follow_end(self, move):
        """A waived sanction counts no more, and takes the share of the superior with it."""
        self._recount_mine()
        for sanction in self.filtered("share_ids") if move.name == "waive" else ():
            shares = sanction._open_shares()
            shares.write({"waive_reason": sanction.waive_reason})
            shares._go(self._move_named("waive"))

    @api.model
    def _cron_lapse_measures(self, limit=2000):
        """Let measures lapse whose day has come."""
        alive = Domain("lapsed_at", "=", False) & Domain("expires_on", "!=", False)
        alive &= Domain("state", "in", ("confirmed", "upheld", "handed_over"))
        clock = self.env["csm.company.clock.mixin"]
        due = alive & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("expires_on", "<=", clock._today_of(company))
            for company in self.env["res.company"].sudo().search([])
        )
        over = self.sudo().search(due, limit=limit).try_lock_for_update()
        if over:
            over._go(self._move_named("lapse"))
        self.env["ir.cron"]._commit_progress(len(over), remaining=int(len(over) == limit))
