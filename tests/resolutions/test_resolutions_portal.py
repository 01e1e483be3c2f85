import json
import re
from base64 import b64encode

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..intake.portal_case import PNG, PortalCase

DRAWN = b64encode(PNG).decode()


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsPortal(PortalCase):
    """The customer answers a proposal on their own page: a signature, or a reason."""

    def setUp(self):
        super().setUp()
        self.opener.cookies.clear()
        self.case.with_user(self.agent).action_register()
        self.solution = self.offer("Twelve new bottles")

    def propose(self, name, case=None, **values):
        solutions = self.env["csm.solution"].with_user(self.agent).with_company(self.company)
        return solutions.create(
            {"case_id": (case or self.case).id, "kind": "exchange", "name": name, **values}
        )

    def offer(self, name, case=None, **values):
        solution = self.propose(name, case, **values)
        solution.action_offer()
        return solution.with_env(self.env)

    def at_proposal(self, solution=None, tail=""):
        solution = solution or self.solution
        return self.path(solution.case_id, f"/proposals/{solution.id}{tail}")

    def sign(self, solution=None, query="", **values):
        """Send what Odoo's signature form sends; returns its answer."""
        params = {"name": "Zhou Min", "signature": DRAWN, **values}
        self.env.flush_all()
        answer = self.url_open(
            self.at_proposal(solution, f"/accept{query}"),
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        self.env.invalidate_all()
        return answer["result"]

    def decline(self, reason="Too late", solution=None, page=None, **values):
        tail = self.at_proposal(solution, "/decline")
        return self.send(tail, page or "/my/complaints", reason=reason, **values)

    def link_page(self, token):
        return f"{self.path()}?access_token={token}"

    # Accepting

    def test_a_drawn_signature_accepts_it(self):
        self.log_in(self.zhou)
        page = self.open(self.path()).text
        self.assertIn("Twelve new bottles", page)
        self.assertIn("Accept and Sign", page)
        self.assertIn("Proposal made", page)
        self.assertIn("portal.signature_form", self.open(self.at_proposal()).text)
        answer = self.sign()
        self.assertTrue(answer["force_refresh"])
        self.assertIn("accepted our proposal", self.open(answer["redirect_url"]).text)
        solution = self.solution
        self.assertEqual((solution.state, solution.signed_by), ("accepted", "Zhou Min"))
        self.assertEqual(solution.signature.decode(), DRAWN)
        self.assertEqual((solution.signed_how, solution.signed_ip), ("account", "127.0.0.1"))
        self.assertTrue(solution.accepted_at and solution.signed_at)
        todo = self.case.activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertIn("The customer accepted", todo.mapped("summary"))

    def test_a_second_click_and_a_stale_page_get_a_sentence(self):
        self.log_in(self.zhou)
        self.sign()
        self.assertIn("answered already", self.sign(name="Somebody else")["error"])
        self.assertEqual(self.solution.signed_by, "Zhou Min")
        self.assertIn("answered already", self.decline().text)
        self.assertEqual(self.solution.state, "accepted")

    def test_what_was_taken_back_cannot_be_accepted(self):
        self.log_in(self.zhou)
        self.solution.withdraw_reason = "Out of stock"
        self.solution.action_withdraw()
        self.assertIn("not yours to answer", self.sign()["error"])
        page = self.open(self.at_proposal()).text
        self.assertIn("cannot be answered here now", page)
        self.assertNotIn("Out of stock", page)
        with self.assertRaisesRegex(UserError, "no longer stands"):
            self.solution._portal_accept("Zhou", DRAWN, "", "account")

    def test_nothing_without_name_and_picture(self):
        self.log_in(self.zhou)
        self.assertIn("enter your name", self.sign(name=" ")["error"])
        for drawn in ("", None, "%%%", b64encode(b"<svg/>").decode()):
            self.assertIn("draw your signature", self.sign(signature=drawn)["error"])
        self.assertEqual(self.solution.state, "offered")

    def test_the_proposal_of_another_is_out_of_reach(self):
        self.log_in(self.stranger)
        self.assertIn("not yours", self.sign()["error"])
        self.open(self.at_proposal(), 404)
        self.assertEqual(self.decline(page="/my/complaints").status_code, 404)
        mine = self.case_of(self.stranger, name="Mine", user_id=self.agent.id)
        path = self.path(mine, f"/proposals/{self.solution.id}/accept")
        answer = self.url_open(
            path,
            data=json.dumps({"params": {"name": "x", "signature": DRAWN}}),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertIn("not yours", answer["result"]["error"])
        self.env.invalidate_all()
        self.assertEqual(self.solution.state, "offered")

    # Declining

    def test_a_reason_declines_it_and_a_new_round_follows(self):
        self.log_in(self.zhou)
        self.assertIn("what you do not agree with", self.decline(" ").text)
        self.assertIn("We have your answer", self.decline("Too late for us").text)
        self.assertEqual(
            (self.solution.state, self.solution.customer_answer), ("declined", "Too late for us")
        )
        self.assertIn("Too late for us", self.open(self.path()).text)
        todo = self.case.activity_ids.filtered(lambda a: a.summary == "The customer declined")
        self.assertIn("Propose another solution", todo.note)
        second = self.offer("A discount", kind="allowance", amount=100)
        self.assertEqual(second.round, 2)
        page = self.open(self.path()).text
        self.assertIn("A discount", page)
        self.assertNotIn("Twelve new bottles", page)
        self.assertIn("not yours", self.sign()["error"])

    def test_where_a_new_form_is_wanted_the_handler_hears_so(self):
        self.adopt("csm_regulation_s1_04")
        case = self.case_of(
            self.zhou, name="Again", user_id=self.agent.id, description="x", partner_phone="021"
        )
        proposal = self.propose("A discount", case)
        proposal.sudo()._with_pass(["state", "offered_at"]).write(
            {"state": "offered", "offered_at": case.received_at}
        )
        proposal.with_env(self.env)._portal_decline("No", "", "account")
        todo = case.activity_ids.filtered(lambda a: a.summary == "The customer declined")
        self.assertIn("New Form", todo.note)

    # What is shown

    def test_only_what_was_offered_is_shown_and_what_it_costs_us_is_not(self):
        self.propose("Still between us")
        self.offer("Repair", kind="repair", amount=777)
        self.offer("Money", kind="compensation", amount=4321)
        self.log_in(self.zhou)
        page = self.open(self.path()).text
        self.assertNotIn("Still between us", page)
        self.assertNotIn("777", re.sub(r"[0-9a-f]{8,}|/web/assets\S+", "", page))
        self.assertIn("4,321", page)

    # By link

    def test_by_link_only_where_the_company_allows_it(self):
        token = self.link()
        page = self.open(self.link_page(token)).text
        self.assertIn("Log In to Answer", page)
        self.assertNotIn("Accept and Sign", page)
        query = f"?access_token={token}"
        self.assertIn("Please log in", self.sign(query=query)["error"])
        answer = self.decline(page=self.link_page(token), access_token=token)
        self.assertIn("Please log in", answer.text)
        self.assertEqual(self.solution.state, "offered")
        self.company.csm_portal_sign_by_link = True
        self.assertIn("Accept and Sign", self.open(self.link_page(token)).text)
        self.assertTrue(self.sign(query=query)["force_refresh"])
        self.assertEqual((self.solution.state, self.solution.signed_how), ("accepted", "link"))

    def test_a_link_that_has_ended_signs_nothing(self):
        self.company.csm_portal_sign_by_link = True
        token = self.link()
        self.case.with_user(self.agent).action_end_portal_link()
        self.assertIn("not yours", self.sign(query=f"?access_token={token}")["error"])
        self.assertIn("not yours", self.sign(query="?access_token=x")["error"])
        self.assertIn("not yours", self.sign()["error"])

    # What stays

    def test_nobody_writes_or_changes_a_signature(self):
        self.solution._portal_accept("Zhou Min", DRAWN, "10.0.0.1", "account")
        for name in ("signed_by", "signature", "signed_at"):
            with self.assertRaises(UserError):
                self.solution.with_user(self.manager).write({name: False})
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "csm.solution"), ("res_field", "=", "signature")]
        )
        self.assertTrue(file)
        with self.assertRaisesRegex(UserError, "stays as it was drawn"):
            file.with_user(self.manager).raw = b"x"
        with self.assertRaisesRegex(UserError, "stays as it was drawn"):
            file.with_user(self.manager).unlink()
        self.assertNotIn("signed_ip", self.solution.with_user(self.agent).fields_get())

    def test_a_discontent_customer_is_handled_again_where_the_rule_says_so(self):
        self.adopt("csm_regulation_s0_13")
        rule = self.env["csm.round.rule"]._in_force("again_until_satisfied", self.case)
        self.assertEqual(rule.article_id.catalog_ids, "S0-13-16")
        self.solution._portal_accept("Zhou Min", DRAWN, "", "account")
        self.solution.with_user(self.agent).action_execute()
        self.case.sudo()._with_pass(["state", "closed_at"]).write(
            {"state": "closed", "closed_at": self.env.cr.now().replace(microsecond=0)}
        )
        self.case._portal_rate(1, "Corked again")
        self.assertEqual((self.case.state, self.case.is_satisfied), ("handling", False))
