from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import PresetCase

MONDAY = "2026-03-02 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestDeadlinesPresetsManufacturer(PresetCase):
    """S2-09: report in three days, opinion in one, closed in 15 days at home and 20 abroad."""

    regulation = "csm_regulation_s2_09"
    leaves_out = ("S2-09-14",)
    roles = ("gm_office", "gm")

    @proves("S2-09-11")
    def test_the_report_follows_the_investigation_within_three_days(self):
        for investigated, due in (
            ("2026-03-04 02:00:00", "2026-03-07 15:59:59"),
            ("2026-03-29 16:00:00", "2026-04-02 15:59:59"),
        ):
            with self.subTest(investigated=investigated):
                self.assert_edges(
                    "report",
                    due,
                    (MONDAY,),
                    (investigated, "register", "investigate"),
                    moves=["report"],
                )

    @proves("S2-09-11")
    def test_without_an_investigation_no_report_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY, "register")), "report"), "")

    @proves("S2-09-11", "S2-09-05")
    def test_a_missing_report_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY, "register", "investigate")),
            "report",
            ("2026-03-05 01:00:00", "remind", "agent"),
            ("2026-03-05 16:00:00", "breach", "agent"),
            ("2026-03-05 16:00:00", "breach", "leader"),
            ("2026-03-09 01:00:00", "climb", "gm_office"),
            ("2026-03-10 01:00:00", "climb", "gm"),
        )

    @proves("S2-09-15")
    def test_the_overall_opinion_follows_the_customers_answer_within_a_day(self):
        for told, due in (
            ("2026-03-03 02:00:00", "2026-03-04 15:59:59"),
            ("2026-03-03 16:00:00", "2026-03-05 15:59:59"),
            ("2026-03-06 09:00:00", "2026-03-07 15:59:59"),
            ("2026-03-31 02:00:00", "2026-04-01 15:59:59"),
        ):
            with self.subTest(told=told):
                self.assert_edges(
                    "opinion", due, (MONDAY,), (told, "register", "tell"), moves=["opine"]
                )

    @proves("S2-09-15")
    def test_before_the_customers_answer_no_opinion_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY, "register")), "opinion"), "")

    @proves("S2-09-15", "S2-09-05")
    def test_a_missing_opinion_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY, "register", "tell")),
            "opinion",
            ("2026-03-03 06:00:00", "remind", "agent"),
            ("2026-03-03 16:00:00", "breach", "agent"),
            ("2026-03-03 16:00:00", "breach", "leader"),
            ("2026-03-05 01:00:00", "climb", "gm_office"),
            ("2026-03-06 01:00:00", "climb", "gm"),
        )

    @proves("S2-09-28")
    def test_a_domestic_case_is_closed_within_15_days_of_its_acceptance(self):
        for registered, due in (
            (MONDAY, "2026-03-17 15:59:59"),
            ("2026-03-20 16:00:00", "2026-04-05 15:59:59"),
        ):
            with self.subTest(registered=registered):
                self.assert_edges(
                    "close",
                    due,
                    (MONDAY,),
                    (registered, "register"),
                    moves=("judge", "tell", "close"),
                    region="domestic",
                )

    @proves("S2-09-28")
    def test_an_overseas_case_is_closed_within_20_days_of_its_acceptance(self):
        for registered, due in (
            (MONDAY, "2026-03-22 15:59:59"),
            ("2026-03-20 16:00:00", "2026-04-10 15:59:59"),
        ):
            with self.subTest(registered=registered):
                self.assert_edges(
                    "close",
                    due,
                    (MONDAY,),
                    (registered, "register"),
                    moves=("judge", "tell", "close"),
                    region="overseas",
                )

    @proves("S2-09-28")
    def test_before_its_acceptance_no_closing_is_owed(self):
        self.assertEqual(self.due(self.play((MONDAY,)), "close"), "")

    @proves("S2-09-28")
    def test_the_customers_country_decides_which_limit_holds(self):
        abroad = self.env["res.partner"].create(
            {"name": "Hanse Motoren", "country_id": self.env.ref("base.de").id}
        )
        at_home = self.env["res.partner"].create(
            {"name": "Ningbo Pumps", "country_id": self.env.ref("base.cn").id}
        )
        case = self.play((MONDAY, "register"), partner_id=at_home.id)
        self.assertEqual(self.due(case, "close"), "2026-03-17 15:59:59")
        case.partner_id = abroad
        self.assertEqual(self.due(case, "close"), "2026-03-22 15:59:59")
        case = self.play((MONDAY, "register"), partner_id=abroad.id)
        self.assertEqual(self.due(case, "close"), "2026-03-22 15:59:59")

    @proves("S2-09-28", "S2-09-05")
    def test_a_domestic_case_not_closed_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY, "register"), region="domestic"),
            "close",
            ("2026-03-16 01:00:00", "remind", "agent"),
            ("2026-03-17 16:00:00", "breach", "agent"),
            ("2026-03-17 16:00:00", "breach", "leader"),
            ("2026-03-19 01:00:00", "climb", "gm_office"),
            ("2026-03-20 01:00:00", "climb", "gm"),
        )

    @proves("S2-09-28", "S2-09-05")
    def test_an_overseas_case_not_closed_climbs_to_the_general_managers_office(self):
        self.assert_ladder(
            self.play((MONDAY, "register"), region="overseas"),
            "close",
            ("2026-03-19 01:00:00", "remind", "agent"),
            ("2026-03-22 16:00:00", "breach", "agent"),
            ("2026-03-22 16:00:00", "breach", "leader"),
            ("2026-03-24 01:00:00", "climb", "gm_office"),
            ("2026-03-25 01:00:00", "climb", "gm"),
        )

    @proves("S2-09-11", "S2-09-15", "S2-09-28")
    def test_only_complaints_are_under_these_limits(self):
        for kind in ("inquiry", "suggestion", "service", "incident"):
            with self.subTest(kind=kind):
                case = self.play((MONDAY, "register", "investigate", "tell"), kind=kind)
                self.assertFalse(case.sudo().deadline_ids)
