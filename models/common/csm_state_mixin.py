from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import UserError


@dataclass(frozen=True)
class Move:
    """One way a record may go: from one of ``sources`` to ``target``.

    ``fact`` is the Datetime field the move sets (and sets anew when the move is made again);
    ``why_not`` the method that returns a sentence when the move must not be made. A move whose
    target is "" keeps the state and only sets its fact.
    """

    name: str
    sources: tuple
    target: str = ""
    fact: str = ""
    why_not: str = ""


class Pass:
    """Lets exactly these values onto exactly these records, past the gate.

    Only the gate makes one. It is an object, so no remote call can carry it in a context.
    """

    def __init__(self, model, ids, fields):
        self.model, self.ids, self.fields = model, frozenset(ids), frozenset(fields)

    def admits(self, records, vals):
        return (
            self.model == records._name
            and self.ids.issuperset(records.ids)
            and self.fields.issuperset(vals)
        )


def own_defaults(model, names, values):
    """Return default values in which the model alone decides these names.

    Neither a key in the caller's context (``default_state``) nor a stored default gives them.
    """
    values = dict(values)
    for name in names:
        values.pop(name, None)
        field = model._fields.get(name)
        if field and field.default:
            cached = field.convert_to_cache(field.default(model), model, validate=False)
            values[name] = field.convert_to_write(field.convert_to_record(cached, model), model)
    return values


class CsmStateMixin(models.AbstractModel):
    """Lets a model change state only along the moves it declares.

    ``create`` starts every record in the first state; after that ``write`` is the one gate, so a
    button, an import and a remote call meet the same refusals. The gate judges a record as it will
    be: all other values are written first, then the refusals are asked, in one transaction.
    """

    _name = "csm.state.mixin"
    _description = "Guarded State Changes"

    _moves = ()
    _state_field = "state"
    # Fields the system keeps; a view shows them, and nobody writes them.
    _kept_fields = ()

    @api.model
    def default_get(self, fields):
        return own_defaults(self, self._own_fields() & set(fields), super().default_get(fields))

    @api.model
    def _own_fields(self):
        """Return the names of the fields that no default of a caller fills in."""
        return {self._state_field, *self._kept_fields}

    @api.model_create_multi
    def create(self, vals_list):
        field = self._state_field
        first = self.default_get([field]).get(field)
        if not self._has_pass(vals_list):
            for vals in vals_list:
                self._check_kept(vals)
                if vals.get(field, first) != first:
                    raise UserError(
                        self.env._("A new record starts in its first state. Move it afterwards.")
                    )
        return super().create(vals_list)

    def write(self, vals):
        field, admitted = self._state_field, self._admitted(vals)
        if not admitted:
            self._check_kept(vals)
        if field not in vals or admitted:
            return super().write(vals)
        others = {name: value for name, value in vals.items() if name != field}
        with self.env.cr.savepoint():
            if others:
                super().write(others)
            moves = [
                (records, self._move_between(source, vals[field]))
                for source, records in self.grouped(field).items()
                if source != vals[field]
            ]
            self._refuse(*moves)
            for records, move in moves:
                records._go(move)
        return True

    @api.model
    def _check_kept(self, vals):
        kept = [] if self.env.su else [name for name in self._kept_fields if name in vals]
        if kept:
            raise UserError(
                self.env._(
                    "“%(field)s” is kept by the system and cannot be written.",
                    field=self._fields[kept[0]]._description_string(self.env),
                )
            )

    def _admitted(self, vals):
        given = self.env.context.get("csm_pass")
        return isinstance(given, Pass) and given.admits(self, vals)

    def _has_pass(self, vals_list):
        """Creation passes the gate only from the model's own declared intake."""
        given = self.env.context.get("csm_pass")
        return isinstance(given, Pass) and all(
            given.admits(self.browse(), vals) for vals in vals_list
        )

    def _with_pass(self, fields):
        """Return these records with leave to take values of these fields past the gate."""
        return self.with_context(csm_pass=Pass(self._name, self.ids, fields))

    # The gate

    @api.model
    def _move_named(self, name):
        return next(move for move in self._moves if move.name == name)

    @api.model
    def _move_between(self, source, target):
        """Return the declared move between two states, or refuse in a sentence."""
        for move in self._moves:
            if move.target == target and source in move.sources:
                return move
        return Move("", (), target)

    def _go(self, move):
        """Make a move with all these records, or none and say why."""
        self._refuse((self, move))
        values = self._prepare_move_vals(move)
        self._with_pass(values).write(values)
        self._moved(move)

    @api.model
    def _refuse(self, *moves):
        """Raise all the sentences that stand against these ``(records, move)``."""
        refusals = [
            reason
            for records, move in moves
            for record in records
            if (reason := record._why_not_move(move))
        ]
        if refusals:
            raise UserError("\n".join(refusals))

    def _prepare_move_vals(self, move):
        values = {self._state_field: move.target} if move.target else {}
        if move.fact:
            values[move.fact] = self.env.cr.now().replace(microsecond=0)
        return values

    def _why_not_move(self, move):
        """Return the sentence that refuses this move, or an empty string."""
        self.ensure_one()
        if self[self._state_field] in move.sources:
            return getattr(self, move.why_not)() if move.why_not else ""
        labels = self._state_labels()
        state = labels[self[self._state_field]]
        if not move.target:
            return self.env._(
                "%(record)s is “%(state)s”; this step does not belong there.",
                record=self.display_name,
                state=state,
            )
        return self.env._(
            "%(record)s is “%(state)s” and cannot become “%(target)s”. %(advice)s",
            record=self.display_name,
            state=state,
            target=labels.get(move.target, move.target),
            advice=self._advice(),
        )

    def _advice(self):
        """Say where this record can go from here."""
        labels = self._state_labels()
        targets = [
            labels[move.target]
            for move in self._moves
            if move.target and self[self._state_field] in move.sources
        ]
        if not targets:
            return self.env._("Nothing follows this state.")
        return self.env._("It can become: %(targets)s.", targets=", ".join(dict.fromkeys(targets)))

    def _state_labels(self):
        return dict(self._fields[self._state_field]._description_selection(self.env))

    def _moved(self, move):
        """Hook: a move has been made with these records."""

    def _act(self, name):
        """Make a move from a button: one record or none; of many the good ones, and say so."""
        move = self._move_named(name)
        if len(self) <= 1:
            self._go(move)
            return True
        refusals = {record: record._why_not_move(move) for record in self}
        good = self.filtered(lambda record: not refusals[record])
        good._go(move)
        return self._tell_moved(good, [reason for reason in refusals.values() if reason])

    def _tell_moved(self, good, reasons):
        lines = [self.env._("%(count)s done.", count=len(good)), *reasons]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "\n".join(lines),
                "type": "warning" if reasons else "success",
                "sticky": bool(reasons),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
