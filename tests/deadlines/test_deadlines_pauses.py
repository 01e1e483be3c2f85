import doctest
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.deadlines.csm_deadline_pause_mixin import Grant
from ...tools import standstill
from .deadline_rows_base import BREACH, REMIND, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesPauses(DeadlineRowsBase):
    """Reasons for pauses, how long they may take, and who lets them take longer."""

    def setUp(self):
        super().setUp()
        self.reason = self.env.ref("csm.csm_pause_reason_customer")
        self.cap(48, "hour")
        self.regulate({"delay": 240, "steps": [REMIND, BREACH]})

    def cap(self, amount, unit, **values):
        values.update(cap_amount=amount, cap_unit=unit)
        self.reason.with_company(self.company).write(values)

    def pause(self, case, at=None, grant=None, user=None, note=""):
        if at:
            self.at(at)
        case.with_user(user or self.agent)._pause_deadlines(note, self.reason, grant)
        return case.pause_ids.filtered(lambda pause: not pause.ended_at)

    def ends(self, amount, unit, at):
        self.cap(amount, unit)
        return str(self.pause(self.new_case(user_id=self.agent.id), at).ends_at)

    def longer(self, until, user=None, because="The laboratory asked for it"):
        return Grant(fields.Datetime.to_datetime(until), because)

    # How long

    def test_doctests(self):
        result = doctest.testmod(standstill)
        self.assertGreater(result.attempted, 5)
        self.assertFalse(result.failed)

    def test_a_pause_ends_by_itself_in_its_very_second_once_and_the_handler_hears(self):
        case = self.new_case(user_id=self.agent.id)
        self.pause(case, "2026-03-02 02:00:00")
        self.run_steps("2026-03-04 01:59:59")
        self.assertTrue(case.is_on_hold)
        self.run_steps("2026-03-04 02:00:00")
        pause = case.pause_ids
        self.assertFalse(case.is_on_hold)
        self.assertEqual(
            (str(pause.ended_at), bool(pause.ended_by_id)), ("2026-03-04 02:00:00", False)
        )
        self.assertEqual(str(case.next_due_at), "2026-03-14 01:00:00")
        self.run_steps("2026-03-04 02:05:00")
        event = self.events(case, "run_on")
        self.assertEqual((event.user_id, len(event)), (self.agent, 1))
        self.assertEqual(case.activity_ids.user_id, self.agent)
        notices = self.env["csm.deadline.notice"].search([("event_id", "=", event.id)])
        self.assertEqual(len(notices.mail_id), 1)
        self.assertIn("clocks run on", "".join(case.message_ids.mapped("body")))

    def test_a_job_that_comes_late_ends_the_pause_where_it_had_to_end(self):
        case, by_hand = (self.new_case(user_id=self.agent.id) for _number in range(2))
        self.pause(case, "2026-03-02 02:00:00")
        self.pause(by_hand)
        self.at("2026-03-09 02:00:00")
        by_hand._resume_deadlines()
        self.run_steps()
        for each in (case, by_hand):
            self.assertEqual(str(each.pause_ids.ended_at), "2026-03-04 02:00:00")
            self.assertFalse(each.pause_ids.ended_by_id)
            self.assertEqual(str(each.next_due_at), "2026-03-14 01:00:00")
        self.assertFalse(self.events(by_hand, "run_on"))

    def test_the_same_run_takes_the_steps_that_became_due_through_the_end(self):
        self.cap(1, "hour")
        case = self.new_case(user_id=self.agent.id)
        self.pause(case, "2026-03-02 02:00:00")
        self.run_steps("2026-03-20 02:00:00")
        self.assertEqual(self.events(case).mapped("kind"), ["move", "run_on", "remind", "breach"])

    def test_working_units_pass_over_nights_weekends_and_holidays(self):
        friday = "2026-03-06 09:00:00"  # 17:00, an hour before the end
        self.assertEqual(self.ends(2, "working_hour", friday), "2026-03-09 02:00:00")
        self.assertEqual(self.ends(1, "working_day", friday), "2026-03-09 09:59:59")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )
        self.assertEqual(self.ends(2, "working_hour", friday), "2026-03-10 02:00:00")
        self.assertEqual(self.ends(1, "working_day", friday), "2026-03-10 09:59:59")

    def test_days_end_at_midnight_also_when_the_clock_is_set_forward(self):
        self.company.resource_calendar_id = self.new_calendar(self.company, "Europe/Berlin")
        saturday = "2026-03-28 11:00:00"  # noon; summer time begins on Sunday
        self.assertEqual(self.ends(2, "day", saturday), "2026-03-30 21:59:59")
        self.assertEqual(self.ends(48, "hour", saturday), "2026-03-30 11:00:00")

    def test_a_calendar_without_hours_counts_the_plain_clock(self):
        self.company.resource_calendar_id.write({"attendance_ids": [(5, 0, 0)]})
        self.assertEqual(self.ends(3, "working_hour", "2026-03-06 09:00:00"), "2026-03-06 12:00:00")

    def test_without_a_figure_a_pause_lasts_until_somebody_ends_it(self):
        self.cap(0, "day")
        case = self.new_case(user_id=self.agent.id)
        self.assertFalse(self.pause(case).ends_at)
        self.run_steps("2027-03-06 09:00:00")
        self.assertTrue(case.is_on_hold)

    def test_all_pauses_of_a_record_for_one_reason_count_together(self):
        case, other = self.new_case(user_id=self.agent.id), self.new_case(user_id=self.agent.id)
        self.pause(case, "2026-03-02 02:00:00")
        self.at("2026-03-03 14:00:00")
        case._resume_deadlines()
        pause = self.pause(case, "2026-03-05 02:00:00")
        self.assertEqual(pause.ends_at - pause.started_at, timedelta(hours=12))
        self.assertEqual(self.pause(other).ends_at - self.env.cr.now(), timedelta(hours=48))
        self.run_steps("2026-03-05 14:00:00")
        with self.assertRaisesRegex(UserError, "48 hours in total"):
            self.pause(case)
        supplier = self.env.ref("csm.csm_pause_reason_supplier")
        case._pause_deadlines("Which cork?", supplier)
        self.assertTrue(case.is_on_hold)

    def test_many_short_pauses_count_as_a_day_each(self):
        self.cap(2, "working_day")
        case = self.new_case(user_id=self.agent.id)
        for hour in (2, 5):
            self.pause(case, f"2026-03-02 0{hour}:00:00")
            self.at(f"2026-03-02 0{hour + 1}:00:00")
            case._resume_deadlines()
        with self.assertRaisesRegex(UserError, "2 working days in total"):
            self.pause(case)

    def test_another_company_has_figures_of_its_own(self):
        self.assertEqual(self.reason.with_company(self.company).cap_amount, 48)
        self.assertFalse(self.reason.with_company(self.new_company("Other")).cap_amount)

    def test_a_pause_keeps_the_figure_it_began_with(self):
        case = self.new_case(user_id=self.agent.id)
        pause = self.pause(case)
        self.cap(1, "hour")
        self.run_steps("2026-03-02 20:00:00")
        self.assertTrue(case.is_on_hold)
        self.assertEqual(pause.ends_at - pause.started_at, timedelta(hours=48))

    # Who lets it take longer

    def test_a_manager_who_does_not_handle_it_makes_an_open_pause_longer(self):
        case = self.new_case(user_id=self.agent.id)
        pause = self.pause(case)
        grant = self.longer("2026-03-10 01:00:00")
        for user in (self.agent, self.leader):
            with self.assertRaisesRegex(UserError, "Only a manager"):
                case.with_user(user)._extend_pause(grant)
        case.with_user(self.manager)._extend_pause(grant)
        self.assertEqual(
            (str(pause.ends_at), pause.granted_by_id), (str(grant.until), self.manager)
        )
        self.run_steps("2026-03-10 00:59:59")
        self.assertTrue(case.is_on_hold)
        self.run_steps("2026-03-10 01:00:00")
        self.assertFalse(case.is_on_hold)

    def test_a_manager_does_not_grant_it_for_own_work_nor_without_reason_nor_backwards(self):
        case = self.new_case(user_id=self.manager.id)
        self.pause(case)
        grant = self.longer("2026-03-10 01:00:00")
        with self.assertRaisesRegex(UserError, "your own work"):
            case.with_user(self.manager)._extend_pause(grant)
        mine = case.with_user(self.executive)
        with self.assertRaisesRegex(UserError, "Write why"):
            mine._extend_pause(grant._replace(because=" "))
        with self.assertRaisesRegex(UserError, "lies ahead"):
            mine._extend_pause(self.longer("2026-03-01 01:00:00"))
        mine._extend_pause(grant)
        mine._resume_deadlines()
        with self.assertRaisesRegex(UserError, "are running"):
            mine._extend_pause(grant)

    def test_a_role_narrows_down_who_may_grant_it(self):
        role = self.env["csm.role"].create({"code": "head", "name": "Quality Head"})
        self.cap(48, "hour", cap_role_id=role.id)
        case = self.new_case(user_id=self.agent.id)
        self.pause(case)
        grant = self.longer("2026-03-10 01:00:00")
        with self.assertRaisesRegex(UserError, "Quality Head"):
            case.with_user(self.manager)._extend_pause(grant)
        self.env["csm.role.holder"].create(
            {
                "role_id": role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.manager).id,
                "date_from": "2020-01-01",
            }
        )
        case.with_user(self.manager)._extend_pause(grant)
        self.assertTrue(case.pause_ids.granted_because)

    def test_a_new_pause_beyond_the_longest_needs_the_grant(self):
        case = self.new_case(user_id=self.agent.id)
        self.pause(case)
        self.run_steps("2026-03-04 01:00:00")
        grant = self.longer("2026-03-06 01:00:00")
        with self.assertRaisesRegex(UserError, "Only a manager"):
            self.pause(case, grant=grant)
        with self.assertRaisesRegex(UserError, "A manager who does not handle it"):
            self.pause(case, user=self.manager)
        pause = self.pause(case, grant=grant, user=self.manager)
        self.assertEqual(
            (str(pause.ends_at), pause.granted_by_id), (str(grant.until), self.manager)
        )

    # Why

    def test_a_reason_is_offered_for_its_kinds_of_record_and_its_company(self):
        case = self.new_case(user_id=self.agent.id)
        Reason = self.env["csm.pause.reason"].with_user(self.agent)
        self.assertIn(self.reason, Reason._for_record(case))
        self.reason.model_ids = self.env["ir.model"]._get("res.partner")
        self.assertNotIn(self.reason, Reason._for_record(case))
        with self.assertRaisesRegex(UserError, "no reason to stop"):
            self.pause(case)
        self.reason.model_ids = self.env["ir.model"]._get("csm.case")
        self.reason.company_id = self.new_company("Other")
        with self.assertRaisesRegex(UserError, "no reason to stop"):
            case.sudo()._pause_deadlines("", self.reason.sudo())
        self.reason.write({"company_id": False, "active": False})
        with self.assertRaisesRegex(UserError, "no reason to stop"):
            self.pause(case)

    def test_a_reason_may_want_a_word_more(self):
        case = self.new_case(user_id=self.agent.id)
        self.reason.needs_note = True
        for note in ("", "  "):
            with self.assertRaisesRegex(UserError, "wants a word more"):
                self.pause(case, note=note)
        with self.assertRaisesRegex(UserError, "Say why"):
            case._pause_deadlines()
        self.pause(case, note="The lot number")
        self.assertTrue(case.is_on_hold)

    @mute_logger("odoo.sql_db")
    def test_a_reason_in_use_is_not_deleted_and_codes_are_unique(self):
        self.pause(self.new_case(user_id=self.agent.id))
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.reason.unlink()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.cap(-1, "day")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.cap(3, False)

    # The screens

    def test_whoever_looks_at_the_record_reads_why_its_clocks_stand_still(self):
        case, free = self.new_case(user_id=self.agent.id), self.new_case(user_id=self.agent.id)
        self.pause(case, note="The lot number")
        text = case.standstill
        for part in ("Waiting for the customer: The lot number", "Agent", "Mar 4, 2026"):
            self.assertIn(part, text.replace("3/4/26", "Mar 4, 2026"))
        self.assertEqual(self.rows(case).standstill, text)
        self.assertFalse(free.standstill)
        self.assertEqual(case.standstill_ends_at, case.pause_ids.ends_at)

    def test_the_dialogue_offers_warns_and_grants(self):
        case = self.new_case(user_id=self.agent.id)
        Wizard = self.env["csm.deadline.pause.wizard"].with_company(self.company)
        ids = {"res_model": "csm.case", "res_id": case.id, "reason_id": self.reason.id}
        wizard = Wizard.with_user(self.agent).create(ids)
        self.assertIn(self.reason, wizard.offered_ids)
        self.assertIn("48 hours in total", wizard.hint)
        wizard.action_pause()
        until = {"until": "2026-03-10 01:00:00", "because": "Asked for"}
        longer = Wizard.with_user(self.manager).create({**ids, **until})
        self.assertTrue(longer.is_longer)
        longer.action_extend()
        self.run_steps("2026-03-10 01:00:00")
        spent = Wizard.with_user(self.agent).create(ids)
        self.assertTrue(spent.is_used_up)
        with self.assertRaisesRegex(UserError, "as long as they may"):
            spent.action_pause()
        later = {"until": "2026-03-12 01:00:00", "because": "Asked again"}
        Wizard.with_user(self.manager).create({**ids, **later}).action_pause()
        self.assertTrue(case.is_on_hold)

    def test_the_dialogue_tells_nothing_of_records_one_cannot_change(self):
        case = self.new_case(user_id=self.leader.id)
        stranger = self.new_user("stranger", "group_agent")
        wizard = (
            self.env["csm.deadline.pause.wizard"]
            .with_user(stranger)
            .create({"res_model": "csm.case", "res_id": case.id, "reason_id": self.reason.id})
        )
        self.assertFalse(wizard.offered_ids or wizard.hint or wizard.is_longer)
        with self.assertRaises(UserError):
            wizard.action_pause()
