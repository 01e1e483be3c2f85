from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


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
    reason = fields.Text(required=True, readonly=True)
    started_at = fields.Datetime("From", required=True, readonly=True)
    ended_at = fields.Datetime("Until", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Resumed by", readonly=True)

    _record = models.Index("(res_model, res_id)")
    _one_open = models.UniqueIndex(
        "(res_model, res_id) WHERE ended_at IS NULL",
        "The clocks of this record stand still already.",
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

    @api.model
    def _spans(self, records, now):
        """Return ``{record id: [(from, to), …]}``, an open pause reaching to ``now``."""
        pauses = self.sudo().search(
            Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids),
            order="started_at, id",
        )
        spans = {}
        for pause in pauses:
            spans.setdefault(pause.res_id, []).append((pause.started_at, pause.ended_at or now))
        return spans
