import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime


class CsmFactMixin(models.AbstractModel):
    """Keeps what happened to a record: moments set by moves, never typed.

    ``_facts`` names the Datetime fields in the order of the chain; ``_typed_facts`` those that may
    be given by hand when the record is made, within bounds. Everything else is a correction, which
    a Supervisor makes with a reason (``csm.fact.correction``).
    """

    _name = "csm.fact.mixin"
    _description = "Record With Facts"
    _inherit = ["csm.state.mixin"]

    _facts = ()
    _typed_facts = ()
    # How far back a typed moment may lie.
    _typed_fact_days = 366

    # Who brought each fact about: {name of the fact: id of the user}. Only the gate keeps it.
    fact_makers = fields.Json("Who Made Each Step", readonly=True, copy=False, exportable=False)

    @api.model
    def _own_fields(self):
        return super()._own_fields() | (set(self._facts) - set(self._typed_facts)) | {"fact_makers"}

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_pass(vals_list):
            for vals in vals_list:
                self._check_given_facts(vals, self._typed_facts)
        return super().create(vals_list)

    def write(self, vals):
        if not self._admitted(vals):
            self._check_given_facts(vals, ())
        return super().write(vals)

    def _go(self, move):
        result = super()._go(move)
        if move.fact:
            self._sign(move.fact)
        return result

    def _sign(self, fact):
        """Keep beside the moment of a fact who brought it about."""
        self.env.cr.execute(
            SQL(
                """UPDATE %s SET fact_makers = COALESCE(fact_makers, '{}'::jsonb) || %s::jsonb
                    WHERE id IN %s""",
                SQL.identifier(self._table),
                json.dumps({fact: self.env.uid}),
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["fact_makers"], flush=False)

    def _maker(self, fact):
        """Return who brought a fact about, as far as it is known."""
        user_id = (self.fact_makers or {}).get(fact)
        # Whoever may read the record may read who made its steps.
        return self.env["res.users"].sudo().browse(user_id and [user_id]).exists()

    @api.model
    def _check_given_facts(self, vals, allowed):
        if "fact_makers" in vals:
            raise UserError(self._why_not_typed("fact_makers"))
        for name in self._facts:
            if name not in vals:
                continue
            if name not in allowed:
                raise UserError(self._why_not_typed(name))
            reason = self._why_not_moment(name, vals[name])
            if reason:
                raise UserError(reason)

    def _why_not_typed(self, name):
        record = self[:1].display_name or self._description
        return self.env._(
            "%(record)s: “%(fact)s” is set by the step itself and cannot be written. "
            "Make the step, or ask a supervisor to correct the moment.",
            record=record,
            fact=self._fact_label(name),
        )

    @api.model
    def _why_not_moment(self, name, value):
        """Refuse a typed moment that lies in the future or unbelievably far back."""
        moment = fields.Datetime.to_datetime(value)
        now = self.env.cr.now()
        if not moment:
            return self.env._(
                "“%(fact)s” is empty. Enter the moment it happened.", fact=self._fact_label(name)
            )
        values = {"fact": self._fact_label(name), "moment": self._local_text(moment)}
        # Clocks of two machines differ a little.
        if moment > now + timedelta(minutes=1):
            return self.env._(
                "“%(fact)s” (%(moment)s) lies in the future. Enter when it really happened.",
                **values,
            )
        if moment < now - timedelta(days=self._typed_fact_days):
            return self.env._(
                "“%(fact)s” (%(moment)s) lies more than %(days)s days back. "
                "Bring old records in with the import of historic records.",
                days=self._typed_fact_days,
                **values,
            )
        return ""

    @api.model
    def _fact_label(self, name):
        return self._fields[name]._description_string(self.env)

    @api.model
    def _local_text(self, moment, zone=False):
        """Return a moment in words, in a zone by name; the user's zone when none is given."""
        return format_datetime(self.env, moment, tz=zone)

    # Corrections

    def action_correct_fact(self):
        """Open the dialogue in which a supervisor sets a moment right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.fact.correct.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Correct a Moment of %(record)s", record=self.display_name),
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _correct_fact(self, name, value, reason):
        """Set a recorded moment right, with the reason; the old value is kept.

        :raise UserError: without the right, on one's own work, or for an impossible moment
        """
        self.ensure_one()
        self.check_access("write")
        refusal = self._why_not_correct(name, value)
        if refusal:
            raise UserError(refusal)
        old = self[name]
        # The correction itself is written by the system so that nobody can write one by hand.
        self.env["csm.fact.correction"].sudo().create(
            {
                "res_model": self._name,
                "res_id": self.id,
                "fact": name,
                "old_value": old,
                "new_value": value,
                "reason": reason,
                "user_id": self.env.uid,
                "corrected_at": self.env.cr.now().replace(microsecond=0),
                **self._fact_rights(),
            }
        )
        self._with_pass([name]).write({name: value})
        self._fact_corrected(name, old, reason)

    def _why_not_correct(self, name, value):
        if name not in self._facts:
            return self.env._("“%(name)s” is no moment of this record.", name=name)
        if not self.env.user.has_group("csm.group_supervisor"):
            return self.env._(
                "Only a supervisor corrects a recorded moment. Ask yours, with the reason."
            )
        if self.env.user in self._workers():
            return self.env._(
                "%(record)s is your own work. Another supervisor has to correct its moments.",
                record=self.display_name,
            )
        if not self[name]:
            return self.env._(
                "%(record)s: “%(fact)s” has not happened yet; there is nothing to correct.",
                record=self.display_name,
                fact=self._fact_label(name),
            )
        return self._why_not_moment(name, value) or self._why_not_in_order(name, value)

    def _why_not_in_order(self, name, value):
        """Refuse a moment before the first fact of the chain, or a first fact after a later one."""
        first = self._facts[0]
        moment = fields.Datetime.to_datetime(value)
        later = [self[other] for other in self._facts if other != first and self[other]]
        if name != first and moment < self[first]:
            limit, other = self[first], first
        elif name == first and later and moment > min(later):
            limit = min(later)
            other = next(fact for fact in self._facts if fact != first and self[fact] == limit)
        else:
            return ""
        return self.env._(
            "%(record)s: “%(fact)s” cannot be %(moment)s, because “%(other)s” was %(limit)s.",
            record=self.display_name,
            fact=self._fact_label(name),
            moment=self._local_text(moment),
            other=self._fact_label(other),
            limit=self._local_text(limit),
        )

    def _workers(self):
        """Hook: the users whose own work this record is."""
        return self.env["res.users"]

    def _fact_rights(self):
        """Hook: who may see corrections of this record, as values of ``csm.fact.correction``."""
        names = [name for name in ("company_id", "team_id") if name in self._fields]
        return {name: self[name].id for name in names}

    def _hand_on_fact_rights(self):
        """Let the corrections of these records follow who may see the records."""
        Correction = self.env["csm.fact.correction"].sudo()
        mine = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        corrections = Correction.search(mine).grouped("res_id")
        for record in self.filtered(lambda record: record.id in corrections):
            corrections[record.id].write(record._fact_rights())

    def _fact_corrected(self, name, old, reason):
        """Hook: a recorded moment has been set right."""
