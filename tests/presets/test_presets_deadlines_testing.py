from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import PresetCase

MONDAY = "2026-03-02 01:00:00"
SETTLE = ("register", "judge", "decide", "execute")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestDeadlinesPresetsTesting(PresetCase):
    """S0-13: a plan in a day, a report in three, closed in a week, a call on the same day."""

    regulation = "csm_regulation_s0_13"
    leaves_out = ("S0-13-06", "S0-13-07")
    roles = ("gm_office", "gm")

    @proves("S0-13-12")
    def test_the_plan_is_agreed_upon_by_the_end_of_the_next_day(self):
        for received, due in (
            (MONDAY, "2026-03-03 15:59:59"),
            ("2026-03-02 15:59:59", "2026-03-03 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-04 15:59:59"),
            ("2026-03-06 09:00:00", "2026-03-07 15:59:59"),
            ("2026-02-28 02:00:00", "2026-03-01 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges("plan", due, (received,), moves=("register", "plan"))

    @proves("S0-13-12", "S0-13-11")
    def test_a_missing_plan_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "plan",
            ("2026-03-03 06:00:00", "remind", "agent"),
            ("2026-03-03 16:00:00", "breach", "agent"),
            ("2026-03-03 16:00:00", "breach", "leader"),
            ("2026-03-05 01:00:00", "climb", "gm_office"),
            ("2026-03-06 01:00:00", "climb", "gm"),
        )

    @proves("S0-13-13")
    def test_the_report_follows_the_investigation_within_three_days(self):
        for investigated, due in (
            ("2026-03-04 02:00:00", "2026-03-07 15:59:59"),
            ("2026-03-04 16:00:00", "2026-03-08 15:59:59"),
            ("2026-03-30 02:00:00", "2026-04-02 15:59:59"),
        ):
            with self.subTest(investigated=investigated):
                self.assert_edges(
                    "report",
                    due,
                    (MONDAY,),
                    (investigated, "register", "investigate"),
                    moves=["report"],
                )

    @proves("S0-13-13")
    def test_without_an_investigation_no_report_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY, "register")), "report"), "")

    @proves("S0-13-13", "S0-13-11")
    def test_a_missing_report_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY,), ("2026-03-04 02:00:00", "register", "investigate")),
            "report",
            ("2026-03-06 01:00:00", "remind", "agent"),
            ("2026-03-07 16:00:00", "breach", "agent"),
            ("2026-03-07 16:00:00", "breach", "leader"),
            ("2026-03-10 01:00:00", "climb", "gm_office"),
            ("2026-03-11 01:00:00", "climb", "gm"),
        )

    @proves("S0-13-14")
    def test_a_complaint_is_closed_within_a_week(self):
        for received, due in (
            (MONDAY, "2026-03-09 15:59:59"),
            ("2026-03-06 16:00:00", "2026-03-14 15:59:59"),
            ("2026-02-26 02:00:00", "2026-03-05 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges(
                    "close", due, (received,), moves=("register", "judge", "tell", "close")
                )

    @proves("S0-13-14", "S0-13-11")
    def test_a_complaint_not_closed_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "close",
            ("2026-03-09 01:00:00", "remind", "agent"),
            ("2026-03-09 16:00:00", "breach", "agent"),
            ("2026-03-09 16:00:00", "breach", "leader"),
            ("2026-03-11 01:00:00", "climb", "gm_office"),
            ("2026-03-12 01:00:00", "climb", "gm"),
        )

    @proves("S0-13-15")
    def test_the_customer_is_called_on_the_day_the_handling_ends(self):
        for executed, due in (
            ("2026-03-03 02:00:00", "2026-03-03 15:59:59"),
            ("2026-03-03 15:59:59", "2026-03-03 15:59:59"),
            ("2026-03-03 16:00:00", "2026-03-04 15:59:59"),
            ("2026-03-07 02:00:00", "2026-03-07 15:59:59"),
        ):
            with self.subTest(executed=executed):
                self.assert_edges(
                    "follow_up", due, (MONDAY,), (executed, *SETTLE), moves=["follow_up"]
                )

    @proves("S0-13-15", "S0-13-11")
    def test_a_customer_not_called_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY, *SETTLE)),
            "follow_up",
            ("2026-03-02 06:00:00", "remind", "agent"),
            ("2026-03-02 16:00:00", "breach", "agent"),
            ("2026-03-02 16:00:00", "breach", "leader"),
            ("2026-03-04 01:00:00", "climb", "gm_office"),
            ("2026-03-05 01:00:00", "climb", "gm"),
        )

    @proves("S0-13-12", "S0-13-13", "S0-13-14", "S0-13-15")
    def test_only_complaints_are_under_these_limits(self):
        for kind in ("inquiry", "suggestion", "service", "incident"):
            with self.subTest(kind=kind):
                case = self.play((MONDAY, "register", "investigate", *SETTLE[1:]), kind=kind)
                self.assertFalse(case.sudo().deadline_ids)
