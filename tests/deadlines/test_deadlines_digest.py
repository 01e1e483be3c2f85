from odoo.tests import tagged

from .deadline_rows_base import BREACH, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesDigest(DeadlineRowsBase):
    """One mail at the beginning of a working day, for those who want it and are there."""

    # Office hours begin at 01:00 UTC; 2 March is a Monday.
    def setUp(self):
        super().setUp()
        self.regulate({"steps": [BREACH]})
        self.agent.csm_digest = "daily"
        self.case = self.new_case(user_id=self.agent.id)

    def send(self, text):
        self.at(text)
        before = self.digests()
        with self.commits_nothing():
            self.env["csm.deadline.digest"]._cron_send()
        return self.digests() - before

    def digests(self):
        return self.env["csm.deadline.digest"].search([])

    def test_it_comes_when_the_working_day_begins_and_once(self):
        self.assertFalse(self.send("2026-03-03 00:59:59"))
        digest = self.send("2026-03-03 01:00:00")
        self.assertEqual((digest.user_id, str(digest.day)), (self.agent, "2026-03-03"))
        self.assertIn(self.case.number, digest.mail_id.body_html)
        self.assertEqual(digest.mail_id.email_to, self.agent.email_formatted)
        self.assertFalse(self.send("2026-03-03 01:15:00"))
        self.assertFalse(self.send("2026-03-03 09:00:00"))

    def test_not_on_days_off_nor_after_work(self):
        self.assertFalse(self.send("2026-03-07 02:00:00"))
        self.assertFalse(self.send("2026-03-02 10:00:00"))
        self.assertTrue(self.send("2026-03-02 09:59:59"))

    def test_absent_people_get_none_and_it_waits_for_them(self):
        self.on_leave(self.agent, "2026-03-03", "2026-03-03")
        self.assertFalse(self.send("2026-03-03 02:00:00"))
        self.assertTrue(self.send("2026-03-04 02:00:00"))

    def test_a_day_without_anything_due_brings_no_mail(self):
        self.reply(self.case)
        digest = self.send("2026-03-03 01:00:00")
        self.assertEqual((digest.count, digest.mail_id.ids), (0, []))
        self.new_case(user_id=self.agent.id)
        self.assertFalse(self.send("2026-03-03 05:00:00"))

    def test_who_does_not_want_it_gets_none(self):
        self.agent.csm_digest = "off"
        self.assertFalse(self.send("2026-03-03 01:00:00"))

    def test_overdue_today_and_tomorrow_and_nothing_later(self):
        self.at("2026-03-04 01:00:00")
        self.new_case(user_id=self.agent.id, name="Label torn")
        self.at("2026-03-05 16:00:01")
        self.new_case(user_id=self.agent.id, name="Box crushed")
        self.at("2026-03-05 15:59:59")
        digest = self.send("2026-03-05 01:00:00")
        self.assertIn("1 overdue, 1 today, 0 tomorrow", digest.mail_id.subject)
        self.assertNotIn("Box crushed", digest.mail_id.body_html)
        digest = self.send("2026-03-06 01:00:00")
        self.assertIn("2 overdue, 0 today, 1 tomorrow", digest.mail_id.subject)

    def test_a_leader_reads_the_teams(self):
        self.leader.csm_digest = "daily"
        self.agent.csm_digest = "off"
        digest = self.send("2026-03-03 01:00:00")
        self.assertEqual(digest.user_id, self.leader)
        self.assertIn(self.case.number, digest.mail_id.body_html)
        self.assertIn(self.agent.name, digest.mail_id.body_html)

    def test_a_person_complained_about_reads_nothing_of_it(self):
        self.case.sudo().accused_employee_ids = self.employee(self.leader)
        self.leader.csm_digest = "daily"
        self.agent.csm_digest = "off"
        digest = self.send("2026-03-03 01:00:00")
        self.assertEqual((digest.count, digest.mail_id.ids), (0, []))

    def test_it_speaks_the_readers_language_and_zone(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.agent.write({"lang": "fr_FR", "tz": "Asia/Shanghai"})
        digest = self.send("2026-03-02 02:00:00")
        self.assertIn("09:00", digest.mail_id.body_html)

    def test_everybody_sets_it_for_themselves(self):
        self.agent.with_user(self.agent).write({"csm_digest": "off"})
        self.assertEqual(self.agent.csm_digest, "off")
