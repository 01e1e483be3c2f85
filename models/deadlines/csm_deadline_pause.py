from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class CsmDeadlinePause(models.Model):
    """One time during which the clocks of a record stood still, with who stopped them and why."""

    _name = "csm.deadline.pause"
    _description = "Pause of a Record's Deadlines"
    _inherit = ["csm.deadline.generic.mixin"]
    _order = "started_at desc, id desc"

    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    team_id = fields.Many2one("csm.team", readonly=True, index=True)
    barred_user_ids = fields.Many2many(
        "res.users", "csm_deadline_pause_barred_rel", "pause_id", "user_id", readonly=True
    )
    user_id = fields.Many2one("res.users", "Paused by", required=True, readonly=True)
    reason_id = fields.Many2one(
        "csm.pause.reason", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    reason = fields.Text("Note", readonly=True)
    started_at = fields.Datetime("From", required=True, readonly=True)
    ends_at = fields.Datetime(
        "At the Latest Until",
        readonly=True,
        help="Then the clocks run on by themselves. Empty: somebody has to let them run on.",
    )
    ended_at = fields.Datetime("Until", readonly=True)
    ended_by_id = fields.Many2one(
        "res.users", "Resumed by", readonly=True, help="Nobody: the clocks ran on by themselves."
    )
    granted_by_id = fields.Many2one("res.users", "Made Longer by", readonly=True)
    granted_because = fields.Text("Why Longer", readonly=True)

    _record = models.Index("(res_model, res_id)")
    _one_open = models.UniqueIndex(
        "(res_model, res_id) WHERE ended_at IS NULL",
        "The clocks of this record stand still already.",
    )
    _reaching_their_end = models.Index("(ends_at) WHERE ended_at IS NULL AND ends_at IS NOT NULL")
    _says_why = models.Constraint(
        "CHECK(reason_id IS NOT NULL OR COALESCE(reason, '') <> '')",
        "Say why the clocks stand still.",
    )
    _ends_after_start = models.Constraint(
        "CHECK(ended_at IS NULL OR ended_at >= started_at)", "A pause cannot end before it begins."
    )

    @api.constrains("started_at", "ended_at")
    def _check_lies_in_the_past_alone(self):
        now = self.env.cr.now()
        for pause in self:
            if max(pause.started_at, pause.ended_at or pause.started_at) > now:
                raise ValidationError(
                    self.env._("A pause lies in the past or begins now. Correct its moments.")
                )
            # A pause still open reaches to now.
            rivals = self.search(
                Domain("res_model", "=", pause.res_model)
                & Domain("res_id", "=", pause.res_id)
                & Domain("id", "!=", pause.id)
                & Domain("started_at", "<", pause.ended_at or now)
                & (Domain("ended_at", "=", False) | Domain("ended_at", ">", pause.started_at))
            )
            if rivals:
                raise ValidationError(
                    self.env._(
                        "The clocks stood still from %(moment)s on already. Pauses cannot overlap.",
                        moment=rivals[0].started_at,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(self.env._("A pause is part of the record and cannot be deleted."))

    @api.depends("reason_id.name", "reason")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for pause in self:
            pause.display_name = pause.reason_id.name or pause.reason

    def _why(self):
        return ": ".join(filter(None, (self.reason_id.name, self.reason)))

    def _sentence(self):
        """Say why, since when and by whom the clocks stand still."""
        wording = self.env["csm.deadline.wording"]
        values = {
            "why": self._why(),
            "since": wording._moment(self.started_at),
            "who": self.user_id.name,
        }
        if self.ends_at:
            return self.env._(
                "%(why)s, since %(since)s, by %(who)s, until %(until)s at the latest",
                until=wording._moment(self.ends_at),
                **values,
            )
        return self.env._("%(why)s, since %(since)s, by %(who)s", **values)

    # What the engine asks

    @api.model
    def _open_of(self, records):
        """Return the open pauses of records."""
        return self.search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("ended_at", "=", False)
        )

    def _span(self, now):
        """Return from when to when the clocks stood still, an open pause reaching to ``now``."""
        last = min(now, self.ends_at) if self.ends_at else now
        return self.started_at, self.ended_at or last

    @api.model
    def _spans(self, records, now):
        """Return ``{record id: [(from, to), …]}`` of all pauses of records."""
        pauses = self.sudo().search(
            Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids),
            order="started_at, id",
        )
        spans = {}
        for pause in pauses:
            spans.setdefault(pause.res_id, []).append(pause._span(now))
        return spans

    @api.model
    def _spans_for(self, record, reason, now):
        """Return the pauses of one record for one reason."""
        mine = Domain("res_model", "=", record._name) & Domain("res_id", "=", record.id)
        pauses = self.sudo().search(mine & Domain("reason_id", "=", reason.id))
        return [pause._span(now) for pause in pauses]

    # What has reached its end

    @api.model
    def _claim(self, now, after, batch):
        """Lock and return open pauses past their end, passing over those another run holds."""
        self.flush_model(["ends_at", "ended_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_deadline_pause
                    WHERE ends_at <= %s AND ended_at IS NULL AND id > %s
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                now,
                after,
                batch,
            )
        )
        return self.sudo().browse([row[0] for row in rows])

    def _end(self):
        """Let the clocks run on from the very moment this pause had to end."""
        self.ended_at = self.ends_at
        record = self.env[self.res_model].sudo().browse(self.res_id).exists()
        if not record:
            return
        record._stand_still(False)
        self.env["csm.deadline.run"]._tell_that_clocks_run_on(record, self)
