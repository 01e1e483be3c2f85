from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .report_rules_base import ReportRulesBase

SERIOUS = "[('severity', '=', 'very_serious')]"


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesReports(ReportRulesBase):
    """Whoever a report rule names hears at once, once, in one mail."""

    def test_a_new_record_is_reported_to_the_direct_superior(self):
        self.report_rule(occasion="create")
        case = self.new_case(user_id=self.agent.id)
        self.assert_told(case, "leader")
        report = self.reports(case)
        self.assertEqual(str(report.happened_at), "2026-03-02 01:00:00")
        self.assertEqual(report.told_by_id, self.agent)
        self.assertFalse(report.seen_at)

    def test_what_does_not_match_is_not_reported(self):
        self.report_rule(occasion="create", domain=SERIOUS)
        self.assert_told(self.new_case(user_id=self.agent.id))

    def test_a_record_that_comes_to_match_later_is_reported_then_and_once(self):
        self.report_rule(domain=SERIOUS)
        case = self.new_case(user_id=self.agent.id)
        self.assert_told(case)
        case.severity = "very_serious"
        self.assert_told(case, "leader")
        case.severity = "general"
        case.severity = "very_serious"
        self.assert_told(case, "leader")

    def test_a_record_that_matches_at_once_is_reported_at_once(self):
        self.report_rule(domain=SERIOUS)
        self.assert_told(self.new_case(user_id=self.agent.id, severity="very_serious"), "leader")

    def test_a_rule_on_making_is_not_asked_again_later(self):
        self.report_rule(occasion="create", domain=SERIOUS)
        case = self.new_case(user_id=self.agent.id)
        case.severity = "very_serious"
        self.assert_told(case)

    def test_a_step_is_reported_when_it_is_made(self):
        self.report_rule(occasion="move", move="register")
        case = self.new_case(user_id=self.agent.id)
        self.assert_told(case)
        case.action_register()
        self.assert_told(case, "leader")

    def test_a_step_refused_is_not_reported(self):
        self.report_rule(occasion="move", move="register")
        case = self.new_case(user_id=self.agent.id, category_id=False)
        with self.assertRaises(UserError):
            case.action_register()
        self.assert_told(case)

    def test_after_a_reopening_everybody_hears_anew(self):
        self.report_rule(domain=SERIOUS)
        case = self.new_case(
            user_id=self.agent.id, severity="very_serious", kind="inquiry", reopen_reason="Again"
        )
        for step in ("register", "judge", "close", "reopen"):
            getattr(case, f"action_{step}")()
        self.assertEqual(self.reports(case).mapped("cycle"), [1, 2])
        self.assert_told(case, "leader", "leader")

    def test_the_round_cannot_be_written(self):
        case = self.new_case(user_id=self.agent.id)
        with self.assertRaises(UserError):
            case.report_cycle = 2

    def test_two_lines_that_lead_to_one_person_tell_once(self):
        self.report_rule(
            lines=[{"addressee": "superior"}, {"addressee": "team_leader"}], occasion="create"
        )
        self.assert_told(self.new_case(user_id=self.agent.id), "leader")

    def test_every_addressee_of_a_rule_hears(self):
        role = self.env.ref("csm.csm_role_gm")
        self.env["csm.role.holder"].create(
            {
                "role_id": role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.executive).id,
                "date_from": "2010-01-01",
            }
        )
        self.report_rule(
            lines=[
                {"addressee": "team_leader"},
                {"addressee": "superior", "level": 2},
                {"addressee": "role", "role_id": role.id},
                {"addressee": "responsible"},
            ],
            occasion="create",
        )
        case = self.new_case(user=self.outsider, user_id=self.agent.id)
        self.assert_told(case, "agent", "executive", "leader", "manager")

    def test_whoever_the_record_names_hears(self):
        self.report_rule(
            lines=[{"addressee": "field", "field_name": "first_responder_id"}],
            occasion="match",
            domain=SERIOUS,
        )
        case = self.new_case(user_id=self.agent.id, first_responder_id=self.outsider.id)
        case.severity = "very_serious"
        self.assert_told(case, "outsider")

    def test_an_absent_person_is_passed_over_and_it_says_so(self):
        self.on_leave(self.leader, "2026-03-02", "2026-03-02")
        self.report_rule(occasion="create")
        case = self.new_case(user_id=self.agent.id)
        self.assert_told(case, "manager")
        self.assertIn("Leader is on leave.", self.reports(case).note)

    def test_when_nobody_can_be_reached_the_log_says_so(self):
        self.report_rule(
            lines=[{"addressee": "role", "role_id": self.env.ref("csm.csm_role_gm").id}],
            occasion="create",
        )
        case = self.new_case(user_id=self.agent.id)
        report = self.reports(case)
        self.assertEqual(len(report), 1)
        self.assertFalse(report.told_user_id)
        self.assertIn("Nobody holds the role", report.note)

    def test_whoever_brings_it_about_has_seen_it_and_gets_no_mail(self):
        self.report_rule(lines=[{"addressee": "responsible"}], occasion="create")
        case = self.new_case(user_id=self.agent.id)
        self.assertTrue(self.reports(case).seen_at)
        self.assertFalse(self.things_to_do(case))
        self.assertFalse(self.mails())

    def test_those_complained_about_never_hear(self):
        self.report_rule(occasion="create")
        case = self.new_case(
            user_id=self.agent.id, accused_employee_ids=[(6, 0, self.employee(self.leader).ids)]
        )
        self.assert_told(case, "manager")
        self.assertFalse(self.reports(case).with_user(self.leader).search([]))

    def test_of_old_records_nobody_hears(self):
        self.report_rule(domain=SERIOUS)
        case = self.new_case(user_id=self.agent.id)
        case._with_pass(["is_historic"]).is_historic = True
        case.severity = "very_serious"
        self.assert_told(case)

    def test_a_rule_is_asked_only_while_it_is_in_force(self):
        rule = self.report_rule(occasion="create")
        rule.sudo().write({"valid_from": "2026-03-02 01:00:00", "valid_to": "2026-03-02 03:00:00"})
        for moment, told in (
            ("2026-03-02 00:59:59", ()),
            ("2026-03-02 01:00:00", ("leader",)),
            ("2026-03-02 02:59:59", ("leader",)),
            ("2026-03-02 03:00:00", ()),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assert_told(self.new_case(user_id=self.agent.id), *told)

    def test_a_new_version_does_not_tell_again(self):
        rule = self.report_rule(domain=SERIOUS)
        case = self.new_case(user_id=self.agent.id, severity="very_serious")
        rule._new_version(self.env.cr.now().replace(microsecond=0, hour=2), {})
        self.at("2026-03-02 04:00:00")
        case.severity = "serious"
        case.severity = "very_serious"
        self.assert_told(case, "leader")

    def test_only_the_teams_of_the_adoption_are_asked(self):
        other = self.env["csm.team"].create({"name": "Dock", "company_id": self.company.id})
        self.report_rule(occasion="create", teams=other)
        self.assert_told(self.new_case(user_id=self.agent.id))

    # What they get

    def test_one_mail_lists_reports_and_deadlines_of_a_run(self):
        self.report_rule(occasion="create")
        self.new_case(user_id=self.agent.id, name="Cork taint")
        self.new_case(user_id=self.agent.id, name="Broken bottle")
        mail = self.mails()
        self.assertEqual(mail.email_to, self.leader.email_formatted)
        self.assertIn("Cork taint", mail.body_html)
        self.assertIn("Broken bottle", mail.body_html)
        self.assertIn("and 1 more", mail.subject)
        self.assertFalse(self.mails() - mail)

    def test_the_job_is_called_at_once(self):
        self.report_rule(occasion="create")
        self.env["ir.cron.trigger"].search([]).unlink()
        self.new_case(user_id=self.agent.id)
        cron = self.env.ref("csm.ir_cron_take_steps_deadline")
        self.assertEqual(self.env["ir.cron.trigger"].search([]).cron_id, cron)

    def test_the_report_quotes_what_the_record_says(self):
        names = "received_at, severity, demand, description, team_id"
        self.report_rule(occasion="create", wording="A complaint came in.", quoted_names=names)
        case = self.new_case(user_id=self.agent.id, description="<p>It <b>smells</b></p>")
        lines = self.reports(case).text.splitlines()
        self.assertEqual(lines[0], "A complaint came in.")
        self.assertIn("Severity: General", lines)
        self.assertIn("Team: Front Desk", lines)
        self.assertIn("What Happened: It *smells*", lines)
        # 01:00 UTC is 9:00 where the company works.
        self.assertTrue(any("9:00" in line for line in lines), lines)
        self.assertFalse([line for line in lines if "Demand" in line])

    def test_done_means_seen(self):
        self.report_rule(occasion="create")
        case = self.new_case(user_id=self.agent.id)
        todo = self.things_to_do(case)
        self.assertEqual(todo.user_id, self.leader)
        self.at("2026-03-02 01:05:00")
        todo.with_user(self.leader).action_done()
        self.assertEqual(str(self.reports(case).seen_at), "2026-03-02 01:05:00")

    def test_only_the_person_told_says_it_was_seen(self):
        self.report_rule(occasion="create")
        report = self.reports(self.new_case(user_id=self.agent.id))
        with self.assertRaisesRegex(UserError, "Leader"):
            report.with_user(self.agent).action_see()
        report.with_user(self.leader).action_see()
        self.assertTrue(report.seen_at)
        self.assertFalse(self.things_to_do(self.env["csm.case"].browse(report.res_id)))

    def test_the_history_says_who_was_told(self):
        self.report_rule(occasion="create")
        case = self.new_case(user_id=self.agent.id)
        self.env.flush_all()
        bodies = " ".join(case.message_ids.mapped("body"))
        self.assertIn("Told: Leader.", bodies)

    # What stands fast

    def test_reports_are_written_once(self):
        self.report_rule(occasion="create")
        report = self.reports(self.new_case(user_id=self.agent.id))
        with self.assertRaises(UserError):
            report.sudo().text = "Nothing happened."
        with self.assertRaises(AccessError):
            report.with_user(self.manager).unlink()
        for statement in (
            "UPDATE csm_report SET text = 'x'",
            "UPDATE csm_report SET told_user_id = 1",
            "DELETE FROM csm_report",
            "TRUNCATE csm_report CASCADE",
        ):
            self.env.flush_all()
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(DatabaseError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_who_may_see_a_report_follows_the_record(self):
        self.report_rule(occasion="create")
        case = self.new_case(user_id=self.agent.id)
        report = self.reports(case)
        self.assertFalse(report.with_user(self.outsider).search([]))
        case.sudo().user_id = self.outsider
        self.assertEqual(report.with_user(self.outsider).search([]), report)

    def test_a_rule_in_force_stays_as_it_is(self):
        rule = self.report_rule(occasion="create")
        with self.assertRaises(UserError):
            rule.with_user(self.manager).domain = SERIOUS
        with self.assertRaises(UserError):
            rule.line_ids.with_user(self.manager).level = 2

    def test_a_used_rule_keeps_its_adoption(self):
        rule = self.report_rule(occasion="create")
        self.new_case(user_id=self.agent.id)
        with self.assertRaises(UserError):
            rule.adoption_id.action_undo()

    def test_a_rule_speaks_of_its_model(self):
        for wrong in (
            {"occasion": "move", "move": "fly"},
            {"domain": "[('wings', '=', 2)]"},
            {"quoted_names": "received_at, wings"},
            {"lines": [{"addressee": "field", "field_name": "team_id"}]},
        ):
            with self.subTest(**wrong), self.assertRaises(ValidationError):
                self.report_rule(**wrong)

    # What it costs

    def test_without_a_rule_nothing_is_asked(self):
        case = self.new_case(user_id=self.agent.id)
        teller = self.env["csm.report.teller"]
        teller._tell(case, "create")
        with self.assertQueryCount(0):
            teller._tell(case, "create")
            teller._tell(case, "match")
            teller._tell(case, "move", "close")
