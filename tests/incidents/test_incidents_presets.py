from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .incident_case import ANALYSIS, IncidentCase

WHERE = {"place": "Tower 2", "symptom": "Water", "plan": "Shut the valve"}


@tagged("post_install", "-at_install", "csm", "csm_incidents")
class TestIncidentsPresets(IncidentCase):
    """What each shipped regulation demands of an incident, and whom it tells."""

    def setUp(self):
        super().setUp()
        # One regulation at a time, so that only its rules speak.
        self.emergency = self.env["csm.emergency.plan"].create(
            {
                "name": "Flooding",
                "kind": "accident",
                "text": "<p>Shut the main valve.</p>",
                "company_id": self.company.id,
            }
        )

    def assert_refused(self, incident, step, *labels, article):
        """The step is refused, and the sentence names these fields and the article."""
        with self.assertRaises(UserError) as refusal:
            getattr(incident, f"action_{step}")()
        for text in (*labels, article):
            self.assertIn(text, str(refusal.exception))

    @proves("S0-01-09")
    def test_an_accident_names_the_shifts_and_what_was_done(self):
        self.adopt("csm_regulation_s0_01")
        incident = self.new_incident(kind="accident", user_id=self.agent.id, handling="Shut")
        incident.action_handle()
        self.assert_refused(incident, "contain", "Shifts Involved", article="S0-01 § 9")
        incident.shifts = "Early and late"
        incident.action_contain()
        other = self.new_incident(kind="fault", user_id=self.agent.id, handling="Shut")
        other.action_handle()
        other.action_contain()

    @proves("S0-02-05")
    def test_every_incident_goes_to_the_direct_superior_of_who_was_first_informed(self):
        self.adopt("csm_regulation_s0_02")
        incident = self.new_incident(self.leader, reporter_id=self.agent.id)
        self.assertEqual(self.told(incident), {"Incidents go to the direct superior": ["leader"]})
        incident = self.new_incident(self.leader, user_id=self.agent.id)
        self.assertEqual(self.told(incident), {"Incidents go to the direct superior": ["manager"]})

    @proves("S0-02-52")
    def test_a_major_finding_goes_to_the_service_manager_and_back_to_the_caterer(self):
        self.adopt("csm_regulation_s0_02")
        rule = "Major findings in the restaurant"
        small = self.new_incident(kind="inspection")
        self.assertNotIn(rule, self.told(small))
        major = self.new_incident(kind="inspection", severity="major")
        self.assertEqual(self.told(major)[rule], ["service_manager"])
        small.severity = "major"
        self.assertEqual(self.told(small)[rule], ["service_manager"])
        self.to_analysis(major)
        self.assert_refused(major, "close", "Fed Back", article="S0-02 § 52")
        major.action_feed_back()
        major.action_close()

    @proves("S0-04-19")
    def test_a_channel_s_problem_goes_to_the_superior_and_what_was_changed_is_on_record(self):
        self.adopt("csm_regulation_s0_04")
        incident = self.new_incident(kind="channel", user_id=self.agent.id, handling="Rung up")
        self.assertEqual(self.told(incident), {"Problem of a supply channel": ["leader"]})
        self.assertEqual(self.told(self.new_incident(kind="fault")), {})
        incident.action_handle()
        self.assert_refused(incident, "contain", "Corrective Action", article="S0-04 § 19")
        incident.correction = "The orders go by another channel."
        incident.action_contain()

    @proves("S0-05-21")
    def test_the_field_reports_to_the_head_of_the_department(self):
        self.adopt("csm_regulation_s0_05")
        incident = self.new_incident(kind="field")
        self.assertEqual(self.told(incident), {"Report from the field": ["manager"]})
        with self.assertRaisesRegex(UserError, r"What Is Seen.*S0-05 § 21|S0-05 § 21"):
            self.new_incident(kind="field", symptom=False)

    @proves("S0-06-08")
    def test_great_matters_go_to_the_general_manager(self):
        self.adopt("csm_regulation_s0_06")
        rule = "Matters of great importance"
        incident = self.new_incident(kind="public")
        self.assertNotIn(rule, self.told(incident))
        incident.severity = "major"
        self.assertEqual(self.told(incident)[rule], ["gm"])

    @proves("S0-06-16")
    def test_the_first_word_of_a_major_fault(self):
        self.adopt("csm_regulation_s0_06")
        values = {
            "kind": "fault",
            "severity": "major",
            "manager_id": self.manager.id,
            "partner_id": self.customer.id,
            "department_ids": [(6, 0, self.department.ids)],
        }
        for name, label in (
            ("place", "Place"),
            ("symptom", "What Is Seen"),
            ("plan", "Contingency Plan"),
        ):
            with self.assertRaisesRegex(UserError, rf"{label}[\s\S]*|S0-06 § 16"):
                self.new_incident(**{**values, name: False})
        incident = self.new_incident(**values)
        rule = "Major fault in a project"
        self.assertEqual(self.told(incident)[rule], ["manager", "salesperson"])
        report = incident.sudo().report_ids.filtered(lambda r: r.rule_id.name == rule)[0]
        for text in ("Tower 2", "Water stands at the ankles.", "Shut the valve.", "9:00"):
            self.assertIn(text, report.text)

    @proves("S0-06-16")
    def test_a_fault_that_becomes_major_is_told_then_and_taken_in_hand_with_all_on_record(self):
        self.adopt("csm_regulation_s0_06")
        incident = self.new_incident(
            kind="fault", plan=False, user_id=self.agent.id, partner_id=self.customer.id
        )
        self.assertEqual(self.told(incident), {})
        incident.severity = "major"
        self.assertIn("salesperson", self.told(incident)["Major fault in a project"])
        self.assert_refused(
            incident, "handle", "Contingency Plan", "Manager in Charge", article="S0-06 § 16"
        )

    @proves("S0-06-17")
    def test_the_manager_in_charge_files_passes_on_and_follows_to_the_end(self):
        self.adopt("csm_regulation_s0_06")
        incident = self.new_incident(
            kind="fault", severity="major", manager_id=self.manager.id, **WHERE
        )
        self.assertNotIn("Major fault passed on", self.told(incident))
        self.to_analysis(incident)
        incident.action_feed_back()
        self.assert_refused(incident, "close", "Filed and Passed On", article="S0-06 § 17")
        incident.with_user(self.manager).action_file()
        self.assertEqual(self.told(incident)["Major fault passed on"], ["deputy_gm", "gm"])
        follow = incident.sudo().activity_ids.filtered(lambda a: a.user_id == self.manager)
        self.assertIn("Follow the incident to its end", follow.mapped("summary"))
        incident.action_close()
        self.assertFalse(incident.sudo().activity_ids)

    @proves("S0-06-18")
    def test_a_major_fault_is_analysed_and_fed_back_before_it_is_closed(self):
        self.adopt("csm_regulation_s0_06")
        incident = self.new_incident(
            kind="fault",
            severity="major",
            manager_id=self.manager.id,
            partner_id=self.customer.id,
            **WHERE,
        )
        incident.with_user(self.manager).action_file()
        incident.write({"user_id": self.agent.id, "handling": "Shut", "cause": "Rust"})
        incident.action_handle()
        incident.action_contain()
        self.assert_refused(incident, "close", "Analysed", "Fed Back", article="S0-06 § 18")
        self.assert_refused(
            incident,
            "analyse",
            "Impact",
            "Corrective Action",
            "Preventive Action",
            article="S0-06 § 18",
        )
        incident.write(ANALYSIS)
        incident.action_analyse()
        told = self.told(incident)["Analysis of a major fault"]
        self.assertEqual(told, ["sales_manager", "salesperson"])
        self.assert_refused(incident, "close", "Fed Back", article="S0-06 § 18")
        incident.action_feed_back()
        incident.action_close()

    @proves("S0-15-18")
    def test_a_defect_is_told_to_the_area_and_the_stock(self):
        self.adopt("csm_regulation_s0_15")
        incident = self.new_incident(kind="goods")
        self.assertEqual(
            self.told(incident), {"Defect or missing label": ["area_head", "stock_leader"]}
        )
        with self.assertRaises(UserError):
            self.new_incident(kind="goods", symptom=" ")

    @proves("S1-09-01")
    def test_what_a_call_centre_reports_at_once(self):
        self.adopt("csm_regulation_s1_09")
        for kind in ("leak", "error", "accident", "danger", "beyond"):
            with self.subTest(kind=kind):
                told = self.told(self.new_incident(kind=kind))
                self.assertEqual(told, {"To be reported at once": ["leader"]})
        self.assertEqual(self.told(self.new_incident(kind="goods")), {})

    @proves("S1-09-02")
    def test_a_difficult_customer_is_referred_to_the_manager(self):
        self.adopt("csm_regulation_s1_09")
        incident = self.new_incident(kind="obstruction")
        self.assertEqual(
            self.told(incident), {"A customer makes difficulties": ["service_manager"]}
        )

    @proves("S1-13-02")
    def test_a_public_incident_is_handled_with_the_company(self):
        self.adopt("csm_regulation_s1_13")
        self.assertEqual(
            self.told(self.new_incident(kind="public"))["Public incident"], ["gm_office"]
        )
        with self.assertRaises(UserError):
            self.new_incident(kind="public", place=False)

    @proves("S3-06-03")
    def test_the_aftermath_is_divided_and_done_before_the_closing(self):
        self.adopt("csm_regulation_s3_06")
        incident = self.to_analysis(self.new_incident(kind="accident"))
        self.assert_refused(incident, "close", "Aftermath", article="S3-06 § 3")
        task = self.env["csm.incident.task"].create(
            {
                "incident_id": incident.id,
                "name": "Dry the cellar",
                "department_id": self.department.id,
            }
        )
        with self.assertRaisesRegex(UserError, "Dry the cellar"):
            incident.action_close()
        task.action_done()
        incident.action_close()

    @proves("S3-06-42")
    def test_suspicious_matters_go_to_the_superior_and_to_security(self):
        self.adopt("csm_regulation_s3_06")
        incident = self.new_incident(kind="security")
        self.assertEqual(self.told(incident)["Suspicious or unsafe"], ["leader", "security_head"])

    @proves("S3-12-05")
    def test_an_emergency_follows_its_plan(self):
        self.adopt("csm_regulation_s3_12")
        incident = self.new_incident(kind="accident", user_id=self.agent.id)
        self.assert_refused(incident, "handle", "Emergency Plan", article="S3-12 § 5")
        incident.emergency_plan_id = self.emergency
        incident.action_handle()
        self.assertIn("main valve", incident.emergency_text)

    @proves("S3-12-08")
    def test_doubtful_and_major_problems_climb_by_severity(self):
        self.adopt("csm_regulation_s3_12")
        incident = self.new_incident()
        self.assertEqual(self.told(incident), {})
        incident.severity = "doubtful"
        self.assertEqual(self.told(incident), {"Doubtful problem": ["manager"]})
        incident.severity = "major"
        self.assertEqual(self.told(incident)["Major problem"], ["centre_manager", "manager"])

    @proves("S3-13-24")
    def test_at_night_the_leaders_are_told(self):
        self.adopt("csm_regulation_s3_13")
        for moment, told in (
            ("2026-03-02 09:59:59", {}),
            ("2026-03-02 10:00:00", {"Emergency at night": ["gm", "manager"]}),
            ("2026-03-02 16:00:00", {"Emergency at night": ["gm", "manager"]}),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assertEqual(self.told(self.new_incident()), told)
