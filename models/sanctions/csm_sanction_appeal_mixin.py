from odoo import fields, models

from ...tools import clock
from ..deadlines.csm_deadline_work import Work


class CsmSanctionAppealMixin(models.AbstractModel):
    """The words of the employee: the hearing before, the appeal after the confirmation.

    The appeal is decided by somebody who neither proposed nor confirmed; how long that may take is
    a time limit like any other, from *Appealed* to *Appeal Decided*.
    """

    _name = "csm.sanction.appeal.mixin"
    _description = "Hearing and Appeal"

    statement = fields.Text("Words of the Employee", copy=False)
    hearing_note = fields.Text(
        "Note on the Hearing", copy=False, help="For example: was asked and said nothing."
    )
    appeal_text = fields.Text("Appeal", copy=False)
    appeal_until = fields.Datetime("Appeal Possible until", readonly=True, copy=False)
    can_appeal = fields.Boolean("Can Be Appealed", compute="_compute_can_appeal")
    decision_text = fields.Text("Decision on the Appeal", copy=False)

    def _compute_can_appeal(self):
        for sanction in self:
            sanction.can_appeal = (
                sanction["state"] == "confirmed"
                and sanction["user_id"] == self.env.user
                and not sanction._why_not_in_term()
            )

    def _begin_appeal_term(self):
        """Let the time to appeal run from the day the employee was told."""
        for company, members in self.grouped("company_id").items():
            days, told = company.csm_appeal_days, self.env.cr.now().replace(microsecond=0)
            ticking = Work(self.env).clock(company.resource_calendar_id, company)
            try:
                until = clock.due_at(told, days, "working_day", ticking)
            except clock.NoWorkingTime:
                until = clock.due_at(told, days, "day", ticking)
            members.write({"appeal_until": until})

    def _why_not_in_term(self):
        if self["appeal_until"] and self["appeal_until"] < self.env.cr.now():
            return self.env._(
                "%(sanction)s could be appealed until %(moment)s. Talk to human resources.",
                sanction=self.display_name,
                moment=self._local_text(self["appeal_until"]),
            )
        return ""

    def _why_not_appeal(self):
        if not self.env.is_superuser() and self["user_id"] != self.env.user:
            return self.env._(
                "%(sanction)s is appealed by the employee alone.", sanction=self.display_name
            )
        if not (self.appeal_text or "").strip():
            return self.env._(
                "%(sanction)s: write why you appeal, then appeal.", sanction=self.display_name
            )
        return self._why_not_in_term()

    def _why_not_decide(self):
        """An appeal is decided by human resources, not by who proposed or confirmed."""
        if refusal := self._why_not_hr():
            return refusal
        confirmer = self._maker("confirmed_at")
        if not self.env.is_superuser() and self.env.user in (self["proposer_id"], confirmer):
            return self.env._(
                "%(sanction)s was proposed or confirmed by you. Somebody else decides on the "
                "appeal.",
                sanction=self.display_name,
            )
        if self["state"] == "appealed" and not (self.decision_text or "").strip():
            return self.env._(
                "%(sanction)s: write the decision on the appeal first.",
                sanction=self.display_name,
            )
        return ""
