"""What the tests of duties share: a company with duty rules of its own, and its job."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

SECOND = timedelta(seconds=1)
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

    # What is shipped

    def adopt_article(self, rule_id, **figures):
        """Adopt a regulation with the rules of one article alone; returns its duty rules."""
        code, number = rule_id[:5].lower().replace("-", "_"), str(int(rule_id[6:]))
        regulation = self.env.ref(f"csm.csm_regulation_{code}")
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
            }
        )
        for rules in adoption._rules():
            rules.filtered(lambda rule: rule.article_id.number != number).unlink()
        duties = adoption.duty_rule_ids
        if figures:
            self.assertIn("states no figure", adoption.missing)
            duties.write({**figures, "is_blank": False})
        adoption.invalidate_recordset(["missing"])
        adoption.action_adopt()
        self.make_duties(MONDAY)
        return duties

    def hold_role(self, code, user):
        self.env["csm.role.holder"].create(
            {
                "role_id": self.env.ref(f"csm.csm_role_{code}").id,
                "company_id": self.company.id,
                "employee_id": self.employee(user).id,
                "date_from": "2010-01-01",
            }
        )

    def assert_next(self, opens, due, held="", name=""):
        """The next duty appears at one second and not before, is due at another, and is watched."""
        self.make_duties(str(datetime.fromisoformat(opens) - SECOND))
        duties = self.make_duties(opens)
        if name:
            duties = duties.filtered(lambda duty: duty.name == name)
        self.assertEqual(set(duties.mapped(lambda duty: str(duty.opens_at))), {opens})
        self.assertEqual(set(self.due(duties)), {due})
        self.assertEqual({str(duty.held_at or "") for duty in duties}, {held})
        for duty in duties:
            row = duty.sudo().deadline_ids
            self.assertEqual((str(row.due_at), row.state), (due, "running"))
        return duties

    def assert_proof(self, duty, *points, text=0, file=False):
        """Each of these proofs is missing until it is given; returns the duty, done."""
        mine = self.as_user(duty, duty.user_id)
        self.assertEqual(mine.line_ids.mapped("name"), list(points))
        self.at(str(max(self.env.cr.now(), duty.held_at or self.env.cr.now())))
        given = {"note": "x" * text} if text else {}
        if file:
            given["attachment_ids"] = [(0, 0, {"name": "x", "raw": b"x"})]
        for name in given:
            mine.write({other: value for other, value in given.items() if other != name})
            mine.line_ids.is_checked = True
            mine.write({name: "x" * (text - 1) if name == "note" else [(5,)]})
            with self.assertRaises(UserError):
                mine.action_do()
        mine.write(given)
        for line in mine.line_ids:
            mine.line_ids.is_checked = True
            line.is_checked = False
            with self.assertRaisesRegex(UserError, line.name.replace("?", ".")):
                mine.action_do()
        mine.line_ids.is_checked = True
        mine.action_do()
        self.assertEqual(duty.state, "done")
        return duty

    def assert_signed_by(self, duty, signer):
        self.assertEqual(duty.signer_id, signer)
        with self.assertRaisesRegex(UserError, "another person"):
            self.as_user(duty, duty.user_id).action_sign()
        self.as_user(duty, signer).action_sign()
        self.assertEqual(duty.state, "signed")
