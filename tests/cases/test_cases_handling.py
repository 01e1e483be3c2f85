from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesHandling(CsmPeopleBase):
    """Files, abnormalities, clocks of units, merging, clauses and counts."""

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def refusal(self, work, *args):
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            work(*args)
        return str(refused.exception)

    def fresh(self, **values):
        case = self.new_case(user_id=self.agent.id, judgement="founded", **values)
        case.action_register()
        return case

    def closed(self, **values):
        case = self.fresh(**values)
        for step in ("judge", "tell", "close"):
            getattr(case, f"action_{step}")()
        return case

    # Files

    def test_a_file_is_put_away_after_the_closing_and_kept_as_the_company_says(self):
        case = self.fresh()
        self.assertIn("does not belong there", self.refusal(case.action_file))
        self.company.csm_retention_months = 24
        case = self.closed()
        self.at("2026-03-05 01:00:00")
        case.action_file()
        self.assertEqual(str(case.archived_at), "2026-03-05 01:00:00")
        self.assertEqual(str(case.retention_until), "2028-03-02")
        self.assertIn("is recorded already", self.refusal(case.action_file))
        case.reopen_reason = "Again."
        case.action_reopen()
        self.assertFalse(case.retention_until)

    def test_without_any_figure_a_file_is_kept_for_good(self):
        case = self.closed()
        case.action_file()
        self.assertEqual((case.is_kept_for_good, case.retention_until), (True, False))

    def test_nothing_is_deleted_before_its_time(self):
        case = self.closed()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            case.with_user(self.manager).unlink()
        for name in ("retention_until", "is_kept_for_good", "archived_at"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                case.with_user(self.manager).write({name: False})

    def test_files_whose_time_is_over_are_listed(self):
        self.company.csm_retention_months = 1
        case = self.closed()
        case.action_file()
        over = [("retention_until", "<", "2026-04-03"), ("id", "=", case.id)]
        self.assertTrue(self.env["csm.case"].search(over))
        self.assertFalse(
            self.env["csm.case"].search([("retention_until", "<", "2026-04-02"), over[1]])
        )

    def test_many_files_are_put_away_at_once_and_the_others_named(self):
        cases = self.closed() | self.fresh()
        message = cases.action_file()["params"]["message"]
        self.assertIn("1 done.", message)
        self.assertIn(cases[1].number, message)

    # Abnormalities

    def test_a_unit_is_asked_to_improve_answers_and_that_is_enough(self):
        department = self.env["hr.department"].create(
            {
                "name": "Cellar",
                "company_id": self.company.id,
                "manager_id": self.employee(self.outsider).id,
            }
        )
        values = {
            "name": "Corks",
            "company_id": self.company.id,
            "team_id": self.team.id,
            "department_id": department.id,
            "found": "Dry corks.",
            "request": "Store them lying.",
        }
        note = self.env["csm.abnormality"].with_user(self.agent).create(values)
        self.assertFalse(note.with_user(self.outsider).has_access("read"))
        note.action_send()
        self.assertEqual((note.user_id, note.state), (self.outsider, "sent"))
        theirs = note.with_user(self.outsider)
        self.assertIn("write what the unit does", self.refusal(theirs.action_answer))
        self.assertIn("is worded by", self.refusal(theirs.write, {"found": "Nothing."}))
        theirs.answer = "Racks are ordered."
        theirs.action_answer()
        self.assertIn("answered by you", self.refusal(theirs.action_close))
        note.action_ask_again()
        theirs.action_answer()
        note.action_close()
        self.assertEqual(note.state, "closed")
        for values in ({"state": "draft"}, {"closed_at": False}, {"filed_by_id": self.manager.id}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                note.write(values)

    def test_a_department_without_a_manager_names_no_person(self):
        department = self.env["hr.department"].create(
            {"name": "Attic", "company_id": self.company.id}
        )
        note = (
            self.env["csm.abnormality"]
            .with_user(self.agent)
            .create(
                {
                    "name": "x",
                    "company_id": self.company.id,
                    "department_id": department.id,
                    "found": "x",
                    "request": "x",
                }
            )
        )
        self.assertIn("Choose the person", self.refusal(note.action_send))

    def test_amounts_below_zero_are_refused(self):
        muted, refused = mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError)
        with muted, refused, self.env.cr.savepoint():
            self.fresh(receivable_amount=-1)

    # Clocks of units

    def with_station(self, case, **values):
        role = self.env.ref("csm.csm_role_gm").id
        values = {"case_id": case.id, "role_id": role, **values}
        return self.env["csm.case.station"].with_user(self.agent).create(values)

    def test_what_stops_the_clocks_of_a_case_stops_those_of_its_units(self):
        case = self.fresh()
        station = self.with_station(case)
        case._pause_deadlines("The customer sends the sample")
        self.assertTrue(station.is_on_hold)
        joint = self.with_station(case, is_joint=True)
        self.assertTrue(joint.is_on_hold)
        case._resume_deadlines()
        self.assertFalse(station.is_on_hold or joint.is_on_hold)

    # Merging

    def test_merging_takes_the_unit_that_has_it_and_gives_it_back(self):
        target, source = self.fresh(), self.fresh()
        station = self.with_station(source)
        merge = target.with_user(self.leader)._merge(source.with_user(self.leader), "Same bottle")
        self.assertEqual((station.case_id, station.state), (target, "here"))
        merge.action_undo()
        self.assertEqual((station.case_id, station.state), (source, "here"))

    def test_merging_withdraws_what_lies_elsewhere_already(self):
        target, source = self.fresh(), self.fresh()
        kept, ended = self.with_station(target), self.with_station(source)
        merge = target.with_user(self.leader)._merge(source.with_user(self.leader), "Same bottle")
        self.assertEqual((kept.state, ended.state), ("here", "withdrawn"))
        merge.action_undo()
        self.assertEqual(ended.state, "here")

    # Clauses and counts

    def test_the_clauses_hold_dated_facts_and_who_made_them(self):
        case = self.closed()
        clauses = {clause["clause"]: clause["facts"] for clause in case.iso_clauses}
        self.assertEqual(list(clauses), [f"7.{number}" for number in range(2, 10)])
        self.assertEqual([fact["fact"] for fact in clauses["7.9"]], ["closed_at"])
        self.assertEqual(clauses["7.8"][0]["at"], "2026-03-02 01:00:00")
        self.assertEqual(clauses["7.5"][0]["who"], self.agent.name)
        self.assertEqual(clauses["7.7"], [])
        entry = next(e for e in case.timeline["past"] if e["fact"] == "closed_at")
        self.assertEqual(entry["clause"], "7.9")

    # The next step

    def test_one_step_is_offered_and_the_others_in_the_menu(self):
        case = self.new_case(user_id=self.agent.id)
        for step, offered in (
            ("register", "register"),
            ("reply", "reply"),
            ("judge", "judge"),
            ("decide", "decide"),
            ("tell", "tell"),
            ("execute", "execute"),
            ("close", "close"),
            ("file", "file"),
        ):
            self.assertEqual(case.offered_steps["next"]["step"], offered)
            case.write({"judgement": "founded", "decision": "x"} if step == "judge" else {})
            getattr(case, f"action_{step}")()
            case.invalidate_recordset(["offered_steps"])
        self.assertFalse(case.offered_steps["next"])
        self.assertIn("reopen", [entry["step"] for entry in case.offered_steps["others"]])

    def test_an_unfounded_complaint_leads_to_the_answer_and_the_closing(self):
        case = self.fresh(receivable_due_at="2026-04-01 01:00:00")
        case.judgement = "unfounded"
        case.action_reply()
        case.action_judge()
        self.assertEqual(case.offered_steps["next"]["step"], "tell")
        steps = [entry["step"] for entry in case.offered_steps["others"]]
        self.assertIn("collect", steps)

    # Withheld identity

    def withheld(self):
        self.case.is_identity_withheld = True
        return self.case

    def hear(self, person, **values):
        values = {
            "case_id": self.case.id,
            "employee_id": self.employee(person).id,
            "accusation": "A customer felt insulted.",
            "questions": "What happened at noon?",
            **values,
        }
        Wizard = self.env["csm.case.hear.wizard"].with_user(self.agent)
        Wizard.create(values).action_hear()
        return self.env["csm.case.hearing"].search([("user_id", "=", person.id)], limit=1)

    def test_a_withheld_identity_is_never_opened_to_those_complained_about(self):
        case = self.withheld()
        with self.assertRaisesRegex(ValidationError, "is withheld"), self.env.cr.savepoint():
            case.with_user(self.manager).is_open_to_accused = True
        self.assertIn(
            "Only a manager lifts",
            self.refusal(case.with_user(self.agent).write, {"is_identity_withheld": False}),
        )
        case.with_user(self.manager).is_identity_withheld = False
        case.with_user(self.manager).is_open_to_accused = True
        with self.assertRaisesRegex(ValidationError, "is withheld"), self.env.cr.savepoint():
            case.with_user(self.agent).is_identity_withheld = True

    def test_the_person_heard_answers_and_reads_nothing_of_the_case(self):
        self.withheld()
        accused = self.people["accused"]
        hearing = self.hear(accused)
        self.assertEqual(hearing.state, "asked")
        self.rpc(accused, "csm.case.hearing", "write", hearing.ids, {"statement": "I was calm."})
        self.rpc(accused, "csm.case.hearing", "action_answer", hearing.ids)
        self.assertEqual((hearing.state, hearing.statement), ("answered", "I was calm."))
        read = self.rpc(accused, "csm.case.hearing", "read", hearing.ids)[0]
        told = str(read)
        for secret in ("Zhou", "Cork", "Insulted", self.case.name, self.case.number or "#"):
            self.assertNotIn(secret, told)
        self.assertNotIn("case_id", read)
        self.assertEqual(read["case_text"], "")
        mine = self.rpc(self.agent, "csm.case.hearing", "read", hearing.ids, ["case_text"])[0]
        self.assertEqual(mine["case_text"], self.case.display_name)

    def test_no_road_leads_from_the_hearing_to_the_complainant(self):
        self.withheld()
        accused, hearing = self.people["accused"], self.hear(self.people["accused"])
        Model = "csm.case.hearing"
        roads = (
            ("read", hearing.ids, ["case_id"]),
            ("search", [("case_id.partner_id.name", "ilike", "Zhou")]),
            ("search_count", [("case_id.name", "ilike", "Insulted")]),
            ("formatted_read_group", [], ["case_id"], ["__count"]),
            ("export_data", hearing.ids, ["case_id/partner_name"]),
            ("action_open_case", hearing.ids),
        )
        for method, *args in roads:
            with self.subTest(method), self.assertRaises(UserError):
                self.rpc(accused, Model, method, *args)
        names = self.rpc(accused, Model, "name_search", "")
        self.assertEqual([name for _id, name in names], ["Hearing of Accused"])
        partner = self.case.partner_id
        probes = {
            "csm.case": [("id", "=", self.case.id)],
            "csm.deadline": [("res_id", "=", self.case.id), ("res_model", "=", "csm.case")],
            "mail.message": [("model", "=", "csm.case"), ("res_id", "=", self.case.id)],
            "ir.attachment": [("res_model", "=", "csm.case"), ("res_id", "=", self.case.id)],
            "mail.activity": [("res_model", "=", "csm.case")],
            "res.partner": [("csm_case_ids.name", "ilike", "Insulted")],
            "csm.report": [("res_id", "=", self.case.id)],
            "csm.request": [("case_id", "=", self.case.id)],
            "csm.abnormality": [("case_id.partner_id", "=", partner.id)],
        }
        for model, domain in probes.items():
            with self.subTest(model):
                self.assertFalse(self.rpc(accused, model, "search", domain))
        told = self.env["mail.message"].search([("partner_ids", "in", accused.partner_id.ids)])
        self.assertEqual(told.mapped("subject"), ["You are asked for a statement"])
        self.assertFalse(told.model or told.res_id)
        self.assertNotIn(accused.partner_id, self.case.message_partner_ids)

    def test_each_reads_their_own_hearing_only_and_only_once_asked(self):
        self.withheld()
        hearing = self.hear(self.people["accused"])
        for role in ("accused_manager", "outside", "abroad", "internal"):
            found = self.rpc(self.people[role], "csm.case.hearing", "search", [])
            self.assertFalse(found, role)
        draft = (
            self.env["csm.case.hearing"]
            .with_user(self.agent)
            .create(
                {
                    "case_id": self.case.id,
                    "employee_id": self.employee(self.people["accused_manager"]).id,
                    "accusation": "x",
                }
            )
        )
        self.assertFalse(self.rpc(self.people["accused_manager"], draft._name, "search", []))
        self.assertTrue(hearing.with_user(self.leader).has_access("read"))

    def test_neither_side_writes_the_others_part(self):
        self.withheld()
        accused, hearing = self.people["accused"], self.hear(self.people["accused"])
        for user, values in (
            (accused, {"accusation": "Nothing."}),
            (accused, {"case_id": self.case.id}),
            (accused, {"user_id": self.agent.id}),
            (accused, {"company_id": self.foreign_company.id}),
            (accused, {"state": "answered"}),
            (self.agent, {"statement": "I confess."}),
            (self.agent, {"accusation": "Something else."}),
            (self.agent, {"answered_at": "2026-03-02 01:00:00"}),
        ):
            refused = self.assertRaises(UserError)
            with self.subTest(values), refused, self.env.cr.savepoint():
                self.rpc(user, "csm.case.hearing", "write", hearing.ids, values)
        self.assertIn(
            "only the person heard", self.refusal(hearing.with_user(self.agent).action_answer)
        )
        self.assertIn("write what you have", self.refusal(hearing.with_user(accused).action_answer))
        with self.assertRaises(UserError):
            self.rpc(accused, "csm.case.hearing", "create", [{"case_id": self.case.id}])

    def test_a_hearing_does_not_name_the_complainant(self):
        self.withheld()
        for text in ("Ms Zhou says so.", "ms zhou says so."):
            refused = self.assertRaisesRegex(ValidationError, "names the complainant")
            with refused, self.env.cr.savepoint():
                self.hear(self.people["accused"], accusation=text)
        self.hear(self.people["accused"])
