import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.csm_people_base import CsmPeopleBase

# Every road into the addon by its own address: how it is entered, and what a stranger gets.
ROUTES = {
    "/csm/hook/v1/contact": ("public", {"POST"}, False),
    "/csm/complaint/<string:token>": ("public", {"GET", "POST"}, True),
    "/csm/complaint/<string:token>/thanks": ("public", {"GET"}, True),
}


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeHookRoutes(CsmPeopleBase, HttpCase):
    """The addresses of the front desk are those listed, and a session opens none of them wider."""

    def test_the_addresses_are_those_listed(self):
        found = {
            rule.rule: (
                rule.endpoint.routing["auth"],
                set(rule.methods) - {"OPTIONS", "HEAD"},
                rule.endpoint.routing.get("csrf", True),
            )
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith(("/csm/hook", "/csm/complaint"))
        }
        self.assertEqual(found, ROUTES)

    @mute_logger("odoo.http")
    def test_who_is_logged_in_has_no_key(self):
        message = json.dumps({"event": "ringing", "external_id": "r-1"})
        for role in (None, "portal", "internal", "agent", "manager", "admin"):
            with self.subTest(role=role):
                self._log_in(role)
                response = self.url_open(
                    "/csm/hook/v1/contact",
                    data=message,
                    headers={"Content-Type": "application/json"},
                )
                self.assertEqual(response.status_code, 401)
        self.assertFalse(self.env["csm.contact"].search([("external_id", "=", "r-1")]))

    def test_the_form_shows_everybody_the_same_and_nothing_else(self):
        self.team.has_complaint_form = True
        token = self.team.complaint_token
        for role in (None, "portal", "internal", "agent", "manager"):
            with self.subTest(role=role):
                self._log_in(role)
                page = self.url_open(f"/csm/complaint/{token}")
                self.assertEqual(page.status_code, 200)
                self.assertNotIn(self.team.name, page.text)
                thanks = self.url_open(f"/csm/complaint/{token}/thanks?stamp=x")
                self.assertEqual(thanks.status_code, 404)

    def test_the_token_is_the_managers(self):
        self.team.has_complaint_form = True
        for role in ("agent", "supervisor", "auditor"):
            team = self.team.with_user(self.people[role])
            self.assertNotIn("complaint_token", team.fields_get())
        self.assertTrue(self.team.with_user(self.manager).complaint_token)

    def _log_in(self, role):
        user = self.people.get(role)
        if user and not user._is_internal():
            user.sudo().password = user.login
        self.authenticate(user and user.login, user and user.login)
