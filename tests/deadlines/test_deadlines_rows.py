from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deadline_rows_base import BREACH, CLIMB, REMIND, START, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesRows(DeadlineRowsBase):
    """Which rules keep a row of a record, and which of them binds."""

    def test_the_strictest_rule_of_an_obligation_binds_for_this_record(self):
        long, short, other = self.regulate(
            {"delay": 48, "steps": [REMIND]},
            {"delay": 3, "unit": "working_day", "steps": [REMIND]},
            {"delay": 5, "unit": "day", "obligation": "close", "stop": "closed_at"},
        )
        case = self.new_case(user_id=self.agent.id)
        rows = self.rows(case)
        self.assertEqual(rows.rule_id, long | short | other)
        self.assertEqual(rows.filtered("is_binding").rule_id, long | other)
        self.assertFalse(self.rows(case, short).next_step_at)
        self.assertEqual(case.next_deadline_id, self.rows(case, long))
        self.assertEqual(case.next_article_id, long.article_id)

    def test_an_adoption_for_some_teams_speaks_to_their_records_only(self):
        second = self.team.copy({"name": "Second", "member_ids": [(6, 0, self.agent.ids)]})
        (rule,) = self.regulate({}, teams=second)
        case = self.new_case()
        self.assertFalse(self.rows(case))
        case.team_id = second
        self.assertEqual(self.rows(case, rule).state, "running")
        self.assertEqual(str(self.rows(case).started_at), START)
        case.team_id = self.team
        self.assertEqual(self.rows(case).state, "released")
        self.assertFalse(case.next_due_at)

    def test_another_company_has_other_rules(self):
        self.regulate({})
        company = self.new_company("Other")
        user = self.new_user("elsewhere", "group_agent", company=company)
        team = self.env["csm.team"].create({"name": "Away", "company_id": company.id})
        model = self.env["csm.case"].with_user(user).with_company(company)
        case = model.create({"name": "Elsewhere", "company_id": company.id, "team_id": team.id})
        self.assertFalse(self.rows(case))

    def test_a_change_of_kind_selects_anew_with_the_same_start_and_pauses(self):
        complaint, serious = self.regulate(
            {"domain": "[('severity', '=', 'general')]", "steps": [REMIND]},
            {"domain": "[('severity', '=', 'serious')]", "delay": 12, "steps": [REMIND]},
        )
        case = self.new_case(user_id=self.agent.id)
        case._pause_deadlines("Waiting for the lot number")
        self.at("2026-03-02 03:00:00")
        case._resume_deadlines()
        case.severity = "serious"
        self.assertEqual(self.rows(case, complaint).state, "released")
        self.assertEqual(str(self.rows(case, serious).due_at), "2026-03-02 15:00:00")
        case.severity = "general"
        self.assertEqual(self.rows(case, complaint).state, "running")
        self.assertEqual(str(case.next_due_at), "2026-03-03 03:00:00")
        self.assertEqual(
            self.rows(case, complaint).event_ids.sorted("id").mapped("kind"),
            ["move", "release", "resume"],
        )

    def test_things_to_do_vanish_with_a_release_and_come_back_untold(self):
        (rule,) = self.regulate({"domain": "[('severity', '=', 'general')]", "steps": [REMIND]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        case.severity = "serious"
        self.assertFalse(case.activity_ids)
        case.severity = "general"
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.run_steps("2026-03-02 22:00:00")
        self.assertEqual(len(self.events(case, "remind")), 1)

    def test_a_void_case_is_released(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(void_reason="Entered twice")
        case.action_void()
        self.assertEqual(self.rows(case).state, "released")
        self.run_steps("2026-03-09 01:00:00")
        self.assertEqual(self.events(case).mapped("kind"), ["release"])

    def test_a_silent_record_is_judged_as_of_then_and_nothing_happens(self):
        self.regulate(
            {"steps": [REMIND, BREACH]},
            {"obligation": "close", "stop": "closed_at", "delay": 3, "unit": "day"},
        )
        case = self.new_case()
        values = {
            "is_historic": True,
            "received_at": "2025-03-02 01:00:00",
            "replied_at": "2025-03-09 01:00:00",
        }
        self.rows(case)._remove()
        case.sudo()._with_pass(values).write(values)
        rows = self.rows(case)
        self.assertEqual(rows.mapped("state"), ["late", "running"])
        self.assertEqual(
            [str(moment) for moment in rows.mapped("breached_at")],
            ["2025-03-03 01:00:01", "2025-03-05 16:00:00"],
        )
        self.assertFalse(any(rows.mapped("next_step_at")))
        self.run_steps()
        self.assertFalse(self.events(case))
        self.assertFalse(case.activity_ids)

    def test_rights_columns_follow_team_handler_and_accused(self):
        self.regulate({})
        case = self.new_case(user_id=self.agent.id)
        second = self.team.copy({"name": "Second", "member_ids": [(6, 0, self.agent.ids)]})
        case.team_id = second
        case.sudo().user_id = self.leader
        case.accused_employee_ids = self.employee(self.outsider)
        row = self.rows(case)
        self.assertEqual(
            (row.team_id, row.user_id, row.barred_user_ids), (second, self.leader, self.outsider)
        )
        born_with = self.new_case(accused_employee_ids=self.employee(self.outsider).ids)
        self.assertEqual(self.rows(born_with).barred_user_ids, self.outsider)

    @mute_logger("odoo.sql_db")
    def test_nobody_writes_or_deletes_rows_and_events(self):
        self.regulate({"steps": [BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-09 01:00:00")
        row = self.rows(case).with_user(self.manager)
        with self.assertRaises(AccessError):
            row.write({"due_at": "2030-01-01"})
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(UserError):
            row.event_ids.sudo().write({"note": "never happened"})
        for statement in (
            "UPDATE csm_deadline_event SET note = ''",
            "DELETE FROM csm_deadline_event",
        ):
            with self.assertRaisesRegex(Exception, "written once"), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_rows_go_with_their_record_and_orphans_are_swept(self):
        self.regulate({"steps": [BREACH]})
        case, other = self.new_case(), self.new_case(user_id=self.agent.id)
        case._pause_deadlines("Waiting")
        rows = self.rows(case)
        self.run_steps("2026-03-09 01:00:00")
        kept = self.rows(other)
        # The register forbids deletion; somebody does it by SQL.
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM csm_case WHERE id = %s", [case.id])
        self.env.invalidate_all()
        with self.commits_nothing():
            self.env["csm.deadline"]._cron_sweep_orphans()
        self.assertFalse(rows.exists())
        self.assertFalse(self.env["csm.deadline.pause"].search([("res_id", "=", case.id)]))
        self.assertTrue(kept.exists().event_ids)
        kept._remove()
        self.assertFalse(kept.exists())

    def test_a_manager_changes_limits_only_before_they_are_in_force(self):
        (rule,) = self.regulate({"steps": [BREACH]})
        mine = rule.with_user(self.manager)
        for change in ({"delay": 1}, {"active": False}, {"step_ids": [(5, 0, 0)]}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mine.write(change)
        for act in (
            lambda: mine.step_ids.write({"addressee": "responsible"}),
            mine.step_ids.unlink,
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        version = mine._new_version(self.env.cr.now().replace(year=2026, month=4), {})
        version.with_user(self.manager).write({"delay": 12})
        self.assertEqual(version.delay, 12)

    def test_a_record_keeps_the_version_of_its_start(self):
        (rule,) = self.regulate({"steps": [BREACH]})
        before = self.new_case()
        version = rule._new_version(self.env.cr.now().replace(day=10), {"delay": 12})
        self.at("2026-03-10 02:00:00")
        after = self.new_case()
        before.severity = "serious"
        self.assertEqual(self.rows(before).rule_id, rule)
        self.assertEqual(self.rows(after).rule_id, version)
        self.assertEqual(str(after.next_due_at), "2026-03-10 14:00:00")

    def test_a_version_is_applied_to_open_records_by_an_explicit_act(self):
        (rule,) = self.regulate({"delay": 240, "steps": [REMIND, BREACH, CLIMB]})
        case = self.new_case(user_id=self.agent.id)
        done = self.new_case()
        self.reply(done)
        case._pause_deadlines("Waiting")
        self.at("2026-03-02 02:00:00")
        case._resume_deadlines()
        version = rule._new_version(self.env.cr.now().replace(day=3), {"delay": 24})
        self.at("2026-03-04 02:00:00")
        with self.assertRaises(AccessError):
            version.with_user(self.agent).action_apply_to_open_records()
        version.with_user(self.manager).action_apply_to_open_records()
        row = self.rows(case)
        self.assertEqual(row.rule_id, version)
        self.assertEqual(str(row.started_at), START)
        self.assertEqual(str(row.due_at), "2026-03-03 02:00:00")
        self.assertEqual(self.rows(done).rule_id, rule)
        self.run_steps()
        self.assertEqual(
            self.events(case).mapped("kind"), ["move", "move", *["remind", "breach", "climb"]]
        )
        case.severity = "serious"
        self.assertEqual(self.rows(case).rule_id, version)

    def test_only_real_moments_of_the_model_make_a_rule(self):
        regulation = self.new_regulation("T-09")
        with self.assertRaises(ValidationError):
            self.new_rule(regulation, start="next_due_at", domain="[('nonsense', '=', 1)]")
