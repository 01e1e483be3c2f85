from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase

PRIVATE = (
    ("csm.case", "_go"),
    ("csm.case", "_with_pass"),
    ("csm.case", "_correct_fact"),
    ("csm.case", "_pause_deadlines"),
    ("csm.deadline", "_remove"),
    ("csm.deadline.event", "_log"),
    ("csm.deadline.run", "_cron_take_steps"),
    ("csm.number.counter", "draw"),
    ("csm.number.loan", "_settle"),
    ("csm.adoption", "_rules_adopt"),
)


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesAccess(CsmPeopleBase):
    """The roads by which somebody could reach a case, or its clocks, without the right to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_steps("2026-03-02 21:30:00")
        cls.run_steps("2026-03-03 02:00:00")
        cls.case.message_post(body="She shouted at me.", subtype_xmlid="mail.mt_comment")
        cls.activity = cls.case.activity_schedule(
            "mail.mail_activity_data_todo", summary="Call her back", user_id=cls.agent.id
        )
        cls.barred = [cls.people[role] for role in ("accused", "accused_manager")]
        cls.without = [
            cls.people[role] for role in ("outside", "elsewhere", "abroad", "auditor", "internal")
        ]

    def assert_refused(self, user, model, method, *args, **kwargs):
        with (
            self.subTest(user=user.login, model=model, method=method, args=args),
            self.assertRaises(UserError),
        ):
            self.rpc(user, model, method, *args, **kwargs)

    # What nobody writes

    def test_nobody_writes_a_fact_a_number_or_what_the_system_keeps(self):
        values = {
            "registered_at": "2026-03-02 02:00:00",
            "received_at": "2026-03-02 00:30:00",
            "number": "2603-99",
            "is_historic": True,
            "is_on_hold": True,
            "next_due_at": "2030-01-01 00:00:00",
            "next_deadline_id": False,
        }
        for role in ("agent", "supervisor", "manager", "admin"):
            for name, value in values.items():
                user = self.people[role]
                self.assert_refused(user, "csm.case", "write", self.case.ids, {name: value})
                self.assert_refused(
                    user, "csm.case", "web_save", self.case.ids, {name: value}, {"name": {}}
                )
        self.assertFalse(self.case.is_historic)

    def test_nobody_creates_a_case_with_facts_number_or_a_later_state(self):
        values = {"name": "Sour", "partner_name": "Ms Li", "company_id": self.company.id}
        for extra in (
            {"state": "closed"},
            {"registered_at": "2026-03-02 02:00:00"},
            {"number": "260399"},
            {"is_historic": True},
        ):
            for role in ("agent", "manager"):
                self.assert_refused(self.people[role], "csm.case", "create", [{**values, **extra}])

    def test_an_import_meets_the_same_refusals(self):
        head = ["name", "partner_name", "state", "registered_at"]
        row = ["Sour", "Ms Li", "closed", "2026-03-02 02:00:00"]
        result = self.rpc(self.manager, "csm.case", "load", head, [row])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_a_pass_cannot_be_brought_along_in_a_context(self):
        forged = {"model": "csm.case", "ids": self.case.ids, "fields": ["state", "closed_at"]}
        for given in (True, "csm.case", forged, [forged]):
            self.assert_refused(
                self.manager,
                "csm.case",
                "write",
                self.case.ids,
                {"closed_at": "2026-03-02 09:00:00"},
                context={"csm_pass": given},
            )

    def test_the_clocks_are_written_by_nobody(self):
        deadline = self.case.deadline_ids
        self.case._pause_deadlines("Waiting")
        rows = {
            "csm.deadline": (deadline, {"due_at": "2030-01-01 00:00:00"}),
            "csm.deadline.event": (deadline.event_ids[:1], {"note": "x"}),
            "csm.deadline.pause": (self.case.pause_ids, {"reason": "x"}),
            "csm.deadline.notice": (
                self.env["csm.deadline.notice"].search([("deadline_id", "=", deadline.id)])[:1],
                {"is_delivered": True},
            ),
        }
        for role in ("agent", "supervisor", "manager", "executive", "admin"):
            for model, (record, values) in rows.items():
                self.assertTrue(record, model)
                self.assert_refused(self.people[role], model, "write", record.ids, values)
                self.assert_refused(self.people[role], model, "unlink", record.ids)
            for command in ([1, deadline.id, {"due_at": False}], [2, deadline.id, 0]):
                self.assert_refused(
                    self.people[role],
                    "csm.case",
                    "write",
                    self.case.ids,
                    {"deadline_ids": [command]},
                )

    def test_private_methods_are_no_road(self):
        for model, method in PRIVATE:
            with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                self.rpc(self.people["admin"], model, method, [])

    # Corrections

    def test_a_moment_is_corrected_by_a_supervisor_with_the_dialogue_only(self):
        values = {
            "res_model": "csm.case",
            "res_id": self.case.id,
            "fact": "received_at",
            "new_value": "2026-03-02 00:30:00",
            "reason": "Noted late",
        }
        self.assert_refused(self.agent, "csm.fact.correct.wizard", "create", [values])
        for role in ("elsewhere", "abroad", "accused_manager"):
            user = self.people[role]
            wizard = self.rpc(user, "csm.fact.correct.wizard", "create", [values])
            self.assert_refused(user, "csm.fact.correct.wizard", "action_correct", wizard)
        wizard = self.rpc(self.leader, "csm.fact.correct.wizard", "create", [values])
        self.rpc(self.leader, "csm.fact.correct.wizard", "action_correct", wizard)
        self.assertEqual(str(self.case.received_at), "2026-03-02 00:30:00")
        correction = self.env["csm.fact.correction"].search([("res_id", "=", self.case.id)])
        self.assertEqual(correction.user_id, self.leader)
        self.assertEqual(str(correction.old_value), "2026-03-02 01:00:00")

    def test_the_dialogue_does_not_reach_records_without_moments(self):
        values = {
            "res_model": "res.users",
            "res_id": self.agent.id,
            "fact": "received_at",
            "new_value": "2026-03-02 00:30:00",
            "reason": "x",
        }
        self.assert_refused(self.leader, "csm.fact.correct.wizard", "create", [values])

    # Reading around the corner

    def test_a_case_shows_through_no_other_record(self):
        partner, deadline = self.case.partner_id, self.case.deadline_ids
        for user in self.without + self.barred:
            with self.subTest(user=user.login):
                found = self._around_the_corner(user, partner)
                self.assertFalse(found)
        rows = self.rpc(
            self.people["auditor"], "csm.deadline", "read", deadline.ids, ["record_name"]
        )
        self.assertEqual(rows[0]["record_name"], "")

    def _around_the_corner(self, user, partner):
        """Return by which roads a user comes to know something of the case."""
        about = [("model", "=", "csm.case"), ("res_id", "=", self.case.id)]
        there = [("res_model", "=", "csm.case"), ("res_id", "=", self.case.id)]
        probes = {
            "customer": ("res.partner", [("csm_case_ids.name", "ilike", "insulted")]),
            "messages": ("mail.message", about),
            "activities": ("mail.activity", there),
            "attachments": ("ir.attachment", there),
            "activity of deadline": ("mail.activity", [("csm_deadline_id", "!=", False)]),
        }
        found = []
        for road, (model, domain) in probes.items():
            found += [road] if self._reaches(user, model, "search", domain) else []
            found += (
                [f"{road} counted"] if self._reaches(user, model, "search_count", domain) else []
            )
        if self._reaches(
            user, "res.partner", "read", partner.ids, ["csm_case_ids"], key="csm_case_ids"
        ):
            found.append("customer's cases")
        if self._reaches(
            user, "res.partner", "read", partner.ids, ["csm_case_count"], key="csm_case_count"
        ):
            found.append("customer's count")
        for method, *args in (
            ("name_search", "Insulted"),
            ("read", self.case.ids, ["display_name"]),
            ("formatted_read_group", [("name", "ilike", "insulted")], ["state"], []),
        ):
            if self._reaches(user, "csm.case", method, *args):
                found.append(method)
        return found

    def _reaches(self, user, model, method, *args, key=None):
        try:
            result = self.rpc(user, model, method, *args)
        except (AccessError, ValueError):
            return False
        return bool(result[0][key] if key else result)

    def test_who_has_the_right_finds_the_case_by_those_roads(self):
        # Otherwise the test above would also pass on empty tables.
        found = self._around_the_corner(self.leader, self.case.partner_id)
        for road in ("customer", "messages", "activities", "customer's cases", "name_search"):
            self.assertIn(road, found)

    # Persons complained about

    def test_those_complained_about_find_no_trace(self):
        deadline = self.case.deadline_ids
        own = {
            "csm.case": [("id", "=", self.case.id)],
            "csm.deadline": [("id", "=", deadline.id)],
            "csm.deadline.event": [("deadline_id", "=", deadline.id)],
            "csm.fact.correction": [("res_id", "=", self.case.id)],
        }
        for user in self.barred:
            for model, domain in own.items():
                self.assertFalse(self._reaches(user, model, "search", domain), model)
                self.assertFalse(self._reaches(user, model, "search_count", domain), model)
            self.assert_refused(user, "csm.case", "action_register", self.case.ids)
            self.assert_refused(
                user, "csm.case", "message_post", self.case.ids, body="It was not me."
            )

    def test_those_complained_about_are_never_handler(self):
        for user in self.barred:
            with self.assertRaisesRegex(ValidationError, "cannot handle it"), self.cr.savepoint():
                self.case.user_id = user
        self.case.is_open_to_accused = True
        with self.assertRaisesRegex(ValidationError, "cannot handle it"), self.cr.savepoint():
            self.case.user_id = self.people["accused"]

    def test_those_complained_about_have_nothing_to_do_for_the_case(self):
        with self.assertRaisesRegex(ValidationError, "nothing to do"), self.cr.savepoint():
            self.case.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.people["accused"].id
            )
        with self.assertRaisesRegex(ValidationError, "nothing to do"), self.cr.savepoint():
            self.activity.user_id = self.people["accused"]

    def test_those_complained_about_never_follow_and_get_no_message(self):
        partners = self.env["res.partner"].union(*(user.partner_id for user in self.barred))
        for opened in (False, True):
            self.case.is_open_to_accused = opened
            self.case.message_subscribe(partners.ids)
            self.assertFalse(self.case.message_partner_ids & partners)
            message = self.case.with_user(self.agent).message_post(
                body="Look", partner_ids=partners.ids
            )
            self.assertFalse(message.sudo().partner_ids)
            self.assertFalse(message.sudo().notified_partner_ids & partners)

    def test_whoever_is_named_later_loses_what_was_sent_and_planned(self):
        late = self.new_user("late", "group_agent", superior=self.leader)
        self.team.member_ids |= late
        case = self.new_case(name="Second bottle", user_id=self.agent.id)
        case.message_subscribe(late.partner_id.ids)
        message = case.with_user(self.agent).message_post(
            body="Please look", subtype_xmlid="mail.mt_comment", partner_ids=late.partner_id.ids
        )
        activity = case.sudo().activity_schedule(
            "mail.mail_activity_data_todo", summary="Taste it", user_id=late.id
        )
        self.assertTrue(self._reaches(late, "mail.message", "read", message.ids, ["body"]))
        case.with_user(self.agent).accused_employee_ids = self.employee(late)
        self.assertFalse(self._reaches(late, "mail.message", "read", message.ids, ["body"]))
        self.assertFalse(self._reaches(late, "mail.activity", "read", activity.ids, ["summary"]))
        self.assertEqual(activity.user_id, self.agent)
        self.assertNotIn(late.partner_id, case.sudo().message_partner_ids)

    def test_a_manager_opens_the_case_to_them(self):
        accused = self.people["accused"]
        self.assert_refused(
            self.leader, "csm.case", "write", self.case.ids, {"is_open_to_accused": True}
        )
        self.assert_refused(
            self.people["accused_manager"],
            "csm.case",
            "write",
            self.case.ids,
            {"is_open_to_accused": True},
        )
        self.rpc(self.manager, "csm.case", "write", self.case.ids, {"is_open_to_accused": True})
        self.assertTrue(self._reaches(accused, "csm.case", "read", self.case.ids, ["name"]))
        self.assertTrue(
            self._reaches(accused, "csm.deadline", "search", [("res_id", "=", self.case.id)])
        )
        self.rpc(self.manager, "csm.case", "write", self.case.ids, {"is_open_to_accused": False})
        self.assertFalse(self._reaches(accused, "csm.case", "read", self.case.ids, ["name"]))
        self.assertFalse(
            self._reaches(accused, "csm.deadline", "search", [("res_id", "=", self.case.id)])
        )

    # Rules

    def test_an_agent_neither_adopts_nor_undoes(self):
        draft = self.env["csm.adoption"].create(
            {
                "regulation_id": self.new_regulation("T-02").id,
                "company_id": self.company.id,
                "reason": "Test",
            }
        )
        for role in ("agent", "supervisor", "auditor", "abroad"):
            self.assert_refused(self.people[role], "csm.adoption", "action_adopt", draft.ids)
            self.assert_refused(self.people[role], "csm.adoption", "action_undo", self.adoption.ids)
        self.rpc(self.manager, "csm.adoption", "action_adopt", draft.ids)
        self.assertEqual(draft.state, "adopted")

    def test_presets_and_rules_in_force_are_changed_by_nobody(self):
        rule = self.env["csm.deadline.rule"].search([("adoption_id", "=", self.adoption.id)])
        for role in ("manager", "executive", "admin"):
            user = self.people[role]
            for target in (self.preset, rule):
                for values in ({"delay": 1}, {"active": False}, {"valid_from": "2001-01-01"}):
                    self.assert_refused(user, "csm.deadline.rule", "write", target.ids, values)
                self.assert_refused(user, "csm.deadline.rule", "unlink", target.ids)
                step = target.step_ids[:1]
                self.assert_refused(user, "csm.deadline.step", "write", step.ids, {"amount": 9})
                self.assert_refused(user, "csm.deadline.step", "unlink", step.ids)
            self.assert_refused(
                user, "csm.deadline.rule", "write", self.preset.ids, {"name": "Mine"}
            )
            for kept in ({"company_id": self.company.id}, {"adoption_id": self.adoption.id}):
                values = {**self.preset.copy_data()[0], "step_ids": [], **kept}
                self.assert_refused(user, "csm.deadline.rule", "create", [values])
