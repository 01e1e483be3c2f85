from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import PresetCase

MONDAY = "2026-03-02 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestDeadlinesPresetsSoftware(PresetCase):
    """S1-04: a report three days after the investigation, closed six days after acceptance."""

    regulation = "csm_regulation_s1_04"
    roles = ("service_manager", "deputy_gm")
    appointer = "service_manager"

    @proves("S1-04-27")
    def test_the_report_follows_the_investigation_within_three_days(self):
        for investigated, due in (
            ("2026-03-04 02:00:00", "2026-03-07 15:59:59"),
            ("2026-03-04 15:59:59", "2026-03-07 15:59:59"),
            ("2026-02-26 16:00:00", "2026-03-02 15:59:59"),
        ):
            with self.subTest(investigated=investigated):
                self.assert_edges(
                    "report",
                    due,
                    ("2026-02-25 01:00:00",),
                    (investigated, "register", "investigate"),
                    moves=["report"],
                )

    @proves("S1-04-27")
    def test_without_an_investigation_no_report_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY, "register")), "report"), "")

    @proves("S1-04-27")
    def test_a_missing_report_climbs_to_the_deputy_general_manager(self):
        self.assert_ladder(
            self.play((MONDAY, "register", "investigate")),
            "report",
            ("2026-03-05 01:00:00", "remind", "agent"),
            ("2026-03-05 16:00:00", "breach", "agent"),
            ("2026-03-05 16:00:00", "breach", "leader"),
            ("2026-03-09 01:00:00", "climb", "service_manager"),
            ("2026-03-10 01:00:00", "climb", "deputy_gm"),
        )

    @proves("S1-04-33")
    def test_a_complaint_is_closed_within_six_days_of_its_acceptance(self):
        for registered, due in (
            (MONDAY, "2026-03-08 15:59:59"),
            ("2026-03-05 16:00:00", "2026-03-12 15:59:59"),
            ("2026-03-27 02:00:00", "2026-04-02 15:59:59"),
        ):
            with self.subTest(registered=registered):
                self.assert_edges(
                    "close",
                    due,
                    (MONDAY,),
                    (registered, "register"),
                    moves=("judge", "tell", "close"),
                )

    @proves("S1-04-33")
    def test_before_its_acceptance_no_closing_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY,)), "close"), "")

    @proves("S1-04-33")
    def test_a_complaint_not_closed_climbs_to_the_deputy_general_manager(self):
        self.assert_ladder(
            self.play((MONDAY, "register")),
            "close",
            ("2026-03-06 01:00:00", "remind", "agent"),
            ("2026-03-08 16:00:00", "breach", "agent"),
            ("2026-03-08 16:00:00", "breach", "leader"),
            ("2026-03-10 01:00:00", "climb", "service_manager"),
            ("2026-03-11 01:00:00", "climb", "deputy_gm"),
        )

    @proves("S1-04-27", "S1-04-33")
    def test_only_complaints_are_under_these_limits(self):
        for kind in ("inquiry", "suggestion", "service", "incident"):
            with self.subTest(kind=kind):
                case = self.play((MONDAY, "register", "investigate"), kind=kind)
                self.assertFalse(case.sudo().deadline_ids)
