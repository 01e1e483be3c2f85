from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.proves import proves
from .duty_case import DutyCase

# When the second period begins in Shanghai that the company chose.
YEAR, MONTH, WEEK = "2026-12-31 16:00:00", "2026-03-31 16:00:00", "2026-03-08 16:00:00"
YEAR_END, MONTH_END, FRIDAY = "2027-12-31 15:59:59", "2026-04-30 15:59:59", "2026-03-13 15:59:59"


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesHouse(DutyCase):
    """What everybody signs, and what customers say and hear, as often as the company says."""

    def assert_signed_by_each(self, rule_id, *points):
        """Each person of the teams signs these words, as often as the company says, and alone."""
        self.adopt_article(rule_id, every=12)
        duties = self.assert_next(YEAR, YEAR_END)
        self.assertEqual(duties.user_id, self.leader | self.agent)
        mine = duties.filtered(lambda duty: duty.user_id == self.agent)
        with self.assertRaisesRegex(UserError, "is the duty of"):
            self.as_user(mine, self.manager).action_do()
        self.assertEqual(self.assert_proof(mine, *points).done_at, mine.done_at)
        # Whoever has not signed is known, and so does the superior.
        other = duties - mine
        self.run_steps("2027-12-31 16:00:00")
        self.assertEqual(other.is_overdue, True)
        self.assertIn(self.leader, self.events(other, "breach").user_id)

    @proves("S0-04-20")
    def test_nothing_of_suppliers_to_customers(self):
        point = "I tell no customer who supplies us, nor hand on anything a supplier gave us"
        self.assert_signed_by_each("S0-04-20", point)

    @proves("S1-12-05")
    def test_ones_own_account_only(self):
        self.assert_signed_by_each(
            "S1-12-05",
            "I work with my own account only",
            "I use nobody else's account without leave",
        )

    @proves("S1-12-07")
    def test_house_papers_stay_in_the_house(self):
        self.assert_signed_by_each(
            "S1-12-07",
            "I put no rules, training material or forms of the house on the internet",
            "I hand none of them to anybody outside",
        )

    @proves("S1-12-08")
    def test_accounts_of_players_are_left_alone(self):
        self.assert_signed_by_each(
            "S1-12-08",
            "I log in to no account of a player",
            "I change no account of a player without authorisation",
        )

    @proves("S1-12-13")
    def test_passwords_are_kept_safe(self):
        self.assert_signed_by_each(
            "S1-12-13",
            "My passwords are not simple, and nobody else knows them",
            "I answer for what leaks by my negligence",
        )

    @proves("S3-11-21")
    def test_secrets_and_colleagues(self):
        self.assert_signed_by_each(
            "S3-11-21",
            "I keep the secrets of the company",
            "I give nobody the contact data of a colleague",
        )

    @proves("S0-12-10")
    def test_sales_reads_what_customers_and_the_market_say(self):
        self.hold_role("sales_manager", self.manager)
        self.adopt_article("S0-12-10", every=1)
        duty = self.assert_next(MONTH, MONTH_END)
        points = ("Customer data are complete", "Opinions of customers")
        self.assert_proof(duty, *points, "Information on the market", text=1)
        self.assert_signed_by(duty, self.manager)

    @proves("S1-03-13")
    def test_what_customers_say_leads_to_improvements(self):
        self.adopt_article("S1-03-13", every=1)
        duty = self.assert_next(MONTH, MONTH_END)
        self.assertEqual(duty.user_id, self.leader)
        points = (
            "What customers said is gathered",
            "What the company improves on it is written down",
        )
        self.assert_proof(duty, *points, text=1)

    @proves("S3-11-05")
    def test_potential_buyers_hear_from_us_by_group(self):
        self.adopt_article("S3-11-05", every=1)
        duty = self.assert_next(WEEK, FRIDAY)
        points = (
            "Buyers are sorted into groups",
            "Potential buyers heard from us by WeChat, SMS or Wangwang",
        )
        self.assert_proof(duty, *points, text=1)

    @proves("S0-02-17")
    def test_what_a_meeting_decided_is_not_changed_and_read_by_its_own_people_only(self):
        self.adopt_article("S0-02-44")
        duty = self.make_duties(MONTH)
        self.assertEqual(duty.name, "Monthly meeting with the cleaning company")
        mine = self.as_user(duty, duty.user_id)
        mine.line_ids.is_checked = True
        mine.write({"note": "Agreed", "attachment_ids": [(0, 0, {"name": "x", "raw": b"x"})]})
        mine.action_do()
        for change in ({"note": "Agreed otherwise"}, {"attachment_ids": [(5,)]}):
            with self.assertRaisesRegex(UserError, "its proof stays as it is"):
                mine.write(change)
        with self.assertRaisesRegex(UserError, "its proof stays as it is"):
            mine.line_ids[0].remark = "Not so"
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.as_user(duty, self.outsider).read(["note"])
