from odoo import api, fields, models

from ...tools import clock
from .csm_deadline_keeper import Work
from .csm_deadline_rule import ELAPSED


class CsmDeadlineStandstillMixin(models.AbstractModel):
    """Says why a deadline stands still at this moment, if it does."""

    _name = "csm.deadline.standstill.mixin"
    _description = "Deadline That Says Why It Stands Still"

    standstill = fields.Char("Why It Stands Still", compute="_compute_standstill")

    @api.depends_context("lang", "tz")
    @api.depends("state", "is_paused", "due_at", "failure", "next_step_at")
    def _compute_standstill(self):
        self.standstill = False
        # Whoever may read the row may read why its record's clocks stand still.
        running = self.sudo().filtered(lambda row: row.state == "running" and not row.is_silent)
        work, texts = Work(self.env), running.filtered("is_paused")._pause_texts()
        for row in running:
            self.browse(row.id).standstill = (
                texts.get((row.res_model, row.res_id))
                or row._why_not_counting(work)
                or row._why_step_waits(work)
            )

    def _pause_texts(self):
        """Return ``{(model, id): sentence}`` of the open pauses of the records behind."""
        texts, Pause = {}, self.env["csm.deadline.pause"]
        for model, rows in self.grouped("res_model").items():
            records = self.env[model].browse(rows.mapped("res_id"))
            for pause in Pause._open_of(records):
                texts[model, pause.res_id] = pause._sentence()
        return texts

    def _why_not_counting(self, work):
        """Say why the limit itself does not run: not begun, no hours at all, or none just now."""
        if not self.due_at:
            return self.failure or ""
        if self.started_at > work.now:
            return self.env._(
                "Begins to run on %(moment)s",
                moment=self.env["csm.deadline.wording"]._moment(self.started_at),
            )
        unit = self.env["csm.deadline.rule"]._plan_of(self.rule_id.id).unit
        if unit not in ELAPSED or self.breached_at or self._is_late_at(work.now):
            return ""
        opens = self._opens_at(work)
        if opens == work.now:
            return ""
        return self.env._(
            "Outside working hours; runs on at %(moment)s",
            moment=self.env["csm.deadline.wording"]._moment(opens),
        )

    def _opens_at(self, work):
        try:
            return work.clock_of_row(self).next_working(work.now)
        except clock.NoWorkingTime:
            return work.now

    def _why_step_waits(self, work):
        """Say that a step due by now waits for working hours."""
        if not self.next_step_at or self.next_step_at <= work.now:
            return ""
        plan = self.env["csm.deadline.rule"]._plan_of(self.rule_id.id)
        ticking = work.clock_of_row(self)
        for step in plan.steps:
            held = step.hold and step.moment(self.due_at, ticking) == self.next_step_at
            if held and step._replace(hold=False).moment(self.due_at, ticking) <= work.now:
                return self.env._(
                    "The next step waits for working hours: %(moment)s",
                    moment=self.env["csm.deadline.wording"]._moment(self.next_step_at),
                )
        return ""
