"""What the tests of the deadline engine share."""

from unittest.mock import patch

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

START = "2026-03-02 01:00:00"  # Monday, 9:00 in Shanghai
REMIND = {"kind": "remind", "when": "before", "amount": 4, "unit": "hour"}
BREACH = {"kind": "breach", "when": "at", "addressee": "team_leader"}
CLIMB = {"kind": "climb", "when": "after", "amount": 4, "unit": "hour", "addressee": "superior"}


class DeadlineRowsBase(CsmBase):
    """Regulations of our own, made for each test."""

    def setUp(self):
        super().setUp()
        self.at(START)

    def regulate(self, *rules, code="T-01", teams=None):
        """Adopt a regulation with these rules; returns the company's copies in this order."""
        regulation = self.new_regulation(code)
        presets = [self.new_rule(regulation, **rule) for rule in rules]
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
                "team_ids": [(6, 0, teams.ids if teams else [])],
            }
        )
        adoption.action_adopt()
        copies = self.env["csm.deadline.rule"].search([("adoption_id", "=", adoption.id)])
        by_preset = {rule.preset_id: rule for rule in copies}
        return [by_preset[preset] for preset in presets]

    def commits_nothing(self):
        """A job called outside the scheduler commits; a test must not."""
        return patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf"))

    def rows(self, case, rule=None):
        rows = case.sudo().deadline_ids.sorted(lambda row: (row.cycle, row.id))
        return rows.filtered(lambda row: not rule or row.rule_id == rule)

    def reply(self, case, text=None):
        if text:
            self.at(text)
        if case.state == "new":
            case.action_register()
        case.action_reply()
