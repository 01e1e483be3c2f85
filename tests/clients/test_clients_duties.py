from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..common.proves import proves
from ..duties.duty_case import MONDAY, DutyCase
from .client_case import FILE, ClientCase

QUARTER = MONTH = "2026-03-31 16:00:00"
QUARTER_END, MONTH_END = "2026-06-30 15:59:59", "2026-04-30 15:59:59"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsDuties(ClientCase, DutyCase):
    """Files are verified and brought up to date in their time, and flagged when they are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keepers.leader_id = cls.colleague
        cls.auditor = cls.new_user("auditor", "group_auditor")

    def setUp(self):
        super().setUp()
        self.file = self.new_file()
        self.file.action_keep()

    def is_flagged(self):
        File = self.env[FILE].with_user(self.clerk).with_company(self.company)
        found = File.search([("is_duty_overdue", "=", True)])
        self.file.invalidate_recordset()
        self.assertEqual(bool(found), self.file.is_duty_overdue)
        self.assertNotIn(self.file, File.search([("is_duty_overdue", "=", not found)]))
        return bool(found)

    @proves("S0-10-15")
    def test_each_file_is_verified_every_quarter_and_another_person_signs(self):
        self.adopt_article("S0-10-15")
        duty = self.assert_next(QUARTER, QUARTER_END)
        self.assertEqual((duty.user_id, duty.record_name), (self.clerk, self.file.number))
        self.at(QUARTER_END)
        self.assertFalse(self.is_flagged())
        self.at("2026-06-30 16:00:00")
        self.assertTrue(self.is_flagged())
        points = (
            "What the file says is verified",
            "What is missing is supplemented, what has changed is adjusted",
        )
        self.assert_proof(duty, *points)
        self.assertFalse(self.file.verified_at)
        self.assert_signed_by(duty, self.colleague)
        self.assertEqual(self.file.verified_at, duty.done_at)
        self.assertFalse(self.is_flagged())

    @proves("S1-08-08")
    def test_contact_data_are_brought_up_to_date_every_month(self):
        self.adopt_article("S1-08-08")
        duty = self.assert_next(MONTH, MONTH_END)
        self.assertEqual(duty.user_id, self.clerk)
        self.assert_proof(duty, "Contact", "Telephone", "Address", "Service demand")
        self.assertEqual(self.file.updated_at, duty.done_at)

    @proves("S2-02-03")
    def test_a_file_nobody_brought_up_to_date_is_flagged(self):
        self.adopt_article("S2-02-03", every=1)
        self.assert_next(MONTH, MONTH_END)
        self.at(MONTH_END)
        self.assertFalse(self.is_flagged())
        self.at("2026-04-30 16:00:00")
        self.assertTrue(self.is_flagged())

    def test_of_two_regulations_the_more_frequent_update_counts_alone(self):
        self.adopt_article("S2-02-03", every=3)
        self.adopt_article("S1-08-08")
        duties = self.make_duties(MONTH)
        self.assertEqual(duties.rule_id.regulation_id.code, "S1-08")

    def test_only_files_in_use_since_before_the_period_have_duties(self):
        self.adopt_article("S1-08-08")
        self.at("2026-04-01 01:00:00")
        late = self.new_file(partner_id=self.new_customer("Late Hotel").id)
        late.action_keep()
        self.new_file(partner_id=self.new_customer("New Hotel").id)
        duties = self.make_duties("2026-04-02 01:00:00")
        self.assertEqual(duties.mapped("res_id"), [self.file.id])

    def duty(self):
        self.adopt_article("S0-10-15")
        return self.make_duties(QUARTER)

    def sees(self, user, record):
        model = (
            record.with_user(user)
            .with_company(self.company)
            .with_context(allowed_company_ids=self.company.ids)
        )
        self.env.invalidate_all()
        counted = model.search_count([("id", "in", record.ids)])
        self.assertEqual(
            bool(model._read_group([("id", "in", record.ids)], [], ["__count"])[0][0]),
            bool(counted),
        )
        try:
            model.read(["display_name"])
        except AccessError:
            self.assertFalse(counted)
            return False
        self.assertTrue(counted)
        return True

    def test_a_duty_and_its_deadline_are_as_closed_as_the_file(self):
        duty = self.duty()
        self.run_steps("2026-06-30 16:00:00")
        row = duty.sudo().deadline_ids
        events = row.event_ids
        self.assertTrue(events)
        closed = (self.manager, self.executive, self.cleared, self.auditor, self.outsider)
        for record in (duty, duty.line_ids, row, events):
            for user in closed:
                with self.subTest(record=record, user=user.login):
                    if user.has_group("csm.group_agent") or user == self.auditor:
                        self.assertFalse(self.sees(user, record))
        for user in self.clerk | self.colleague:
            self.assertTrue(self.sees(user, duty))
            self.assertTrue(self.sees(user, duty.line_ids))
        self.assertEqual(events.filtered(lambda e: e.kind == "breach").user_id, self.clerk)

    def test_nobody_hears_of_it_who_may_not_read_the_file(self):
        duty = self.duty()
        self.employee(self.clerk).parent_id = self.employee(self.manager)
        self.run_steps("2026-06-30 16:00:00")
        heard = self.events(duty).user_id
        self.assertNotIn(self.manager, heard)
        self.assertNotIn(self.executive, heard)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "csm.duty"), ("res_id", "=", duty.id)]
        )
        self.assertFalse(activities.user_id - self.clerk - self.colleague)

    def morning_mail(self, user):
        """Return what the digest of the morning tells a user."""
        day = fields.Date.to_date("2026-06-30")
        Digest = self.env["csm.deadline.digest"].sudo()
        digest = Digest.create({"user_id": user.id, "day": day})
        digest._write_mail(Digest._sections(user, day))
        text = digest.mail_id.body_html or ""
        digest.unlink()
        self.env.invalidate_all()
        return text

    def test_the_digest_names_no_file_that_is_closed(self):
        self.duty()
        self.file.team_id.sudo().leader_id = self.manager
        self.clerk.sudo().group_ids = [(4, self.env.ref("csm.group_agent").id)]
        self.at("2026-06-30 01:00:00")
        self.env.flush_all()
        self.assertIn(self.file.number, self.morning_mail(self.clerk))
        self.assertFalse(self.morning_mail(self.manager))
        # Two doors are shut, each on its own: that of the deadline and that of the file.
        with self.opened("csm.confined.mixin"):
            told = self.morning_mail(self.manager)
            self.assertTrue(told)
            self.assertNotIn(self.file.number, told)
            with self.opened("csm.secret.reach.mixin"):
                self.assertIn(self.file.number, self.morning_mail(self.manager))

    def opened(self, mixin):
        """Take the condition away under which a row is open to its reader."""
        model = self.env.registry[mixin]
        return patch.object(model, "_open_condition", lambda *_args: SQL("TRUE"))

    def test_without_its_guard_others_would_hear(self):
        duty = self.duty()
        self.employee(self.clerk).parent_id = self.employee(self.manager)
        nobody = self.env["res.users"]
        guard = patch.object(
            self.env.registry["csm.duty"], "_deadline_not_to_be_told", lambda _duty: nobody
        )
        with guard:
            self.run_steps("2026-06-30 16:00:00")
        self.assertIn(self.manager, self.events(duty).user_id)

    def test_the_duty_follows_level_team_and_custodian(self):
        duty = self.duty()
        self.assertEqual((duty.level, duty.is_confined), (1, True))
        self.assertTrue(self.sees(self.novice, duty))
        file = self.file.sudo()
        file.write({"secrecy_level_id": self.level[2].id})
        self.assertEqual(duty.level, 2)
        self.assertFalse(self.sees(self.novice, duty))
        self.assertEqual(duty.sudo().deadline_ids.level, 2)
        file.write({"custodian_id": self.colleague.id})
        self.assertEqual(duty.user_id, self.colleague)
        self.assertFalse(duty.signer_id)
        others = self.env["csm.team"].create(
            {
                "name": "Others",
                "company_id": self.company.id,
                "leader_id": self.clerk.id,
                "member_ids": [(4, self.clerk.id)],
            }
        )
        file.write({"team_id": others.id, "custodian_id": self.clerk.id})
        self.assertEqual((duty.team_id, duty.user_id), (others, self.clerk))
        self.assertFalse(self.sees(self.colleague, duty))

    def test_who_loses_the_clearance_loses_the_duty_at_the_next_call(self):
        duty = self.duty()
        mine = self.as_user(duty, self.clerk)
        mine.read(["name"])
        self.env.cr.execute(
            "UPDATE csm_clearance SET state = 'withdrawn' WHERE user_id = %s", (self.clerk.id,)
        )
        self.env["csm.clearance"]._forget_levels()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            mine.action_do()

    def test_no_rule_picks_files_by_what_they_say(self):
        rule = self.env.ref("csm.csm_duty_rule_s1_08_08")
        with self.assertRaisesRegex(ValidationError, "speaks to all of them"):
            rule.domain = "[('partner_id.name', 'ilike', 'Harbour')]"

    def test_facts_follow_from_duties_and_are_not_typed(self):
        for name in ("verified_at", "updated_at"):
            with self.assertRaisesRegex(UserError, "follows from its duties"):
                self.file.write({name: MONDAY})
        with self.assertRaisesRegex(UserError, "follows from its duties"):
            self.new_file(partner_id=self.new_customer("X").id, verified_at=MONDAY)
