from odoo.tests import tagged

from .portal_case import PNG, PortalCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakePortal(PortalCase):
    """What customers find on their own pages, and what they do there."""

    def test_own_cases_and_no_others(self):
        self.case_of(self.stranger, name="Broken glass")
        self.case_of(self.lin, name="Late delivery")
        self.log_in(self.zhou)
        page = self.open("/my/complaints").text
        self.assertIn("Corked bottles", page)
        self.assertIn(self.case.number, page)
        self.assertNotIn("Broken glass", page)
        self.assertNotIn("Late delivery", page)
        counted = self.make_jsonrpc_request("/my/counters", {"counters": ["csm_case_count"]})
        self.assertEqual(counted, {"csm_case_count": 1})

    def test_the_speaker_of_a_company_sees_its_cases_except_of_those_not_to_be_named(self):
        late = self.case_of(self.lin, name="Late delivery")
        self.case_of(self.lin, name="About the boss", is_identity_withheld=True)
        self.case_of(self.stranger, name="Broken glass")
        self.zhou.partner_id.csm_speaks_for_company = True
        self.log_in(self.zhou)
        page = self.open("/my/complaints").text
        self.assertIn("Late delivery", page)
        self.assertIn("Lin Wei", page)
        self.assertNotIn("About the boss", page)
        self.assertNotIn("Broken glass", page)
        self.open(self.path(late))

    def test_search_sort_and_filter(self):
        old = self.case_of(self.zhou, name="Old matter")
        self.close(old)
        self.log_in(self.zhou)
        self.assertNotIn("Old matter", self.open("/my/complaints?filterby=open").text)
        closed = self.open("/my/complaints?filterby=closed&sortby=number").text
        self.assertIn("Old matter", closed)
        self.assertNotIn("Corked bottles", closed)
        self.assertNotIn("Old matter", self.open("/my/complaints?search=cork").text)
        self.assertIn("Nothing was found", self.open("/my/complaints?search=zzz").text)

    def test_the_page_says_how_far_it_is_and_what_is_promised(self):
        self.adopt("csm_regulation_s0_07")
        self.case = self.case_of(self.zhou, name="Mouldy corks", user_id=self.agent.id)
        self.log_in(self.zhou)
        page = self.open(self.path()).text
        self.assertIn("Received", page)
        self.assertIn("You will have our reply by", page)
        self.assertIn("Europe/Paris", page)

    def test_a_new_complaint_with_files(self):
        self.log_in(self.zhou)
        files = [("files", ("cork.png", PNG, "image/png")), ("files", ("b.png", PNG, "image/png"))]
        page = self.send(
            "/my/complaints/new",
            "/my/complaints/new",
            files,
            text="Three bottles are corked.\nWhat now?",
            demand="New ones",
            order_number="A-7",
            stamp="one",
        )
        case = self.env["csm.case"].search([("name", "=", "Three bottles are corked.")])
        self.assertIn(f"/my/complaints/{case.id}", page.url)
        self.assertIn(case.number, page.text)
        self.assertIn("cork.png", page.text)
        self.assertEqual(case.partner_id, self.zhou.partner_id)
        self.assertEqual((case.channel, case.kind, case.team_id), ("web", "complaint", self.team))
        self.assertEqual((case.demand, case.order_number), ("New ones", "A-7"))
        self.assertTrue(case.is_acknowledgement_due)
        self.assertFalse(case.user_id | case.first_responder_id)

    def test_sent_twice_is_one_complaint(self):
        self.log_in(self.zhou)
        for _time in range(2):
            self.send(
                "/my/complaints/new", "/my/complaints/new", text="All of it leaked.", stamp="x"
            )
        self.assertEqual(self.env["csm.case"].search_count([("name", "=", "All of it leaked.")]), 1)

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self):
        self.log_in(self.zhou)
        new = "/my/complaints/new"
        page = self.send(new, new, text="Bad", order_number="A-9")
        self.assertEqual(page.status_code, 422)
        self.assertIn("in a sentence or more", page.text)
        self.assertIn("A-9", page.text)
        files = [("files", ("tool.exe", b"MZ\x90", "image/png"))]
        page = self.send(new, new, files, text="All of it leaked.")
        self.assertIn("neither a picture nor a PDF", page.text)

    def test_what_the_customer_adds_starts_the_clock_anew(self):
        self.log_in(self.zhou)
        files = [("files", ("more.png", PNG, "image/png"))]
        page = self.send(self.path(tail="/write"), self.path(), files, text="And <b>one</b> more.")
        self.assertIn("We have your message.", page.text)
        self.assertIn("And &lt;b&gt;one&lt;/b&gt; more.", page.text)
        self.assertIn("more.png", page.text)
        letter = self.case._portal_messages()
        self.assertEqual(letter.author_id, self.zhou.partner_id)
        self.assertFalse(self.case.message_partner_ids & self.zhou.partner_id)

    def test_content_once_done(self):
        self.log_in(self.zhou)
        self.assertNotIn("Are you content", self.open(self.path()).text)
        self.close()
        self.assertIn("Are you content", self.open(self.path()).text)
        page = self.send(self.path(tail="/rate"), self.path(), stars="0")
        self.assertIn("Please choose one to five stars.", page.text)
        page = self.send(self.path(tail="/rate"), self.path(), stars="5", note="Well done")
        self.assertIn("Thank you for your answer.", page.text)
        self.assertEqual((self.case.satisfaction, self.case.is_satisfied), (5, True))
        page = self.send(self.path(tail="/rate"), self.path(), stars="1")
        self.assertIn("We have your answer already.", page.text)
        self.assertEqual(self.case.satisfaction, 5)

    def test_a_discontent_customer_gives_somebody_something_to_do(self):
        self.close()
        self.case._portal_rate(2, "Still corked")
        self.assertEqual(self.case.state, "closed")
        todo = self.case.activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertIn("not content", todo.summary)

    def test_a_discontent_vip_is_handled_again(self):
        self.adopt("csm_regulation_s1_13")
        self.zhou.partner_id.write({"csm_is_urgent": True, "csm_urgent_reason": "Biggest"})
        self.case = self.case_of(
            self.zhou,
            name="Again",
            user_id=self.agent.id,
            description="Corked",
            partner_phone="021 5550",
        )
        self.case.is_satisfied = True
        self.close()
        self.case._portal_rate(1, "Still corked")
        self.assertEqual(self.case.state, "handling")
        self.assertEqual(self.case.reopen_reason, "Still corked")
