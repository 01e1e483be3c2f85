from odoo import api, fields, models

from ...models.deadlines.csm_deadline_pause_mixin import Grant


class CsmDeadlinePauseWizard(models.TransientModel):
    """Asks why the clocks of a record are to stand still, and who lets them do so longer."""

    _name = "csm.deadline.pause.wizard"
    _description = "Pause the Clocks"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    is_longer = fields.Boolean("Stands Still Already", compute="_compute_offer")
    offered_ids = fields.Many2many("csm.pause.reason", compute="_compute_offer")
    reason_id = fields.Many2one("csm.pause.reason", domain="[('id', 'in', offered_ids)]")
    needs_note = fields.Boolean(related="reason_id.needs_note")
    reason = fields.Text("Note")
    hint = fields.Char(compute="_compute_hint")
    is_used_up = fields.Boolean(compute="_compute_hint")
    until = fields.Datetime()
    because = fields.Text("Why Longer")

    @api.depends("res_model", "res_id")
    def _compute_offer(self):
        for wizard in self:
            record = wizard._record()
            wizard.is_longer = bool(record) and record.is_on_hold
            wizard.offered_ids = self.env["csm.pause.reason"]._for_record(record) if record else []

    @api.depends("res_model", "res_id", "reason_id")
    def _compute_hint(self):
        now = self.env.cr.now().replace(microsecond=0)
        for wizard in self:
            record, reason = wizard._record(), wizard.reason_id
            end = record._pause_end(reason, now) if record and reason else False
            wizard.is_used_up = end is None
            wizard.hint = wizard._hint(record, reason, end)

    def _hint(self, record, reason, end):
        if end is None:
            return record._why_not_longer(reason)
        if not end:
            return ""
        return self.env._(
            "At the latest the clocks run on by themselves at %(moment)s (%(cap)s).",
            moment=self.env["csm.deadline.wording"]._moment(end),
            cap=reason.sudo().with_company(record.company_id).cap_text,
        )

    def _record(self):
        """Return the record, if it is one whose clocks the user may stop; empty otherwise."""
        known = self.res_model in self.env["csm.deadline.rule"]._selectable_models()
        if not (known and self.res_id):
            return self.browse()
        record = self.env[self.res_model].browse(self.res_id)
        return record._filtered_access("write")

    def _checked_record(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("write")
        return record

    def _grant(self):
        return Grant(self.until, self.because)

    def action_pause(self):
        record = self._checked_record()
        grant = self._grant() if self.until or self.because else None
        record._pause_deadlines(self.reason or "", self.reason_id, grant)
        return {"type": "ir.actions.act_window_close"}

    def action_extend(self):
        """Let the clocks stand still longer than their reason allows."""
        self._checked_record()._extend_pause(self._grant())
        return {"type": "ir.actions.act_window_close"}
