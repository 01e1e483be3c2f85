from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .client_case import ClientCase


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsNews(ClientCase):
    """Customers whose grade hears of campaigns are told; orders leave their contact data."""

    def grade(self, name, grade, email="x@example.com"):
        customer = self.new_customer(name, email=email)
        customer.sudo().with_company(self.company).csm_grade_id = self.env.ref(
            f"csm.csm_client_grade_{grade}"
        )
        return customer

    def news(self, **values):
        News = self.env["csm.client.news"].with_user(self.leader).with_company(self.company)
        return News.create({"name": "Tasting", "body": "<p>Come.</p>", **values})

    @proves("S3-11-06")
    def test_vip_customers_hear_of_campaigns(self):
        vip = self.grade("Loyal", "vip", "loyal@example.com")
        self.grade("Silent", "vip", False)
        self.grade("Large", "key", "large@example.com")
        news = self.news()
        self.assertEqual(news.grade_ids, self.env.ref("csm.csm_client_grade_vip"))
        before = self.env["mail.mail"].search([])
        news.action_send()
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.mapped("email_to"), ['"Loyal" <loyal@example.com>'])
        self.assertEqual((news.told_partner_ids, news.unreached_text), (vip, "Silent"))
        self.assertEqual((news.state, news.sent_by_id), ("sent", self.leader))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            news.body = "<p>Stay.</p>"

    def test_news_for_nobody_are_not_sent(self):
        self.grade("Large", "key")
        news = self.news(grade_ids=[(6, 0, self.env.ref("csm.csm_client_grade_key").ids)])
        with self.assertRaisesRegex(UserError, "reaches nobody"):
            news.action_send()

    def order(self, **values):
        return self.env["crm.lead"].create(
            {
                "name": "Forty cases",
                "type": "opportunity",
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "contact_name": "Wu Jing",
                "phone": "0535 1",
                "email_from": "wu@example.com",
                "street": "Quay 1",
                "city": "Yantai",
                "user_id": self.seller.id,
                **values,
            }
        )

    def handed_in(self):
        return self.env["csm.client.input"].search([("company_id", "=", self.company.id)])

    @proves("S3-11-11")
    def test_a_completed_order_leaves_its_contact_data(self):
        won = self.env["crm.stage"].create({"name": "Won", "is_won": True})
        self.order().stage_id = won
        self.assertFalse(self.handed_in())
        self.adopt_one("csm_regulation_s3_11")
        order = self.order()
        self.assertFalse(self.handed_in())
        order.stage_id = won
        given = self.handed_in()
        self.assertEqual((given.kind, given.user_id), ("order", self.seller))
        self.assertEqual(given.partner_id, self.customer)
        told = (given.contact_name, given.phone, given.email, given.address)
        self.assertEqual(told, ("Wu Jing", "0535 1", "wu@example.com", "Quay 1 Yantai"))
        order.probability = 100
        self.assertEqual(self.handed_in(), given)

    @proves("S2-17-16")
    def test_each_order_wants_a_note_of_its_seller(self):
        self.adopt_one("csm_regulation_s2_17")
        won = self.env["crm.stage"].create({"name": "Won", "is_won": True})
        self.new_file()
        self.order(stage_id=won.id)
        given = self.handed_in()
        self.assertEqual((given.state, given.user_id), ("handed_in", self.seller))
        with self.assertRaisesRegex(UserError, "§ 16 .*What Is New"):
            given.with_user(self.clerk).action_enter()
        given.with_user(self.seller).text = "Wants jade."
        given.with_user(self.clerk).action_enter()
        self.assertEqual(given.state, "entered")
