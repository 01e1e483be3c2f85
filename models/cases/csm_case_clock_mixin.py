from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from .csm_case_chain_mixin import OPEN


class CsmCaseClockMixin(models.AbstractModel):
    """What the engine of deadlines asks a case: what stops and restarts its clocks, who may see."""

    _name = "csm.case.clock.mixin"
    _description = "Clocks of a Case"
    _inherit = ["csm.fact.mixin", "csm.deadline.mixin"]

    def _deadline_stop(self, name, start):
        # Closing ends what was still awaited; only the customer may be asked, or pay, afterwards.
        moment = self[name]
        if name in ("followed_up_at", "collected_at") or (moment and moment >= start):
            return moment
        return self.closed_at or moment

    def _deadline_is_silent(self):
        return self.is_historic

    def _deadline_is_urgent(self):
        return self["severity"] == "very_serious" or super()._deadline_is_urgent()

    def _deadline_is_over(self):
        return self.state == "void"

    @api.model
    def _deadline_open_domain(self):
        return Domain("state", "in", OPEN) & Domain("is_historic", "=", False)

    def _deadline_not_to_be_told(self):
        # Also when a Manager has opened the case to them, they have nothing to do for it.
        return self.sudo().accused_user_ids

    @api.model
    def _deadline_watched(self):
        return super()._deadline_watched() | {"state", "reopened_at"}

    @api.model
    def _deadline_restarts(self):
        """What must be done again after a reopening; earlier facts stay on file."""
        again = (
            "replied_at",
            "decided_at",
            "told_at",
            "informed_at",
            "executed_at",
            "closed_at",
            "followed_up_at",
        )
        return {"reopened_at": again}

    @api.model
    def _deadline_rights_watched(self):
        return [*super()._deadline_rights_watched(), "accused_employee_ids", "is_open_to_accused"]

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        self._hand_on_fact_rights()
        return result

    def _deadline_rights(self):
        return {**super()._deadline_rights(), "barred_user_ids": self._barred_users().ids}

    def _deadline_stepped(self, events):
        """Write breaches and climbs into the case's history."""
        bodies = {}
        for event in events.filtered(lambda event: event.kind != "remind"):
            deadline = event.deadline_id
            bodies[deadline.res_id] = bodies.get(deadline.res_id, Markup()) + self._event_body(
                event
            )
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)

    def _event_body(self, event):
        # The job has no zone of its own; the note is read where the company works.
        zone = event.deadline_id.company_id.resource_calendar_id.tz or "UTC"
        text = event.with_env(self.env)._sentence(zone)
        return Markup("<p>%s</p>") % text
