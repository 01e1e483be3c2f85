from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase
from ..common.proves import proves
from .road_case import RoadCase

MONDAY = "2026-03-02 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsRequest(CsmBase):
    """The manager of a department signs what its people ask to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.asker, cls.head, cls.chief, cls.stranger, cls.worker = (
            cls.new_user(name, "group_agent")
            for name in ("asker", "head", "chief", "stranger", "worker")
        )
        RoadCase.clear.__func__(cls, cls.worker, 3, cls.company)
        Department = cls.env["hr.department"]
        values = {"company_id": cls.company.id}
        cls.whole = Department.create(
            {**values, "name": "Sales", "manager_id": cls.employee(cls.chief).id}
        )
        cls.part = Department.create(
            {
                **values,
                "name": "Sales North",
                "parent_id": cls.whole.id,
                "manager_id": cls.employee(cls.head).id,
            }
        )
        for user, department in (
            (cls.asker, cls.part),
            (cls.head, cls.part),
            (cls.chief, cls.whole),
            (cls.stranger, Department.create({**values, "name": "Works"})),
        ):
            cls.employee(user).department_id = department
        cls.env.flush_all()

    def ask(self, user=None):
        Request = self.env["csm.access.request"].with_user(user or self.asker)
        return Request.with_company(self.company).create(
            {"about": "Harbour Hotel", "purpose": "A visit.", "until_on": "2026-04-01"}
        )

    def worked(self, request):
        """Return a request as somebody sees it who has looked into it."""
        request = request.with_user(self.worker).with_company(self.company)
        request.note = "A need was granted."
        return request

    def state(self, request):
        return request.sudo().state

    @proves("S0-10-17")
    def test_without_the_manager_s_signature_it_is_not_handled(self):
        self.adopt_only("S0-10-17")
        request = self.ask()
        with self.assertRaisesRegex(UserError, "Signed by the Department Manager"):
            self.worked(request).action_handle()
        self.assertEqual(self.state(request), "waiting")
        request.with_user(self.head).action_sign()
        self.assertEqual(request.signed_by_id, self.head)
        self.assertEqual(str(request.signed_at), MONDAY)
        self.worked(request).action_handle()
        self.assertEqual(self.state(request), "handled")

    def test_where_nothing_is_adopted_it_is_handled_at_once(self):
        request = self.ask()
        self.worked(request).action_handle()
        self.assertEqual(self.state(request), "handled")

    def test_a_manager_above_signs_too_and_nobody_else_does(self):
        request = self.ask()
        for user in (self.asker, self.worker):
            with (
                self.subTest(user=user.name),
                self.assertRaisesRegex(UserError, "manager of their"),
            ):
                request.with_user(user).action_sign()
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).action_sign()
        self.assertTrue(request.with_user(self.chief).is_mine_to_sign)
        self.assertFalse(request.is_mine_to_sign)
        request.with_user(self.chief).action_sign()
        self.assertEqual(request.signed_by_id, self.chief)
        with self.assertRaisesRegex(UserError, "signed already"):
            request.with_user(self.head).action_sign()
        self.assertFalse(request.with_user(self.head).is_mine_to_sign)

    def test_a_manager_signs_by_asking_and_no_caller_does(self):
        own = self.ask(self.head)
        self.assertEqual((own.signed_by_id, own.signed_at), (self.head, own.asked_at))
        Request = self.env["csm.access.request"].with_user(self.asker)
        values = {"about": "x", "purpose": "x", "until_on": "2026-04-01"}
        with self.assertRaisesRegex(UserError, "by the system itself"):
            Request.create({**values, "signed_by_id": self.head.id})
        given = Request.with_context(default_signed_by_id=self.head.id).create(values)
        self.assertFalse(given.signed_by_id)
        with self.assertRaisesRegex(UserError, "stays as it was made"):
            given.write({"signed_by_id": self.head.id})

    def test_the_managers_see_what_waits_for_them_and_nothing_more(self):
        request = self.ask()
        found = {
            user.name: self.env["csm.access.request"].with_user(user).search([])
            for user in (self.asker, self.head, self.chief, self.stranger)
        }
        self.assertEqual(
            [name for name, seen in found.items() if request in seen],
            [
                self.asker.name,
                self.head.name,
                self.chief.name,
            ],
        )
        with self.assertRaises(AccessError):
            request.with_user(self.head).read(["state"])
        with self.assertRaises(AccessError):
            request.with_user(self.head).read(["entry_gap"])
        with self.assertRaises(AccessError):
            request.with_user(self.head).write({"note": "x"})
        self.part.manager_id = False
        self.whole.manager_id = False
        self.env.flush_all()
        with self.assertRaises(AccessError):
            request.with_user(self.head).read(["about"])

    def test_signing_tells_nobody_whether_it_was_handled(self):
        """Somebody who asks for two names must not learn which of them was looked into."""
        waiting, handled = self.ask(), self.ask()
        self.worked(handled).action_handle()
        told = []
        for request in (waiting, handled):
            self.assertTrue(request.with_user(self.head).is_mine_to_sign)
            with self.assertRaises(UserError) as refusal:
                request.action_sign()
            told.append(str(refusal.exception))
            request.with_user(self.head).action_sign()
            self.assertEqual(request.signed_by_id, self.head)
        self.assertEqual(told[0], told[1])

    def test_a_list_of_requests_looks_up_the_departments_once(self):
        counts = []
        for number in (2, 2, 12):
            requests = self.env["csm.access.request"].sudo()
            for _time in range(number):
                requests |= self.ask().sudo()
            requests = requests.with_user(self.head)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            requests.check_access("read")
            requests.mapped("is_mine_to_sign")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_managers_are_told_without_a_word_of_what_it_is_about(self):
        request = self.ask()
        [message] = self.env["mail.message"].search([("subject", "like", "your signature")])
        self.assertEqual(message.notified_partner_ids, (self.head | self.chief).partner_id)
        self.assertIn(f"/odoo/access-requests/{request.id}", message.body)
        self.assertNotIn("Harbour", message.body + message.subject)
