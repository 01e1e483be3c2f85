from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move

# The field of the classified record, and the fields here with what it was and what it becomes.
TURNS = (
    ("secrecy_level_id", "old_level_id", "new_level_id"),
    ("period_years", "old_years", "new_years"),
    ("team_id", "old_team_id", "new_team_id"),
    ("custodian_id", "old_custodian_id", "new_custodian_id"),
)


class CsmSecrecyChangeMixin(models.AbstractModel):
    """One change of the level, the period or the custody of a classified record, with its reason.

    One person proposes it, another decides, who is cleared for the record as it is and as it will
    be. What is decided stays on file; so does what could not be called back when a level rose.
    """

    _name = "csm.secrecy.change.mixin"
    _description = "Change of a Classification"
    _inherit = ["csm.state.mixin", "csm.secret.part.mixin"]
    _order = "id desc"

    kind = fields.Selection(
        [("change", "Change"), ("declassification", "End of the Period")],
        required=True,
        default="change",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("applied", "In Force"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
    )
    reason = fields.Text(required=True)
    decision = fields.Text("Reason of the Decision", copy=False)
    old_level_id = fields.Many2one("csm.secrecy.level", "Level So Far", readonly=True)
    new_level_id = fields.Many2one("csm.secrecy.level", help="Empty: free.")
    old_years = fields.Integer("Period So Far", readonly=True, aggregator=None)
    new_years = fields.Integer(
        "New Period (Years)", aggregator=None, help="Empty: the longest period of the level."
    )
    old_team_id = fields.Many2one("csm.team", "Kept So Far by", readonly=True)
    new_team_id = fields.Many2one("csm.team", "Kept from Now on by", required=True)
    old_custodian_id = fields.Many2one("res.users", "Custodian So Far", readonly=True)
    new_custodian_id = fields.Many2one("res.users", required=True)
    proposed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    proposed_at = fields.Datetime("Proposed", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided", readonly=True)
    what_left = fields.Text(
        "What Has Left and Cannot Be Called Back",
        readonly=True,
        help="Prints, exports and paper copies made while the level was lower.",
    )
    ended_needs = fields.Text("Needs That Ended", readonly=True)

    _kept_fields = (
        "kind",
        "old_level_id",
        "old_years",
        "old_team_id",
        "old_custodian_id",
        "proposed_by_id",
        "proposed_at",
        "decided_by_id",
        "decided_at",
        "what_left",
        "ended_needs",
    )
    _moves = (
        Move("apply", ("proposed",), "applied", "decided_at", "_why_not_apply"),
        Move("refuse", ("proposed",), "refused", "decided_at", "_why_not_refuse"),
        Move("withdraw", ("proposed",), "withdrawn", "decided_at", "_why_not_withdraw"),
    )

    @api.model
    def default_get(self, fields_list):
        """Start from the classification as it is, so that a proposal states what it changes."""
        values = super().default_get(fields_list)
        secret = self.env[self._fields["file_id"].comodel_name].browse(values.get("file_id"))
        if secret:
            for name, _old, new in TURNS:
                if new in fields_list:
                    field = secret._fields[name]
                    values.setdefault(new, field.convert_to_write(secret[name], secret))
        return values

    @api.model_create_multi
    def create(self, vals_list):
        secret = self.env[self._fields["file_id"].comodel_name]
        completed = []
        for vals in vals_list:
            self._check_kept(vals)
            self._check_following(vals)
            record = secret.browse(vals.get("file_id"))
            # Proposing needs the record open; the system proposes for itself.
            record.check_access("read")
            completed.append({**self._as_it_is(record), **vals})
        # Who proposes, and how the record is now, the system enters itself.
        changes = super(CsmSecrecyChangeMixin, self.sudo()).create(completed).with_env(self.env)
        if not self.env.su:
            changes.check_access("create")
        changes._check_changes_something()
        return changes

    @api.model
    def _as_it_is(self, record):
        values = {"proposed_by_id": self.env.uid, "proposed_at": self._now()}
        for name, old, new in TURNS:
            value = record._fields[name].convert_to_write(record[name], record)
            values |= {old: value, new: value}
        return values

    @api.model
    def _now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _check_changes_something(self):
        for change in self:
            if all(change[old] == change[new] for _name, old, new in TURNS):
                raise UserError(
                    self.env._(
                        "This proposal leaves %(record)s as it is. Change its level, its period "
                        "or its custody.",
                        record=change["file_id"].display_name,
                    )
                )

    def write(self, vals):
        if (
            not self.env.su
            and not self._admitted(vals)
            and not vals.keys() <= {"state", "decision"}
        ):
            raise UserError(
                self.env._("A proposal is not altered. Withdraw it, and propose another change.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was proposed and decided stays on file."))

    # Why a step must not be made

    def _why_not_apply(self):
        return (
            self._why_not_second_person() or self._why_not_cleared() or self._why_not_as_proposed()
        )

    def _why_not_second_person(self):
        if self.env.user != self["proposed_by_id"] or self.kind == "declassification":
            return ""
        return self.env._(
            "%(record)s: you proposed this change yourself. Another person who may read the record "
            "decides on it.",
            record=self["file_id"].display_name,
        )

    def _why_not_cleared(self):
        highest = max(self.old_level_id.ordinal, self.new_level_id.ordinal)
        if self.kind == "declassification":
            return ""
        if self["file_id"]._my_levels().get(self.company_id.id, 0) >= highest:
            return ""
        return self.env._(
            "%(record)s: only somebody cleared for the level before and after decides.",
            record=self["file_id"].display_name,
        )

    def _why_not_as_proposed(self):
        """Two people change one record: the second learns that it is no longer as it was."""
        record = self["file_id"]
        if all(self[old] == record[name] for name, old, _new in TURNS):
            return ""
        return self.env._(
            "%(record)s has been changed since this was proposed. Withdraw the proposal, look at "
            "the record, and propose anew.",
            record=record.display_name,
        )

    def _why_not_refuse(self):
        if not (self.decision or "").strip():
            return self.env._(
                "%(record)s: write why the change is refused.",
                record=self["file_id"].display_name,
            )
        return self._why_not_second_person()

    def _why_not_withdraw(self):
        if self.env.user == self["proposed_by_id"]:
            return ""
        return self.env._(
            "%(record)s: whoever proposed a change withdraws it. You can refuse it.",
            record=self["file_id"].display_name,
        )

    def _prepare_move_vals(self, move):
        return {**super()._prepare_move_vals(move), "decided_by_id": self.env.uid}

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "apply":
            for change in self:
                change._apply()
        return result

    def _apply(self):
        """Bring the classified record into its new state, and look after what has left."""
        # The decision is the leave; the proposer or the job need not be able to write the record.
        record = self["file_id"].sudo()
        values = {
            name: record._fields[name].convert_to_write(self[new], record)
            for name, old, new in TURNS
            if self[old] != self[new]
        }
        if self._is_freed():
            values["declassified_at"] = self._now()
        elif self.new_level_id and not self.old_level_id:
            values |= {"declassified_at": False, "classified_on": record._today(record.company_id)}
        record._with_pass(values).write(values)
        operation = "declassified" if self._is_freed() else "classified"
        self.env["csm.access.log"]._note("level", operation, record, detail=self.reason)
        if self.new_level_id.ordinal > self.old_level_id.ordinal:
            self._look_after_what_left(record)

    def _is_freed(self):
        return bool(self.old_level_id and not self.new_level_id)

    def _look_after_what_left(self, record):
        """List what cannot be called back; end the needs of those no longer cleared."""
        needs = record.need_ids.filtered("is_active")
        uncleared = needs.filtered(lambda need: not need._is_cleared())
        uncleared._end(self.env.user)
        left = "\n".join(record._what_has_left())
        ended = "\n".join(uncleared.user_id.mapped("name"))
        # What has left is the system's to say, not the decider's.
        self.sudo().write({"what_left": left, "ended_needs": ended})

    def action_apply(self):
        return self._act("apply")

    def action_refuse(self):
        return self._act("refuse")

    def action_withdraw(self):
        return self._act("withdraw")
