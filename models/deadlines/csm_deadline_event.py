from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from ..common.csm_append_only_mixin import SWEPT

# What an event says to which nobody listens.
PLAIN = ("deadline_id", "kind", "happened_at", "due_version", "due_at", "step_id")


class CsmDeadlineEvent(models.Model):
    """One thing that happened to a deadline. Written once, never changed."""

    _name = "csm.deadline.event"
    _inherit = ["csm.append.only.mixin"]
    _description = "Deadline Event"
    _order = "id desc"
    _kept_words = "Deadline events are written once and never changed."

    deadline_id = fields.Many2one(
        "csm.deadline", required=True, readonly=True, ondelete="cascade", index=True
    )
    record_name = fields.Char(related="deadline_id.record_name", related_sudo=False)
    step_id = fields.Many2one("csm.deadline.step", readonly=True, ondelete="restrict")
    due_version = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("remind", "Reminded"),
            ("breach", "Breached"),
            ("climb", "Climbed"),
            ("acknowledge", "Taken Care Of"),
            ("run_on", "Clocks Ran On by Themselves"),
            ("skip", "Already Taken Before"),
            ("met", "Met"),
            ("release", "No Longer Applies"),
            ("resume", "Applies Again"),
            ("move", "Due Moment Moved"),
            ("revoke", "Breach Revoked"),
            ("fail", "Failed"),
        ],
        required=True,
        readonly=True,
    )
    happened_at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who Heard", readonly=True, ondelete="restrict")
    author_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")
    answer_by = fields.Datetime(
        "To Be Taken Care of by",
        readonly=True,
        help="Who heard says until then that they take care of it; else their superior hears.",
    )
    follows_id = fields.Many2one(
        "csm.deadline.event",
        "Follows From",
        readonly=True,
        ondelete="cascade",
        help="What nobody took care of in time, or what is taken care of now.",
    )
    note = fields.Text(readonly=True)
    due_at = fields.Datetime("Due Moment Then", readonly=True)

    _once_per_step = models.UniqueIndex(
        "(deadline_id, step_id, due_version) WHERE step_id IS NOT NULL AND follows_id IS NULL",
        "This step has been taken already.",
    )
    _one_bare_breach = models.UniqueIndex(
        "(deadline_id, due_version) WHERE step_id IS NULL AND kind = 'breach'",
        "This breach is recorded already.",
    )

    _one_answer = models.UniqueIndex(
        "(follows_id) WHERE follows_id IS NOT NULL",
        "Somebody takes care of this already, or it has climbed further.",
    )

    @api.model
    def _delete_admitted(self):
        return SQL(SWEPT)

    @api.model
    def _insert(self, vals_list):
        """Insert events that nothing follows in one statement: many thousands on a new holiday."""
        if not vals_list:
            return
        uid, now = self.env.uid, self.env.cr.now()
        tuples = [
            SQL("%s", (*(vals.get(name) or None for name in PLAIN), uid, now)) for vals in vals_list
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO csm_deadline_event (%s, create_uid, create_date) VALUES %s",
                SQL(", ").join(map(SQL.identifier, PLAIN)),
                SQL(", ").join(tuples),
            )
        )
        self.env["csm.deadline"].invalidate_model(["event_ids"], flush=False)

    def _one_for_each_person(self):
        """Return the first of what one person hears of one deadline in one way: it is one thing."""
        first = {}
        for event in self:
            person = event.user_id or event.author_id
            first.setdefault((person, event.deadline_id, event.kind), event)
        return self.browse(event.id for event in first.values())

    def _worth_telling(self):
        """Return what persons are told: no reminder beside the breach, nothing twice."""
        heard = self.filtered("user_id")
        late = {
            (event.user_id, event.deadline_id)
            for event in heard
            if event.kind in ("breach", "climb")
        }
        outdone = heard.filtered(
            lambda event: event.kind == "remind" and (event.user_id, event.deadline_id) in late
        )
        return (heard - outdone)._one_for_each_person()

    def _urgent_ones(self):
        """Return the events whose records suffer no delay."""
        urgent = self.browse()
        for model, events in self.grouped(lambda event: event.deadline_id.res_model).items():
            records = self.env[model].sudo().browse(events.deadline_id.mapped("res_id")).exists()
            ids = set(records.filtered(lambda record: record._deadline_is_urgent()).ids)
            urgent |= events.filtered(lambda event, ids=ids: event.deadline_id.res_id in ids)
        return urgent

    def _sentence(self, zone=None):
        """Say what happened, for the record's history; moments in a zone by name."""
        deadline = self.deadline_id
        values = {
            "obligation": deadline.obligation_id.name,
            "article": deadline.article_id.display_name,
        }
        if self.kind == "acknowledge":
            return self.env._(
                "%(who)s takes care of it: %(obligation)s, %(article)s.",
                who=self.author_id.name,
                **values,
            )
        if self.kind == "run_on":
            return self.note
        values["kind"] = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        values["moment"] = format_datetime(self.env, self.due_at, tz=zone)
        values["who"] = self.user_id.name or self.env._("nobody")
        if self.answer_by:
            return self.env._(
                "%(kind)s: %(obligation)s, due %(moment)s, %(article)s. Told: %(who)s, who takes "
                "care of it by %(until)s; else it climbs further.",
                until=self.env["csm.deadline.wording"]._moment(self.answer_by, zone),
                **values,
            )
        return self.env._(
            "%(kind)s: %(obligation)s, due %(moment)s, %(article)s. Told: %(who)s.", **values
        )

    def _asking_text(self):
        """Say until when whoever heard is to answer; empty when nobody need."""
        if not self.answer_by:
            return ""
        return self.env._(
            "Say by %(moment)s that you take care of it; else your superior hears as well.",
            moment=self.env["csm.deadline.wording"]._moment(self.answer_by),
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What happened to a deadline cannot be changed."))
