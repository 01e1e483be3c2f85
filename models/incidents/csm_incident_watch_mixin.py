from odoo import api, models

# What the system itself says of a new incident. An object, so that no remote call can carry it.
BEGIN = object()


class CsmIncidentWatchMixin(models.AbstractModel):
    """What happens with an incident by itself: the watch is called, each step is logged."""

    _name = "csm.incident.watch.mixin"
    _description = "Incident During a Watch"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        complete = [self._with_beginning(vals) for vals in vals_list]
        begun = super(CsmIncidentWatchMixin, self.with_context(csm_begin=BEGIN))
        incidents = begun.create(complete).with_env(self.env)
        incidents._call_the_watch()
        return incidents

    @api.model
    def _check_kept(self, vals):
        if self.env.context.get("csm_begin") is BEGIN:
            return None
        return super()._check_kept(vals)

    @api.model
    def _with_beginning(self, vals):
        vals = {**self.default_get(["team_id", "company_id", "user_id"]), **vals}
        return {**vals, **self._begin_vals(vals)}

    @api.model
    def _begin_vals(self, vals):
        """Return what the system knows of a new incident: the hour, and who is on watch."""
        now = self.env.cr.now().replace(microsecond=0)
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        team = self.env["csm.team"].browse(vals.get("team_id"))
        calendar = team.sudo()._calendar() if team else company.sudo().resource_calendar_id
        begin = {"is_off_hours": bool(calendar) and not calendar._clock(company).is_working(now)}
        if vals.get("is_historic"):
            return begin
        watch, user = self.env["csm.watch"]._on_watch(company, now)
        if watch:
            begin.update(watch_id=watch.id, watch_user_id=user.id)
            if user and not vals.get("user_id"):
                begin["user_id"] = user.id
        return begin

    def _call_the_watch(self):
        """Whoever is on watch hears first; the log says so."""
        for incident in self.filtered("watch_id"):
            told = incident.with_context(lang=incident.company_id.partner_id.lang)
            if not incident.watch_user_id:
                text = told.env._("Nobody on watch can be reached.")
            else:
                text = told.env._("On watch: %(who)s.", who=incident.watch_user_id.name)
            incident._log_entry("watch", text)
            if incident.watch_user_id and incident.watch_user_id != self.env.user:
                # The addressee's own list; the reporter may not write there.
                incident.sudo().activity_schedule(
                    "csm.mail_activity_type_report",
                    user_id=incident.watch_user_id.id,
                    summary=told.env._("An incident during your watch"),
                )

    def _moved(self, move):
        result = super()._moved(move)
        for incident in self:
            label = incident._move_label(move)
            incident._log_entry("step", label)
        if move.name == "file":
            self._follow_to_the_end()
        if move.name in ("close", "void"):
            # What was to be done about it is done with it.
            self.sudo().activity_ids.filtered(lambda todo: not todo.csm_deadline_id).action_done()
        return result

    def _follow_to_the_end(self):
        """The manager in charge keeps the incident on the list until it is closed."""
        for incident in self.filtered("manager_id"):
            incident.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=incident.manager_id.id,
                summary=self.env._("Follow the incident to its end"),
            )

    def _log_entry(self, kind, text, **values):
        """Write one line of the log that nobody can alter."""
        # The system writes these lines; a user's own are written by the user.
        Entry = self.env["csm.incident.entry"].sudo()
        return Entry.create(
            [
                {
                    "incident_id": incident.id,
                    "kind": kind,
                    "text": text,
                    "user_id": self.env.uid,
                    **values,
                }
                for incident in self
            ]
        )

    # Hooks of the engines

    def _report_person(self):
        return self.sudo().reporter_id

    def _deadline_is_silent(self):
        return self.is_historic or bool(self.duplicate_of_id)

    def _deadline_is_over(self):
        return self.state == "void"

    @api.model
    def _deadline_watched(self):
        return super()._deadline_watched() | {"state", "reopened_at", "duplicate_of_id"}

    def _fact_corrected(self, name, old, reason):
        text = self.env._(
            "“%(fact)s” corrected from %(old)s to %(new)s: %(reason)s",
            fact=self._fact_label(name),
            old=self._local_text(old),
            new=self._local_text(self[name]),
            reason=reason,
        )
        self._log_entry("correction", text)
        return super()._fact_corrected(name, old, reason)

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        self._hand_on_fact_rights()
        return result
