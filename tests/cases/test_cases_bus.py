from json import loads

from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesBus(CsmPeopleBase):
    """What the server pushes into open browsers tells those complained about nothing of the case.

    Notifications are handed to the channel of a user as they are; no record rule is asked again.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accused, cls.chief = cls.people["accused"], cls.people["accused_manager"]
        for user in (cls.accused, cls.chief, cls.agent, cls.leader):
            user.notification_type = "inbox"
        cls.case.partner_id.write({"phone": "+86 10 5550 0142", "email": "zhou@example.com"})
        cls.case.write(
            {"is_identity_withheld": True, "order_number": "HT-77", "demand": "An apology"}
        )
        cls.case.with_user(cls.agent).action_register()

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.cr.precommit.data.pop("bus.bus.values", None)
        self.env.cr.precommit.clear()

    def secrets(self):
        case = self.case.sudo()
        partner = case.partner_id
        named = [case.number, case.name, partner.name, partner.phone, partner.email]
        return [*named, case.order_number, case.demand, "csm.case", "csm_case"]

    def pushed(self):
        """Return ``{user: texts}`` of all that was pushed to somebody since the test began."""
        self.env.flush_all()
        found = {}
        for row in self.env.cr.precommit.data.get("bus.bus.values", ()):
            channel = loads(row["channel"])
            name, number = (channel[1], channel[2]) if len(channel) > 2 else (channel[1], 0)
            record = self.env[name].browse(number) if name in self.env else None
            partner = record.partner_id if name == "res.users" else record
            user = self.env["res.users"].sudo().search([("partner_id", "=", partner.id)])
            found.setdefault(user.login, []).append(row["message"])
        return found

    def assert_tells_nothing(self, *users):
        pushed = self.pushed()
        for user in users:
            for text in pushed.get(user.login, ()):
                for secret in self.secrets():
                    self.assertNotIn(secret, text, user.login)
        return pushed

    def hear(self, user):
        wizard = self.env["csm.case.hear.wizard"].with_user(self.agent)
        wizard.create(
            {
                "case_id": self.case.id,
                "employee_id": self.employee(user).id,
                "accusation": "You are said to have shouted at the counter.",
                "questions": "What happened?",
            }
        ).action_hear()
        return self.env["csm.case.hearing"].search([("user_id", "=", user.id)], limit=1)

    def test_asking_for_a_statement_names_no_case(self):
        self.hear(self.accused)
        pushed = self.assert_tells_nothing(self.accused, self.chief)
        # It did arrive: words that lead to the person's own hearings and nowhere else.
        self.assertIn("Read and answer it", "".join(pushed[self.accused.login]))
        self.assertNotIn("shouted", "".join(pushed[self.accused.login]))
        self.assertNotIn(self.chief.login, pushed)

    def test_answering_pushes_to_the_handler_alone(self):
        hearing = self.hear(self.accused)
        hearing.with_user(self.accused).statement = "I was calm."
        hearing.with_user(self.accused).action_answer()
        pushed = self.assert_tells_nothing(self.accused, self.chief)
        self.assertNotIn("I was calm", str(pushed.get(self.chief.login)))
        self.assertIn(self.agent.login, pushed)

    def test_the_work_on_the_case_is_not_pushed_to_them(self):
        post = {"body": "HT-77: Ms Zhou called again", "subtype_xmlid": "mail.mt_comment"}
        both = (self.accused | self.chief).partner_id
        self.case.with_user(self.agent).message_post(**post, partner_ids=both.ids)
        self.case.with_user(self.manager).message_subscribe(both.ids)
        self.case.with_user(self.agent).message_post(**post)
        self.run_steps("2026-03-03 02:00:00")
        self.case.with_user(self.agent).action_reply()
        self.assert_tells_nothing(self.accused, self.chief)
        self.assertNotIn(self.accused.login, self.pushed())

    def test_whoever_turns_out_to_be_complained_about_hears_no_more(self):
        self.case.sudo().accused_employee_ids = self.employee(self.chief)
        self.case.with_user(self.manager).message_subscribe(self.accused.partner_id.ids)
        self.case.activity_schedule("mail.mail_activity_data_todo", user_id=self.accused.id)
        self.env.flush_all()
        self.env.cr.precommit.data.pop("bus.bus.values", None)
        self.env.cr.precommit.clear()
        self.case.sudo().accused_employee_ids = self.accused_employees
        self.case.with_user(self.agent).message_post(body="HT-77", subtype_xmlid="mail.mt_comment")
        self.case.with_user(self.agent).action_reply()
        self.assert_tells_nothing(self.accused, self.chief)
