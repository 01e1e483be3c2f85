from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deadline_rows_base import BREACH, START, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesRecompute(DeadlineRowsBase):
    """Open records follow changed hours and rules in the background, in pieces."""

    def setUp(self):
        super().setUp()
        self.Job = self.env["csm.deadline.recompute"]
        [self.rule] = self.regulate({"delay": 2, "unit": "working_day", "steps": [BREACH]})
        self.cases = self.env["csm.case"]
        for _number in range(5):
            self.cases |= self.new_case(user_id=self.agent.id)
        self.before, self.after = "2026-03-04 10:00:00", "2026-03-05 10:00:00"

    def work(self, piece=500):
        with self.commits_nothing():
            self.Job._cron_work(piece)

    def dues(self):
        return {str(row.due_at) for case in self.cases for row in self.rows(case)}

    def holiday(self, day="2026-03-03"):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
            }
        )

    def job(self):
        return self.Job.search([("company_id", "=", self.company.id)], limit=1)

    # Hours

    def test_a_holiday_moves_open_deadlines_in_the_background(self):
        self.assertEqual(self.dues(), {self.before})
        self.holiday()
        self.assertEqual(self.dues(), {self.before})
        job = self.job()
        self.assertEqual((job.state, job.progress), ("waiting", 0))
        self.work()
        self.assertEqual(self.dues(), {self.after})
        self.assertEqual((job.state, job.total, job.done_count), ("done", 5, 5))
        self.assertEqual(job.progress, 100)
        self.assertEqual(self.cases.mapped("next_due_at"), [self.rows(self.cases[0]).due_at] * 5)

    def test_so_do_a_makeup_day_and_other_hours(self):
        self.holiday()
        self.work()
        calendar = self.company.resource_calendar_id
        self.env["csm.makeup.day"].create(
            {"calendar_id": calendar.id, "date": "2026-03-03", "worked_as": "0"}
        )
        self.work()
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "3").unlink()
        self.work()
        self.assertEqual(self.dues(), {"2026-03-06 10:00:00"})

    def test_changes_that_wait_together_are_one_order(self):
        self.holiday()
        self.holiday("2026-05-04").unlink()
        self.assertEqual(len(self.Job.search([("company_id", "=", self.company.id)])), 1)

    def test_where_nothing_runs_nothing_is_ordered(self):
        other = self.new_company("Idle")
        other.resource_calendar_id.name = "Hours"
        self.assertFalse(self.Job.search([]))

    def test_what_is_over_is_left_alone(self):
        self.reply(self.cases[0])
        self.holiday()
        self.work()
        self.assertEqual(str(self.rows(self.cases[0]).due_at), self.before)
        self.assertEqual(self.job().total, 4)

    # Pieces

    def test_a_job_goes_on_where_it_stopped(self):
        self.holiday()
        killed = patch.object(type(self.Job), "_work_sync", side_effect=[None, KeyboardInterrupt])
        with killed, suppress(KeyboardInterrupt):
            self.work(piece=2)
        job = self.job()
        self.assertEqual((job.state, job.done_count, job.last_id), ("running", 2, self.cases[1].id))
        self.work(piece=2)
        self.assertEqual((job.state, job.done_count), ("done", 5))
        self.assertEqual(
            [str(self.rows(case).due_at) for case in self.cases],
            [self.before] * 2 + [self.after] * 3,
        )

    def test_doing_it_twice_changes_nothing(self):
        self.holiday()
        self.work()
        state = [(row.due_at, row.due_version, len(row.event_ids)) for row in self.all_rows()]
        self.Job._recompute_running("Once more", self.company)
        self.work(piece=1)
        self.env.invalidate_all()
        again = [(row.due_at, row.due_version, len(row.event_ids)) for row in self.all_rows()]
        self.assertEqual(again, state)

    def all_rows(self):
        return self.cases.sudo().deadline_ids.sorted("id")

    def test_a_record_that_fails_is_named_and_stops_no_other(self):
        self.holiday()
        keeper = type(self.env["csm.deadline.keeper"])
        sync, bad = keeper._sync, self.cases[2]

        def fails(keeper, records, *args):
            if bad in records:
                raise ValueError("Broken")
            return sync(keeper, records, *args)

        logger = "odoo.addons.csm.models.deadlines.csm_deadline_recompute"
        with patch.object(keeper, "_sync", fails), mute_logger(logger):
            self.work()
        job = self.job()
        self.assertEqual((job.state, job.done_count, job.failed_count), ("done", 5, 1))
        self.assertIn(bad.display_name, job.failure)
        self.assertEqual(
            [str(self.rows(case).due_at) == self.after for case in self.cases],
            [True, True, False, True, True],
        )

    def test_queries_do_not_grow_with_the_piece(self):
        self.holiday()
        job = self.job()
        job._begin()
        self.env.flush_all()
        self.env.invalidate_all()
        records = self.env["csm.case"].browse(self.cases.ids)
        self.env.ref("csm.csm_obligation_first_reply").name  # noqa: B018 - warms the cache
        with self.assertQueryCount(25):
            job._work_sync(records.sudo())
            self.env.flush_all()

    # Rules

    def test_a_new_version_is_followed_in_the_background(self):
        path = "odoo.addons.csm.models.deadlines.csm_deadline_version_mixin.AT_ONCE"
        self.at("2026-03-02 02:00:00")
        version = self.rule._new_version(self.env.cr.now(), {"delay": 1})
        with patch(path, 2):
            action = version.with_user(self.manager).action_apply_to_open_records()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.dues(), {self.before})
        self.work(piece=2)
        self.assertEqual(self.dues(), {"2026-03-03 10:00:00"})
        self.assertEqual(self.all_rows().rule_id, version)

    def test_rules_are_applied_to_records_that_began_before_them(self):
        regulation = self.new_regulation("T-LATE")
        self.new_rule(regulation, stop="closed_at", obligation="close", delay=3, unit="day")
        adoption = self.adopt_regulation(regulation, on="2026-03-03")
        old = self.new_case(user_id=self.agent.id)
        closed = self.new_case(user_id=self.agent.id)
        closed._with_pass(["state", "closed_at"]).write({"state": "closed", "closed_at": START})
        rules = adoption.deadline_rule_ids
        self.Job._take_up_open_records("From now on", rules)
        self.work(piece=2)
        self.assertEqual(str(self.rows(old, rules).due_at), "2026-03-05 15:59:59")
        self.assertFalse(self.rows(closed, rules))
        self.env["csm.deadline.keeper"]._sync(old)
        self.assertEqual(self.rows(old, rules).state, "running")

    # People

    def test_a_manager_orders_everything_anew_and_hears_once(self):
        Job = self.Job.with_user(self.manager).with_company(self.company)
        Job.action_recompute_all()
        self.work(piece=2)
        job = self.job()
        self.assertEqual(job.requested_by_id, self.manager)
        self.assertEqual(job.mail_id.email_to, self.manager.email_formatted)
        self.assertIn("5", job.mail_id.body_html)
        mails = self.env["mail.mail"].search_count([("email_to", "ilike", self.manager.email)])
        self.assertEqual(mails, 1)

    def test_a_manager_stops_a_job_and_lets_it_go_on(self):
        self.holiday()
        job = self.job().with_user(self.manager)
        job.action_stop()
        self.work()
        self.assertEqual((job.state, self.dues()), ("stopped", {self.before}))
        job.action_go_on()
        with self.assertRaisesRegex(UserError, "is not over"):
            job.unlink()
        self.work()
        self.assertEqual((job.state, self.dues()), ("done", {self.after}))
        job.unlink()

    def test_an_agent_orders_and_stops_nothing(self):
        self.holiday()
        with self.assertRaises(AccessError):
            self.Job.with_user(self.agent).action_recompute_all()
        with self.assertRaises(AccessError):
            self.job().with_user(self.agent).action_stop()
