from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import MONDAY, RuleCase


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesIndustrialPark(RuleCase):
    """S0-02: two days to the department, three days for its measures in writing."""

    regulation = "csm_regulation_s0_02"

    @proves("S0-02-06")
    def test_an_opinion_reaches_the_department_within_two_days_of_its_registration(self):
        for registered, due in (
            (MONDAY, "2026-03-04 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-05 15:59:59"),
            ("2026-03-06 09:00:00", "2026-03-08 15:59:59"),
        ):
            for kind in ("complaint", "suggestion"):
                with self.subTest(registered=registered, kind=kind):
                    scenes = [("2026-03-01 02:00:00",), (registered, "register")]
                    self.assert_edges("forward", due, *scenes, moves=["forward"], kind=kind)

    @proves("S0-02-06")
    def test_an_opinion_not_handed_over_climbs(self):
        self.assert_ladder(
            self.play((MONDAY, "register")),
            "forward",
            ("2026-03-04 06:00:00", "remind", "agent"),
            ("2026-03-04 16:00:00", "breach", "agent"),
            ("2026-03-04 16:00:00", "breach", "leader"),
            ("2026-03-06 01:00:00", "climb", "leader"),
            ("2026-03-09 01:00:00", "climb", "manager"),
        )

    @proves("S0-02-06", "S0-02-07")
    def test_other_matters_are_under_no_such_limit(self):
        case = self.play((MONDAY, "register", "forward"), kind="inquiry")
        self.assertEqual(self.due(case, "forward") + self.due(case, "measures"), "")

    @proves("S0-02-07")
    def test_the_measures_come_in_writing_within_three_days(self):
        for forwarded, due in (
            ("2026-03-03 02:00:00", "2026-03-06 15:59:59"),
            ("2026-03-03 16:00:00", "2026-03-07 15:59:59"),
        ):
            with self.subTest(forwarded=forwarded):
                scenes = [(MONDAY, "register"), (forwarded, "forward")]
                self.assert_edges("measures", due, *scenes, moves=["return_measures"])

    @proves("S0-02-07")
    def test_missing_measures_climb_to_the_head_of_the_department(self):
        self.assert_ladder(
            self.play((MONDAY, "register", "forward")),
            "measures",
            ("2026-03-05 06:00:00", "remind", "agent"),
            ("2026-03-05 16:00:00", "breach", "agent"),
            ("2026-03-05 16:00:00", "breach", "leader"),
            ("2026-03-09 01:00:00", "climb", "head"),
            ("2026-03-10 01:00:00", "climb", "leader"),
        )

    @proves("S0-02-07")
    def test_measures_that_nobody_wrote_down_have_not_come(self):
        case = self.play((MONDAY, "register", "forward"), measures=False)
        self.assertIn("Measures of the Department", self.refusal(case, "return_measures"))


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesResidential(RuleCase):
    """S0-09: investigated the same day; the director decides and hears what came of it."""

    regulation = "csm_regulation_s0_09"
    roles = ("management_office_director",)

    @proves("S0-09-03")
    def test_a_complaint_is_investigated_on_its_day(self):
        for received, due in (
            (MONDAY, "2026-03-02 15:59:59"),
            ("2026-03-02 15:59:59", "2026-03-02 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-03 15:59:59"),
        ):
            with self.subTest(received=received):
                moves = ("register", "investigate")
                self.assert_edges("investigate", due, (received,), moves=moves)

    @proves("S0-09-03")
    def test_a_complaint_not_investigated_climbs_to_the_director(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "investigate",
            ("2026-03-02 06:00:00", "remind", "agent"),
            ("2026-03-02 16:00:00", "breach", "agent"),
            ("2026-03-02 16:00:00", "breach", "leader"),
            ("2026-03-04 01:00:00", "climb", "management_office_director"),
            ("2026-03-05 01:00:00", "climb", "leader"),
        )

    @proves("S0-09-03")
    def test_department_and_director_hear_what_was_found(self):
        case = self.lead(self.whole(), "investigate")
        self.assertEqual(self.heard(case, 3), [])
        case.action_investigate()
        self.assertEqual(self.heard(case, 3), ["head", "management_office_director"])

    @proves("S0-09-03")
    def test_only_complaints_are_investigated_the_same_day(self):
        case = self.lead(self.whole(kind="service"), "decide")
        self.assertEqual((self.due(case, "investigate"), self.heard(case, 3)), ("", []))

    @proves("S0-09-04")
    def test_what_cannot_be_settled_goes_to_the_director_at_once(self):
        case = self.whole()
        self.assertEqual(self.heard(case, 4), [])
        case.is_beyond_us = True
        self.assertEqual(self.heard(case, 4), ["head", "management_office_director"])
        self.assertEqual(self.heard(self.whole(kind="inquiry", is_beyond_us=True), 4), [])

    @proves("S0-09-04")
    def test_the_director_decides_what_cannot_be_settled(self):
        director = "management_office_director"
        self.assert_handled(4, "decide", director, is_beyond_us=True)
        self.make(self.lead(self.whole(), "decide"), "decide")

    @proves("S0-09-08")
    def test_nothing_is_closed_before_the_resident_is_told(self):
        self.assert_demanded("close", 8, "told_at")
        self.assert_not_demanded("close", "told_at", kind="service")

    @proves("S0-09-08")
    def test_the_director_hears_with_the_resident(self):
        case = self.lead(self.whole(), "tell")
        self.assertEqual(self.heard(case, 8), [])
        case.action_tell()
        self.assertEqual(self.heard(case, 8), ["management_office_director"])
