from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .secrecy_case import SecrecyCase


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecyAccount(SecrecyCase):
    """What regulations ask of an account: its password, and when it is logged in to."""

    @proves("S1-12-13")
    def test_a_simple_password_is_refused(self):
        user = self.agent
        user.password = "agent"
        self.adopt_only("S1-12-13")
        name = user.login.partition("@")[0]
        for simple in ("12345678", "abcdefgh", f"{name}1!", f"x9{user.name.upper()}"):
            with self.subTest(password=simple), self.assertRaisesRegex(UserError, "too simple"):
                user.password = simple
        user.password = "seven7ships"
        abroad = self.new_company("Elsewhere")
        stranger = self.new_user("stranger", "group_agent", company=abroad)
        stranger.password = "12345678"

    def logins(self):
        return self.env["csm.access.log"].search([("operation", "=", "off_hours")])

    def log_in(self, user, moment):
        self.at(moment)
        user.with_user(user)._update_last_login()
        self.env["csm.access.log"].invalidate_model()
        return self.logins()

    @proves("S1-12-06")
    def test_a_login_outside_working_hours_is_logged_and_told(self):
        # 20:00 in Shanghai; the hours are Monday to Friday, 9-12 and 13-18.
        evening, last, first = "2026-03-03 12:00:00", "2026-03-03 09:59:59", "2026-03-03 01:00:00"
        self.assertFalse(self.log_in(self.agent, evening))
        self.adopt_only("S1-12-06")
        self.assertFalse(self.log_in(self.agent, first))
        self.assertFalse(self.log_in(self.agent, last))
        before = self.env["mail.message"].search([])
        line = self.log_in(self.agent, "2026-03-03 10:00:00")
        self.assertEqual((line.login, line.road), (self.agent.login, "login"))
        told = (self.env["mail.message"].search([]) - before).sudo()
        self.assertIn(self.auditor.partner_id, told.partner_ids)
        self.assertIn(self.agent.name, told[0].body)
        self.assertEqual(len(self.log_in(self.agent, "2026-03-07 02:00:00")), 2, "a Saturday")
        self.assertEqual(len(self.log_in(self.agent, "2026-03-03 00:59:59")), 3)
