"""What the tests of duties share: a company with duty rules of its own, and its job."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

# 2 March 2026 is a Monday; local midnight of Shanghai is 16:00 UTC of the day before.
MONDAY = "2026-03-02 01:00:00"
FRIDAY_EVENING = "2026-03-06 15:59:59"


class DutyCase(CsmBase):
    """Hours are Monday to Friday, 9-12 and 13-18 in Shanghai."""

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    @classmethod
    def new_duty_rule(cls, regulation, items=(), **values):
        rule = cls.env["csm.duty.rule"].create(
            {"name": "Round of the premises", "article_id": regulation.article_ids[:1].id, **values}
        )
        cls.env["csm.duty.item"].create([{"rule_id": rule.id, "name": name} for name in items])
        return rule

    @classmethod
    def adopted(cls, on="2026-01-01", code="T-01", items=(), **values):
        """Adopt a regulation with one duty rule; returns the company's rule."""
        regulation = cls.new_regulation(code)
        cls.new_duty_rule(regulation, items=items, **values)
        return cls.adopt_regulation(regulation, on=on).duty_rule_ids

    @classmethod
    def make_duties(cls, text=None):
        """Let the job run once, at a moment; returns the duties made."""
        if text:
            cls.at(text)
        before = cls.duties()
        with cls.quiet_cron():
            cls.env["csm.duty.maker"]._cron_make_duties()
        return cls.duties() - before

    @classmethod
    @contextmanager
    def quiet_cron(cls):
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            yield

    @classmethod
    def duties(cls):
        mine = [("company_id", "=", cls.company.id)]
        return cls.env["csm.duty"].search(mine, order="due_at, id")

    def due(self, duties):
        return [str(duty.due_at) for duty in duties]

    def as_user(self, record, user):
        return record.with_user(user).with_company(self.company)
