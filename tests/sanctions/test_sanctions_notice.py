from odoo.exceptions import UserError
from odoo.tests import tagged

from .preset_sanction_case import PresetSanctionCase


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsNotice(PresetSanctionCase):
    """The personnel announcement and the notice in three copies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adopt_only("S3-05-13", "S3-05-02")
        cls.lines = cls.note("chatting", *(f"2026-02-{day:02}" for day in (2, 3, 4)))

    def announced(self):
        for line in self.lines:
            if line.points_max:
                self.as_user(line, self.head).chosen_points = line.points
            self.confirm(line)
        Notice = self.as_user(self.env["csm.personnel.notice"], self.officer)
        return Notice.create({"month_on": "2026-03-15"}).with_env(self.env)

    def test_it_lists_measures_and_no_amounts(self):
        notice = self.announced()
        line = notice.line_ids
        self.assertEqual((line.measure, line.employee_name), ("warning", self.worker.name))
        self.assertEqual(str(notice.month_on), "2026-03-01")
        self.assertFalse({"amount", "points", "percent"} & set(line._fields))

    def test_somebody_else_approves_then_all_read_it(self):
        notice = self.announced()
        with self.assertRaises(UserError):
            self.as_user(notice, self.officer).action_approve()
        reader = self.as_user(self.env["csm.personnel.notice"], self.outsider)
        self.assertFalse(reader.search([("id", "=", notice.id)]))
        self.as_user(notice, self.head).action_approve()
        self.as_user(notice, self.officer).action_publish()
        found = reader.search([("id", "=", notice.id)])
        self.assertEqual(found.line_ids.mapped("measure"), ["warning"])
        with self.assertRaises(UserError):
            self.as_user(notice, self.officer).write({"remark": "x"})

    def test_nothing_is_announced_twice(self):
        notice = self.announced()
        Notice = self.as_user(self.env["csm.personnel.notice"], self.officer)
        self.assertFalse(Notice.create({"month_on": "2026-03-01"}).line_ids)
        self.as_user(notice, self.officer).write({"void_reason": "Names missing"})
        self.as_user(notice, self.officer).action_void()
        self.assertTrue(Notice.create({"month_on": "2026-03-01"}).line_ids)

    def test_an_appeal_holds_it_up(self):
        notice = self.announced()
        line = notice.line_ids.sanction_id
        self.as_user(line, self.agent).write({"appeal_text": "I was on the phone."})
        self.as_user(line, self.agent).action_appeal()
        with self.assertRaisesRegex(UserError, "is appealed or taken back"):
            self.as_user(notice, self.head).action_approve()

    def test_the_notice_has_three_copies(self):
        report = self.env["ir.actions.report"].with_company(self.company)
        name = "csm.csm_sanction_paper"
        with self.assertRaisesRegex(UserError, "is not confirmed"):
            report._render_qweb_html(name, self.lines[:1].ids)
        self.confirm(self.lines[:1])
        html = report._render_qweb_html(name, self.lines[:1].ids)[0].decode()
        for text in (self.lines[0].number, "Issuer", "Accounting", "Department Concerned"):
            self.assertIn(text, html)

    def test_the_announcement_on_paper(self):
        notice = self.announced()
        report = self.env["ir.actions.report"].with_company(self.company)
        html = report._render_qweb_html("csm.csm_personnel_notice_paper", notice.ids)[0].decode()
        self.assertIn(self.worker.name, html)
        self.assertIn("Written Warning", html)
