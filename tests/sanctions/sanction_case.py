"""What the tests of sanctions share: a company with ladders of its own, and human resources."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

# 2 March 2026 is a Monday; local midnight of Shanghai is 16:00 UTC of the day before.
MONDAY = "2026-03-02 01:00:00"
WAGE, FLOOR = 4000, 2000


class SanctionCase(CsmBase):
    """The agent is below the leader; an officer prepares, two managers of HR decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.officer, cls.head, cls.deputy = cls.new_users(
            ("officer", "group_agent", None),
            ("head", "group_agent", None),
            ("deputy", "group_agent", None),
        )
        cls.officer.group_ids |= cls.env.ref("hr.group_hr_user")
        (cls.head | cls.deputy).group_ids |= cls.env.ref("hr.group_hr_manager")
        cls.worker = cls.employee(cls.agent)
        cls.worker.wage = WAGE
        cls.floor = cls.env["csm.wage.floor"].create(
            {"company_id": cls.company.id, "valid_on": "2020-01-01", "amount": FLOOR}
        )
        cls.company.csm_waits_for_appeal = False
        cls.late = cls.new_offence("test_late", group="attendance", asks="minutes")

    @classmethod
    def new_offence(cls, code, **values):
        return cls.env["csm.offence"].create({"code": code, "name": code.title(), **values})

    @classmethod
    def new_ladder(cls, regulation, *steps, offence=None, **values):
        """Give a regulation a preset of a ladder."""
        rule = cls.env["csm.sanction.rule"].create(
            {
                "name": "Ladder",
                "article_id": regulation.article_ids[:1].id,
                "offence_id": (offence or cls.late).id,
                **values,
            }
        )
        cls.env["csm.sanction.step"].create([{"rule_id": rule.id, **step} for step in steps])
        return rule

    @classmethod
    def adopted(cls, *steps, code="T-01", on="2020-01-01", **values):
        """Adopt a regulation with one ladder; returns the company's rule."""
        regulation = cls.new_regulation(code)
        cls.new_ladder(regulation, *steps, **values)
        return cls.adopt_regulation(regulation, on=on).sanction_rule_ids

    @classmethod
    def propose(cls, *days, offence=None, employee=None, by=None, **values):
        """Propose one sanction for each day."""
        Sanction = cls.env["csm.sanction"]
        if by:
            Sanction = Sanction.with_user(by).with_company(cls.company)
        return Sanction._propose(
            [
                {
                    "employee_id": (employee or cls.worker).id,
                    "offence_id": (offence or cls.late).id,
                    "offence_on": day,
                    **values,
                }
                for day in days
            ]
        ).with_env(cls.env)

    def confirm(self, sanctions, by=None):
        self.as_user(sanctions, by or self.head).action_confirm()
        return sanctions

    def settle(self, month="2026-03-01", problems=None):
        Sanction = self.as_user(self.env["csm.sanction"], self.head)
        return Sanction._settle(month, self.company, problems).with_env(self.env)

    @classmethod
    def as_user(cls, records, user):
        return records.with_user(user).with_company(cls.company)

    def waived(self, sanctions, reason="A mistake"):
        mine = self.as_user(sanctions, self.head)
        mine.write({"waive_reason": reason})
        mine.action_waive()

    @classmethod
    @contextmanager
    def quiet_cron(cls):
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            yield

    def times(self, sanctions):
        return sanctions.sorted("id").mapped("occurrence")
