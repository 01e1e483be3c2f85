from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .incident_case import ANALYSIS, IncidentCase


@tagged("post_install", "-at_install", "csm", "csm_incidents")
class TestIncidentsMoves(IncidentCase):
    """An incident goes its way from the report to the closing; its log stays as it was written."""

    def test_it_gets_a_number_of_its_own_series(self):
        incident = self.new_incident()
        self.assertEqual(incident.number, "INC260301")
        self.assertEqual(self.new_incident().number, "INC260302")
        self.assertEqual(str(incident.reported_at), "2026-03-02 01:00:00")

    def test_the_month_of_the_number_is_the_company_s(self):
        self.at("2026-03-31 15:59:59")
        self.assertEqual(self.new_incident().number[:7], "INC2603")
        self.at("2026-03-31 16:00:00")
        self.assertEqual(self.new_incident().number[:7], "INC2604")

    def test_the_whole_way(self):
        incident = self.to_analysis(self.new_incident())
        incident.action_feed_back()
        incident.action_close()
        self.assertEqual(incident.state, "closed")
        steps = self.entries(incident, "step").mapped("text")
        self.assertEqual(steps, ["In Hand", "Contained", "Analysed", "Fed Back", "Closed"])

    def test_each_step_says_what_it_lacks(self):
        incident = self.new_incident()
        for name, value, step in (
            ("user_id", self.agent.id, "handle"),
            ("handling", ANALYSIS["handling"], "contain"),
            ("cause", ANALYSIS["cause"], "analyse"),
        ):
            label = incident._fact_label(name)
            with self.subTest(step=step), self.assertRaisesRegex(UserError, label):
                getattr(incident, f"action_{step}")()
            incident[name] = value
            getattr(incident, f"action_{step}")()
        incident.action_close()
        with self.assertRaisesRegex(UserError, "Reopened|reopened"):
            incident.action_reopen()
        incident.reopen_reason = "It leaks again."
        incident.action_reopen()
        with self.assertRaises(UserError):
            incident.action_void()
        incident.void_reason = "Entered twice"
        incident.action_void()
        self.assertEqual(incident.state, "void")

    def test_a_step_out_of_order_is_refused(self):
        incident = self.new_incident(user_id=self.agent.id)
        with self.assertRaises(UserError):
            incident.action_close()
        with self.assertRaises(UserError):
            incident.state = "closed"
        with self.assertRaises(UserError):
            incident.feed_back = incident.action_feed_back()

    def test_moments_cannot_be_typed_except_when_it_happened(self):
        early = self.new_incident(happened_at="2026-03-01 20:00:00")
        self.assertEqual(str(early.happened_at), "2026-03-01 20:00:00")
        for wrong in (
            {"happened_at": "2026-03-02 01:02:00"},
            {"happened_at": "2025-02-28 00:00:00"},
            {"reported_at": "2026-03-01 20:00:00"},
            {"closed_at": "2026-03-01 20:00:00"},
            {"is_off_hours": True},
            {"watch_user_id": self.agent.id},
        ):
            with self.subTest(**wrong), self.assertRaises(UserError):
                self.new_incident(**wrong)
            with self.subTest(**wrong), self.assertRaises(UserError):
                early.write(wrong)

    def test_it_stays_in_the_register(self):
        with self.assertRaises(UserError):
            self.new_incident().sudo().unlink()

    def test_a_supervisor_corrects_a_moment_and_the_log_says_so(self):
        incident = self.new_incident()
        with self.assertRaises(UserError):
            incident._correct_fact("happened_at", "2026-03-02 00:30:00", "The clock was wrong")
        by_leader = incident.with_user(self.leader)
        by_leader._correct_fact("happened_at", "2026-03-02 00:30:00", "The clock was wrong")
        self.assertIn("The clock was wrong", self.entries(incident, "correction").text)

    def test_things_to_do_end_with_the_incident(self):
        incident = self.to_analysis(self.new_incident(manager_id=self.manager.id))
        incident.with_user(self.manager).action_file()
        todo = incident.sudo().activity_ids
        self.assertEqual(todo.user_id, self.manager)
        incident.action_close()
        self.assertFalse(incident.sudo().activity_ids)

    def test_only_the_manager_in_charge_or_a_leader_files_it_and_once(self):
        incident = self.new_incident(manager_id=self.manager.id)
        with self.assertRaisesRegex(UserError, "Manager"):
            incident.action_file()
        incident.with_user(self.leader).action_file()
        with self.assertRaisesRegex(UserError, "filed already"):
            incident.with_user(self.manager).action_file()

    # The log

    def test_the_log_is_written_once(self):
        incident = self.new_incident()
        entry = self.write_entry(incident)
        self.assertEqual(
            (entry.user_id, str(entry.recorded_at)), (self.agent, "2026-03-02 01:00:00")
        )
        for user in (self.agent, self.manager, self.executive):
            with self.assertRaises(UserError):
                entry.with_user(user).text = "All is well."
            with self.assertRaises(UserError):
                entry.with_user(user).unlink()
        with self.assertRaises(UserError):
            entry.sudo().unlink()
        with self.assertRaises(UserError):
            incident.entry_ids = [(1, entry.id, {"text": "All is well."})]
        for statement in (
            "UPDATE csm_incident_entry SET text = 'x'",
            "DELETE FROM csm_incident_entry",
            "TRUNCATE csm_incident_entry CASCADE",
        ):
            self.env.flush_all()
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(DatabaseError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_a_correction_is_an_entry_of_the_same_log(self):
        incident = self.new_incident()
        wrong = self.write_entry(incident)
        right = self.write_entry(incident, kind="correction", corrects_id=wrong.id)
        self.assertEqual(right.corrects_id, wrong)
        other = self.new_incident()
        with self.assertRaises(UserError):
            self.write_entry(other, kind="correction", corrects_id=wrong.id)

    def test_nobody_writes_in_the_name_of_another_or_of_the_system(self):
        incident = self.new_incident()
        for wrong in (
            {"user_id": self.leader.id},
            {"recorded_at": "2026-03-01 00:00:00"},
            {"kind": "step"},
            {"kind": "instruction"},
        ):
            with self.subTest(**wrong), self.assertRaises(UserError):
                self.write_entry(incident, **wrong)

    def write_entry(self, incident, **values):
        Entry = self.env["csm.incident.entry"].with_user(self.agent)
        return Entry.create({"incident_id": incident.id, "text": "The pump runs.", **values})

    # The aftermath

    def test_what_was_done_afterwards_stays(self):
        incident = self.new_incident()
        task = (
            self.env["csm.incident.task"]
            .with_user(self.agent)
            .create(
                {
                    "incident_id": incident.id,
                    "name": "Dry the cellar",
                    "department_id": self.department.id,
                }
            )
        )
        with self.assertRaises(UserError):
            task.done_at = "2026-03-02 01:00:00"
        self.at("2026-03-02 02:00:00")
        task.action_done()
        self.assertEqual((str(task.done_at), task.done_by_id), ("2026-03-02 02:00:00", self.agent))
        self.assertIn("Dry the cellar (Engineering)", self.entries(incident).mapped("text"))
        with self.assertRaises(UserError):
            task.name = "Wet the cellar"
        with self.assertRaises(UserError):
            task.unlink()

    # Twice the same

    def test_what_may_be_the_same_is_shown(self):
        first = self.new_incident(kind="accident", place="Tower 2")
        self.at("2026-03-03 01:00:00")
        same = self.new_incident(kind="accident", place=" tower 2")
        self.assertEqual(same.possible_duplicate_ids, first)
        for other in ({"kind": "fault"}, {"kind": "accident", "place": "Tower 3"}):
            self.assertFalse(self.new_incident(**other).possible_duplicate_ids & first)
        self.at("2026-03-03 01:00:01")
        self.assertFalse(
            self.new_incident(kind="accident", place="Tower 2").possible_duplicate_ids & first
        )

    def test_a_known_duplicate_tells_nobody_anew(self):
        self.adopt("csm_regulation_s0_02")
        first = self.new_incident()
        self.assertTrue(first.sudo().report_ids)
        again = self.new_incident(duplicate_of_id=first.id)
        self.assertFalse(again.sudo().report_ids)
        self.assertFalse(again.possible_duplicate_ids)
        with self.assertRaises(ValidationError):
            self.new_incident(duplicate_of_id=again.id)

    def test_of_historic_incidents_nobody_is_told_and_only_a_supervisor_enters_them(self):
        self.adopt("csm_regulation_s0_02")
        with self.assertRaises(UserError):
            self.new_incident(is_historic=True)
        old = self.new_incident(
            self.leader, is_historic=True, happened_at="2025-06-01 01:00:00", severity="major"
        )
        self.assertFalse(old.sudo().report_ids)
        with self.assertRaises(UserError):
            old.is_historic = False

    # The print

    def test_the_analysis_prints_what_was_found(self):
        incident = self.to_analysis(self.new_incident(partner_id=self.customer.id))
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html("csm.csm_incident_analysis", incident.ids)
        for text in (*ANALYSIS.values(), incident.number, "Tower 2"):
            self.assertIn(text, html.decode())

    def test_whoever_cannot_read_it_cannot_print_it(self):
        incident = self.new_incident()
        report = self.env["ir.actions.report"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            report._render_qweb_html("csm.csm_incident_analysis", incident.ids)
