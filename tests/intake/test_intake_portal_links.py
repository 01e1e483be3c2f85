from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .portal_case import PNG, PortalCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakePortalLinks(PortalCase):
    """A link in a mail opens one case without a password, until it ends."""

    def setUp(self):
        super().setUp()
        self.opener.cookies.clear()

    def at_link(self, case=None, token=None, tail=""):
        return f"{self.path(case, tail)}?access_token={token or self.link(case)}"

    def mails(self, case=None):
        """Return the bodies of the mails that went to the customer of a case."""
        sent = (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "csm.case"), ("res_id", "=", (case or self.case).id)])
        )
        return sent.mapped("body_html")

    def test_a_link_opens_its_case_and_no_other(self):
        token = self.link()
        other = self.case_of(self.zhou, name="Second")
        page = self.open(self.at_link(token=token)).text
        self.assertIn("Corked bottles", page)
        self.assertIn("Tell us more", page)
        refused = self.open(self.at_link(other, token=token), 403).text
        self.assertIn("no longer valid", refused)
        self.assertNotIn("Second", refused)

    def test_a_refusal_tells_nothing_about_what_exists(self):
        asked = [
            (self.path(), "x"),
            ("/my/complaints/99999999", "x"),
            (self.path(), "1-" + "0" * 40),
            (self.path(), "9" * 30),
            (self.path(), "²-x"),
        ]
        pages = {self.open(f"{path}?access_token={token}", 403).text for path, token in asked}
        self.assertEqual(len({len(page) // 2000 for page in pages}), 1)
        for path in (self.path(), "/my/complaints/99999999"):
            self.assertIn(
                "/web/login", self.open(path, allow_redirects=False, status=303).headers["Location"]
            )

    def test_whoever_is_logged_in_needs_no_link(self):
        self.log_in(self.zhou)
        self.assertIn("Corked bottles", self.open(self.at_link(token="1-x")).text)
        self.log_in(self.stranger)
        self.open(self.at_link(token="1-x"), 403)
        self.assertIn("Corked bottles", self.open(self.at_link()).text)

    def test_it_ends_after_the_days_of_the_company(self):
        self.company.csm_portal_link_days = 30
        token = self.link()
        link = self.env["csm.portal.link"]._alive(self.case)
        day = timedelta(days=1)
        self.assertEqual(link.expires_at - self.env.cr.now().replace(microsecond=0), 30 * day)
        link.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.open(self.at_link(token=token), 403)

    def test_later_mails_carry_the_same_link_and_a_new_one_ends_it(self):
        first = self.link()
        self.assertEqual(self.link(), first)
        self.case.with_user(self.agent).action_send_portal_link()
        second = self.link()
        self.assertNotEqual(second, first)
        self.open(self.at_link(token=first), 403)
        self.open(self.at_link(token=second))

    def test_another_address_an_archived_customer_and_the_agent_end_it(self):
        token = self.link()
        self.case.partner_email = "other@client.example.com"
        self.open(self.at_link(token=token), 403)
        token = self.link()
        self.case.with_user(self.agent).action_end_portal_link()
        self.open(self.at_link(token=token), 403)
        token = self.link()
        self.zhou.active = False
        self.zhou.partner_id.active = False
        self.open(self.at_link(token=token), 403)
        self.assertEqual(self.case._portal_link(), "")

    def test_no_days_no_link(self):
        token = self.link()
        self.company.csm_portal_link_days = 0
        self.open(self.at_link(token=token), 403)
        with self.assertRaisesRegex(UserError, "no link can be sent"):
            self.case.with_user(self.agent).action_send_portal_link()

    def test_a_new_link_goes_to_the_known_address_and_the_answer_is_always_the_same(self):
        token = self.link()
        self.env["csm.portal.link"]._alive(self.case).expires_at = "2020-01-01 00:00:00"
        page = self.at_link(token=token)
        answers = [
            self.send("/my/complaints/link", page, access_token=text).text.split("<main")[1]
            for text in (token, "5-x", "")
        ]
        self.assertEqual(len(set(answers)), 1)
        self.assertIn("If this link was ours", answers[0])
        [mail] = self.mails()
        self.assertIn(f"access_token={self.link()}", mail)
        for _time in range(5):
            self.send("/my/complaints/link", page, access_token=token)
        self.assertLessEqual(len(self.mails()), 3)

    def test_the_link_is_in_the_mail_and_not_where_colleagues_read(self):
        self.case.with_user(self.agent).message_post(
            body="We look into it.",
            message_type="comment",
            partner_ids=self.zhou.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_layout",
        )
        token = self.link()
        self.assertTrue(any(f"access_token={token}" in body for body in self.mails()))
        for message in self.case.message_ids:
            self.assertNotIn("access_token", message.body or "")
        self.assertNotIn("key", self.env["csm.portal.link"].with_user(self.manager).fields_get())

    def test_the_acknowledgement_carries_the_link_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.zhou.partner_id.lang = "zh_CN"
        self.env["csm.case.acknowledgement"]._acknowledge(self.case)
        [mail] = self.mails()
        self.assertIn(f"/zh_CN/my/complaints/{self.case.id}?access_token={self.link()}", mail)

    def test_who_has_no_account_gets_a_link_too(self):
        case = self.new_case(partner_email="li@client.example.com").with_env(self.env)
        self.env["csm.case.acknowledgement"]._acknowledge(case)
        [mail] = self.mails(case)
        self.assertIn(f"access_token={self.link(case)}", mail)
        page = self.open(self.at_link(case)).text
        self.assertIn("Ms Zhou", page)

    def test_whoever_has_the_link_may_write_send_files_and_rate(self):
        token = self.link()
        here = self.at_link(token=token)
        files = [("files", ("more.png", PNG, "image/png"))]
        page = self.send(self.path(tail="/write"), here, files, text="One more", access_token=token)
        self.assertIn("One more", page.text)
        file = self.case._portal_files()
        self.open(f"{self.path()}/files/{file.id}?access_token={token}")
        self.open(f"{self.path()}/files/{file.id}", 404)
        self.close()
        page = self.send(self.path(tail="/rate"), here, stars="4", access_token=token)
        self.assertEqual(self.case.satisfaction, 4)

    def test_a_closed_case_asks_how_content_they_are_where_the_company_wants_it(self):
        self.close()
        self.assertFalse(self.mails())
        self.company.csm_portal_ask = True
        second = self.case_of(self.zhou, name="Second", user_id=self.agent.id)
        self.close(second)
        self.assertTrue(any("access_token=" in body for body in self.mails(second)))
