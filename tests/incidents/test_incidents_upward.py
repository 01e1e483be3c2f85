from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .incident_case import IncidentCase


@tagged("post_install", "-at_install", "csm", "csm_incidents")
class TestIncidentsUpward(IncidentCase):
    """Reports go up level by level; whoever is passed over in the urgency is told afterwards."""

    regulation = "csm_regulation_s1_09"

    def test_the_next_superior_is_proposed(self):
        incident = self.new_incident()
        for person in (self.leader, self.manager, self.executive):
            report = self.report_up(incident)
            self.assertEqual((report.told_user_id, report.state), (person, "told"))

    def test_an_absent_superior_is_not_passed_over(self):
        self.on_leave(self.leader, "2026-03-02", "2026-03-02")
        report = self.report_up(self.new_incident())
        self.assertEqual(report.told_user_id, self.manager)
        self.assertFalse(report.incident_id.owed_count)

    @proves("S1-09-03")
    def test_a_level_may_not_be_skipped(self):
        incident = self.new_incident()
        with self.assertRaisesRegex(UserError, r"Leader.*S1-09 § 3"):
            self.report_up(incident, told_user_id=self.manager.id)
        with self.assertRaisesRegex(UserError, "S1-09 § 3"):
            self.report_up(incident, told_user_id=self.manager.id, is_urgent=True, urgency=" ")
        with self.assertRaisesRegex(UserError, "does not stand above"):
            self.report_up(incident, told_user_id=self.outsider.id)

    @proves("S1-09-03")
    def test_in_an_emergency_a_level_is_skipped_and_told_afterwards(self):
        incident = self.new_incident(user_id=self.agent.id, handling="Shut")
        report = self.report_up(
            incident, told_user_id=self.executive.id, is_urgent=True, urgency="It rises."
        )
        owed = incident.upward_ids - report
        self.assertEqual(owed.told_user_id, self.leader | self.manager)
        self.assertEqual(set(owed.mapped("state")), {"new"})
        self.assertEqual(incident.owed_count, 2)
        self.assertEqual(owed.activity_id.user_id, self.agent)
        incident.action_handle()
        incident.action_contain()
        with self.assertRaisesRegex(UserError, "Leader, Manager"):
            incident.action_close()
        owed[0].action_tell()
        with self.assertRaisesRegex(UserError, "Manager"):
            incident.action_close()
        owed[1].action_tell()
        self.assertFalse(owed.sudo().activity_id.filtered("active"))
        self.assertFalse(incident.owed_count)
        report.with_user(self.agent).write({"instruction": "Pump."})
        report.action_instruct()
        report.action_execute()
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_without_the_rule_anybody_may_be_told(self):
        self.adoption.ends_on = "2026-03-01"
        self.adoption.action_end()
        report = self.report_up(self.new_incident(), told_user_id=self.executive.id)
        self.assertEqual(report.state, "told")
        self.assertFalse(report.incident_id.owed_count)

    def test_nobody_reports_to_themselves(self):
        with self.assertRaises(UserError):
            self.report_up(self.new_incident(), told_user_id=self.agent.id)

    @proves("S1-09-04")
    def test_a_report_proposes_what_to_do(self):
        incident = self.new_incident()
        with self.assertRaisesRegex(UserError, "Proposed Handling.*|S1-09 § 4"):
            self.report_up(incident, proposal=False)
        with self.assertRaises(UserError):
            self.report_up(incident, proposal="  ")

    @proves("S1-09-04")
    def test_an_instruction_is_written_down_and_carried_out_first(self):
        incident = self.new_incident(user_id=self.agent.id, handling="Shut")
        report = self.report_up(incident)
        with self.assertRaisesRegex(UserError, "in detail"):
            report.action_instruct()
        report.instruction = "Pump the water into the canal."
        report.action_instruct()
        report.objection = "The canal is full."
        report.action_object()
        incident.action_handle()
        incident.action_contain()
        with self.assertRaisesRegex(UserError, r"Leader.*S1-09 § 4"):
            incident.action_close()
        report.action_execute()
        incident.action_close()
        kinds = self.entries(incident).mapped("kind")
        for kind in ("report", "instruction", "objection", "execution"):
            self.assertIn(kind, kinds)

    def test_what_was_said_stays(self):
        report = self.report_up(self.new_incident())
        for wrong in (
            {"proposal": "Nothing"},
            {"told_user_id": self.manager.id},
            {"user_id": self.leader.id},
            {"told_at": "2026-03-01 00:00:00"},
            {"state": "executed"},
        ):
            with self.subTest(**wrong), self.assertRaises(UserError):
                report.write(wrong)
        report.instruction = "Pump."
        report.action_instruct()
        with self.assertRaises(UserError):
            report.instruction = "Do not pump."
        with self.assertRaises(UserError):
            report.sudo().unlink()

    def test_who_is_owed_a_report_is_kept_by_the_system(self):
        report = self.report_up(self.new_incident())
        with self.assertRaises(UserError):
            self.report_up(report.incident_id, afterwards_of_id=report.id)

    def test_the_superior_is_asked_for_instructions(self):
        report = self.report_up(self.new_incident())
        todo = report.incident_id.sudo().activity_ids
        self.assertIn(self.leader, todo.user_id)

    def test_whoever_is_told_may_read_the_incident(self):
        incident = self.new_incident(team_id=False)
        Incident = self.env["csm.incident"].with_user(self.outsider)
        self.assertFalse(Incident.search([("id", "=", incident.id)]))
        self.adoption.ends_on = "2026-03-01"
        self.adoption.action_end()
        self.report_up(incident, told_user_id=self.outsider.id)
        self.assertTrue(Incident.search([("id", "=", incident.id)]))
