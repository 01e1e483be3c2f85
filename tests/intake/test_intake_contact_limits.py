from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .contact_case import ContactCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactLimits(ContactCase):
    """How many rings and seconds are in time, and by which article they are not."""

    def under(self, code):
        return self.adopt(f"csm_regulation_{code}").with_context(active_test=False)

    def missed(self, **values):
        """Return by which articles a contact with these values missed a limit."""
        rules = self.new_contact(**values).missed_rule_ids
        return rules.article_id.mapped("catalog_ids")

    def assert_edge(self, catalog_id, name, last, first_late, **values):
        """The last figure is in time, the next one misses the limit of this article."""
        self.assertEqual(self.missed(**{**values, name: last}), [])
        self.assertEqual(self.missed(**{**values, name: first_late}), [catalog_id])

    def assert_not_asked(self, name, value, *channels):
        for channel in channels:
            self.assertEqual(self.missed(**{"channel": channel, name: value}), [], channel)

    @proves("S0-15-01")
    def test_two_rings_are_in_time_and_three_are_not(self):
        self.under("s0_15")
        self.assert_edge("S0-15-01", "rings", 2, 3)
        self.assert_not_asked("rings", 9, "visit", "chat")

    @proves("S0-15-01")
    def test_from_five_rings_on_the_caller_is_owed_an_apology(self):
        self.under("s0_15")
        told = {
            "question": "x",
            "reason": "x",
            "area": "x",
            "is_read_back": True,
            "promised_at": "2026-03-02 03:00:00",
            "passed_to_id": self.leader.id,
        }
        self.new_contact(rings=4, **told).action_answer()
        for step in ("answer", "promise", "pass_on", "close"):
            contact = self.new_contact(rings=5, **told)
            with self.assertRaisesRegex(UserError, "from 5 rings on.*owed an apology.*S0-15"):
                getattr(contact, f"action_{step}")()
            contact.has_apologised = True
            getattr(contact, f"action_{step}")()
        gone = self.new_contact(rings=9, outcome="abandoned")
        gone.action_close()
        self.assertEqual(gone.missed_count, 1)

    @proves("S0-15-11")
    def test_a_visitor_is_greeted_within_sixty_seconds(self):
        self.under("s0_15")
        self.assert_edge("S0-15-11", "greeting_seconds", 60, 61, channel="visit")
        self.assert_not_asked("greeting_seconds", 600, "chat", "phone")

    @proves("S1-07-16")
    def test_a_chat_is_greeted_answered_and_typed_fast(self):
        self.under("s1_07")
        self.assert_edge("S1-07-16", "greeting_seconds", 15, 16, channel="chat")
        self.assert_edge("S1-07-16", "reply_seconds", 20, 21, channel="chat")
        self.assert_edge("S1-07-16", "typing_speed", 50, 49, channel="chat")
        # Nothing typed is not slowly typed.
        self.assertEqual(self.missed(channel="chat", typing_speed=0), [])
        contact = self.new_contact(channel="chat", greeting_seconds=16, reply_seconds=21)
        self.assertEqual(contact.missed_count, 2)

    @proves("S1-08-02")
    def test_a_bureau_answers_within_three_rings(self):
        self.under("s1_08")
        self.assert_edge("S1-08-02", "rings", 3, 4)

    @proves("S2-12-03")
    def test_support_answers_within_sixty_seconds_by_any_channel(self):
        self.under("s2_12")
        for channel in ("phone", "chat", "web"):
            self.assert_edge("S2-12-03", "waiting_seconds", 60, 61, channel=channel)

    @proves("S3-12-03")
    def test_the_duty_desk_answers_within_three_rings(self):
        self.under("s3_12")
        self.assert_edge("S3-12-03", "rings", 3, 4)

    @proves("S3-13-04")
    def test_the_front_desk_answers_within_three_rings(self):
        self.under("s3_13")
        self.assert_edge("S3-13-04", "rings", 3, 4)

    @proves("S3-12-03", "S3-13-04")
    def test_the_phrase_is_shown_to_whoever_takes_up_the_telephone(self):
        for code, catalog_id, phrase in (
            ("s3_12", "S3-12-03", "您好，中原物业"),
            ("s3_13", "S3-13-04", "您好！江南春天管理处"),
        ):
            self.under(code)
            shown = str(self.new_contact().guidance_html)
            self.assertIn(phrase, shown)
            self.assertIn(f"{catalog_id[:5]} § {int(catalog_id[-2:])} ", shown)
            for other in ({"channel": "visit"}, {"direction": "out"}):
                self.assertNotIn(phrase, str(self.new_contact(**other).guidance_html))

    @proves("S0-06-11")
    def test_no_customer_calls_twice_about_one_matter(self):
        self.under("s0_06")
        first = self.new_contact()
        self.assertEqual(first.missed_count, 0)
        again = self.new_contact()
        self.assertEqual(again.repeat_of_id, first)
        self.assertEqual(again.missed_rule_ids.article_id.mapped("catalog_ids"), ["S0-06-11"])

    # Several rules

    def test_of_two_limits_the_smaller_one_binds(self):
        self.under("s1_08")
        self.under("s0_15")
        self.assertEqual(self.missed(rings=4), ["S0-15-01"])
        self.assertEqual(self.missed(rings=3), ["S0-15-01"])

    def test_a_rule_speaks_to_the_teams_and_the_time_of_its_adoption(self):
        other = self.env["csm.team"].create({"name": "Dock", "company_id": self.company.id})
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref("csm.csm_regulation_s1_08").id,
                "company_id": self.company.id,
                "adopted_on": "2026-03-02",
                "team_ids": [(6, 0, self.team.ids)],
                "reason": "Test",
            }
        )
        self.assertEqual(self.missed(rings=9), [])
        adoption.action_adopt()
        self.assertEqual(self.missed(rings=9), ["S1-08-02"])
        self.assertEqual(self.missed(rings=9, team_id=other.id), [])
        self.assertEqual(self.missed(rings=9, started_at="2026-03-01 15:59:59"), [])
        self.assertEqual(self.missed(rings=9, started_at="2026-03-01 16:00:00"), ["S1-08-02"])

    def test_a_rule_that_measured_somebody_is_in_use(self):
        adoption = self.under("s1_08")
        contact = self.new_contact(rings=9)
        with self.assertRaisesRegex(UserError, "in use"):
            adoption.action_undo()
        self.assertTrue(contact.is_missed)
        self.assertIn("at most 3 rings", contact.missed_text)
        contact.void_reason = "Test call"
        contact.action_void()
        self.assertFalse(contact.is_missed)
