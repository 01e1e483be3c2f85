from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from ..duties.duty_case import DutyCase
from .client_case import ClientCase

MONTH, MONTH_END = "2026-03-31 16:00:00", "2026-04-30 15:59:59"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsHouse(ClientCase, DutyCase):
    """What regulations ask of client files, of news and of orders beside what all of them ask."""

    def keep(self, **values):
        file = self.new_file(**values)
        file.action_keep()
        return file

    def assert_kept_up(self, rule_id, *points, **proof):
        """The custodian of each file does it, as often as the company says."""
        file = self.keep()
        self.adopt_article(rule_id, every=1)
        duty = self.assert_next(MONTH, MONTH_END)
        self.assertEqual((duty.user_id, duty.record_name), (self.clerk, file.number))
        self.assertEqual((duty.level, duty.is_confined), (1, True))
        self.at("2026-04-30 16:00:00")
        file.invalidate_recordset(["is_duty_overdue"])
        self.assertTrue(file.is_duty_overdue)
        self.assert_proof(duty, *points, **proof)

    @proves("S1-07-01")
    def test_needs_are_analysed_and_quality_is_tracked(self):
        self.assert_kept_up(
            "S1-07-01",
            "What is known of the customer is in the file",
            "What the customer needs is analysed",
            "Quality of what was supplied",
            text=1,
        )

    @proves("S1-10-06")
    def test_customers_are_cared_for(self):
        self.assert_kept_up("S1-10-06", "Holidays", "Change of the weather", "Birthdays")

    @proves("S1-13-17")
    def test_after_sales_information_is_current(self):
        self.assert_kept_up("S1-13-17", "Service file", "Tracking of quality", "Feedback")

    @proves("S3-06-17")
    def test_data_of_rented_units_are_right(self):
        self.assert_kept_up(
            "S3-06-17", "The data are complete", "The data are right", "The data are up to date"
        )

    @proves("S0-10-02")
    def test_a_file_is_classified_before_it_is_used_and_found_by_its_class(self):
        self.adopt_only("S0-10-02")
        self.give_role("client_file_keeper", self.clerk)
        file = self.new_file()
        with self.assertRaisesRegex(UserError, "§ 2 .*What It Holds"):
            file.action_keep()
        content = self.env.ref("csm.csm_secrecy_class_dealings")
        file.content_ids = [(4, content.id)]
        file.action_keep()
        File = file.browse()
        self.assertEqual(File.search([("content_ids", "=", content.id)]), file)
        self.assertNotIn(file, File.search([("content_ids", "!=", content.id)]))

    @proves("S0-10-03")
    def test_files_are_kept_by_whom_customer_service_named(self):
        file = self.new_file()
        self.adopt_only("S0-10-03")
        with self.assertRaisesRegex(UserError, "Keeper of the Client Files.*nobody yet"):
            file.action_keep()
        self.give_role("client_file_keeper", self.colleague)
        with self.assertRaisesRegex(UserError, "Colleague"):
            file.action_keep()
        self.give_role("client_file_keeper", self.clerk)
        file.action_keep()
        self.assertEqual(file.state, "kept")

    @proves("S0-10-01")
    def test_customer_service_reviews_the_plans_of_marketing(self):
        self.give_role("service_manager", self.manager)
        self.adopt_only("S0-10-01")
        kind = self.env.ref("csm.csm_request_kind_operating_plan")
        Request = self.env["csm.request"].with_user(self.agent).with_company(self.company)
        values = {"name": "Spring", "kind_id": kind.id, "text": "A new wine"}
        plan = Request.create({**values, "team_id": self.team.id})
        plan.action_submit()
        with self.assertRaisesRegex(UserError, "§ 1 "):
            plan.with_user(self.executive).action_grant()
        approval = plan.sudo().approval_ids
        self.assertEqual(approval.waiting_user_id, self.manager)
        approval.with_user(self.manager).action_approve()
        self.assertEqual(plan.state, "granted")

    # News

    @proves("S1-12-04")
    def test_nothing_is_told_before_it_is_released(self):
        self.adopt_only("S1-12-04")
        vip = self.env.ref("csm.csm_client_grade_vip")
        self.customer.sudo().with_company(self.company).csm_grade_id = vip
        News = self.env["csm.client.news"].with_user(self.leader).with_company(self.company)
        news = News.create({"name": "Patch", "body": "<p>New.</p>"})
        with self.assertRaisesRegex(UserError, "§ 4 .*Released"):
            news.action_send()
        news.released_at = "2026-03-05 02:00:00"
        self.at("2026-03-05 01:59:59")
        with self.assertRaisesRegex(UserError, "Send it then"):
            news.action_send()
        self.at("2026-03-05 02:00:00")
        news.action_send()
        self.assertEqual(news.state, "sent")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            news.released_at = "2026-03-06 02:00:00"

    # Orders

    def order(self, **values):
        values = {"name": "Forty cases", "type": "opportunity", **values}
        return self.env["crm.lead"].create(
            {
                "company_id": self.company.id,
                "contact_name": "Wu Jing",
                "phone": "0535 1",
                "street": "Quay 1",
                "user_id": self.seller.id,
                **values,
            }
        )

    @proves("S0-15-25")
    def test_no_order_is_settled_before_the_data_centre_has_its_customer(self):
        won = self.env["crm.stage"].create({"name": "Won", "is_won": True})
        self.order(contact_name=False, phone=False, street=False).stage_id = won
        self.adopt_only("S0-15-25")
        for name, label in (("contact_name", "Contact"), ("phone", "Tele"), ("street", "Address")):
            order = self.order(**{name: False})
            with self.subTest(name=name), self.assertRaisesRegex(UserError, f"wants {label}"):
                order.stage_id = won
        # A customer on file is asked for no less: nobody learns here who is.
        self.new_file()
        known = self.order(partner_id=self.customer.id, phone=False)
        with self.assertRaisesRegex(UserError, "not settled yet"):
            known.stage_id = won
        before = self.env["csm.client.input"].search([])
        self.order().stage_id = won
        given = self.env["csm.client.input"].search([]) - before
        told = (given.contact_name, given.phone, given.address)
        self.assertEqual(told, ("Wu Jing", "0535 1", "Quay 1"))

    @proves("S2-17-16")
    def test_what_was_written_after_an_order_is_handed_to_the_business_manager(self):
        self.give_role("sales_manager", self.outsider)
        self.new_file()
        given = self.hand_in(kind="order")
        given.with_user(self.clerk).action_enter()
        self.assertFalse(given.sudo().handed_to_ids)
        self.adopt_only("S2-17-16")
        other, given = self.hand_in(kind="change"), self.hand_in(kind="order")
        with self.assertRaises(UserError):
            given.with_user(self.outsider).read(["text"])
        (other | given).with_user(self.clerk)[0].action_enter()
        given.with_user(self.clerk).action_enter()
        self.assertFalse(other.sudo().handed_to_ids)
        self.assertEqual(given.sudo().handed_to_ids, self.outsider)
        self.assertEqual(given.sudo().activity_ids.user_id, self.outsider)
        mine = given.with_user(self.outsider).with_company(self.company)
        self.assertEqual(mine.read(["text"])[0]["text"], "They build a hall.")
        with self.assertRaises(UserError):
            given.with_user(self.agent).read(["text"])
