from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import PresetCase

MONDAY = "2026-03-02 01:00:00"
# 17:00 in Shanghai, one hour before the end of work.
FRIDAY = "2026-03-06 09:00:00"
HOUR_LADDER = (
    ("2026-03-02 06:00:00", "remind", "agent"),
    ("2026-03-03 01:00:01", "breach", "agent"),
    ("2026-03-03 01:00:01", "breach", "leader"),
    ("2026-03-03 06:00:00", "climb", "marketing_office_head"),
    ("2026-03-03 10:00:00", "climb", "marketing_director"),
)
DAY_LADDER = (
    ("2026-03-05 01:00:00", "remind", "agent"),
    ("2026-03-05 10:00:01", "breach", "agent"),
    ("2026-03-05 10:00:01", "breach", "leader"),
    ("2026-03-09 01:00:00", "climb", "marketing_office_head"),
    ("2026-03-10 01:00:00", "climb", "marketing_director"),
)
SETTLE = ("register", "judge", "decide", "execute")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestDeadlinesPresetsWinery(PresetCase):
    """S0-07: a day for the first reaction, three or seven working days for the settlement."""

    regulation = "csm_regulation_s0_07"
    roles = ("marketing_office_head", "marketing_director")

    @proves("S0-07-02")
    def test_a_telephone_complaint_is_answered_within_24_hours(self):
        for received, due in (
            (MONDAY, "2026-03-03 01:00:00"),
            (FRIDAY, "2026-03-07 09:00:00"),
            ("2026-01-31 15:59:59", "2026-02-01 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges(
                    "first_reply", due, (received,), moves=("register", "reply"), channel="phone"
                )

    @proves("S0-07-02")
    def test_an_unanswered_telephone_complaint_climbs(self):
        self.assert_ladder(self.play((MONDAY,)), "first_reply", *HOUR_LADDER)

    @proves("S0-07-02")
    def test_the_clock_of_a_call_on_friday_evening_runs_over_the_weekend_but_climbs_at_work(self):
        self.assert_ladder(
            self.play((FRIDAY,)),
            "first_reply",
            (FRIDAY, "remind", "agent"),
            ("2026-03-07 09:00:01", "breach", "agent"),
            ("2026-03-07 09:00:01", "breach", "leader"),
            ("2026-03-09 06:00:00", "climb", "marketing_office_head"),
            ("2026-03-09 10:00:00", "climb", "marketing_director"),
        )

    @proves("S0-07-03")
    def test_a_written_complaint_is_registered_and_answered_within_the_same_24_hours(self):
        for obligation, moves in (
            ("register", ["register"]),
            ("first_reply", ["register", "reply"]),
        ):
            with self.subTest(obligation=obligation):
                self.assert_edges(
                    obligation, "2026-03-03 01:00:00", (MONDAY,), moves=moves, channel="letter"
                )

    @proves("S0-07-03")
    def test_an_unregistered_written_complaint_climbs(self):
        self.assert_ladder(self.play((MONDAY,), channel="email"), "register", *HOUR_LADDER)

    @proves("S0-07-03")
    def test_a_registered_but_unanswered_written_complaint_climbs(self):
        case = self.play((MONDAY, "register"), channel="web")
        self.assertEqual(self.row(case, "register").state, "met")
        self.assert_ladder(case, "first_reply", *HOUR_LADDER)

    @proves("S0-07-04")
    def test_an_oral_or_forwarded_complaint_is_registered_within_24_hours(self):
        for channel in ("visit", "transferred"):
            with self.subTest(channel=channel):
                self.assert_edges(
                    "register",
                    "2026-03-07 09:00:00",
                    (FRIDAY,),
                    moves=["register"],
                    channel=channel,
                )

    @proves("S0-07-04")
    def test_an_unregistered_oral_complaint_climbs(self):
        self.assert_ladder(self.play((MONDAY,), channel="visit"), "register", *HOUR_LADDER)

    @proves("S0-07-02", "S0-07-03", "S0-07-04")
    def test_the_way_a_complaint_came_in_decides_what_is_owed_first(self):
        day = "2026-03-03 01:00:00"
        expected = {
            "phone": ("", day),
            "letter": (day, day),
            "fax": (day, day),
            "email": (day, day),
            "web": (day, day),
            "chat": (day, day),
            "visit": (day, ""),
            "transferred": (day, ""),
        }
        for channel, owed in expected.items():
            with self.subTest(channel=channel):
                case = self.play((MONDAY,), channel=channel)
                self.assertEqual((self.due(case, "register"), self.due(case, "first_reply")), owed)

    @proves("S0-07-02", "S0-07-03", "S0-07-04", "S0-07-06", "S0-07-12")
    def test_only_complaints_are_under_these_limits(self):
        for kind in ("inquiry", "suggestion", "service", "incident"):
            for channel in ("phone", "letter", "visit"):
                with self.subTest(kind=kind, channel=channel):
                    case = self.play((MONDAY,), kind=kind, channel=channel)
                    self.assertFalse(case.sudo().deadline_ids)

    @proves("S0-07-06")
    def test_the_result_of_a_quality_complaint_is_told_within_three_working_days(self):
        for received, due in (
            (MONDAY, "2026-03-05 10:00:00"),
            (FRIDAY, "2026-03-11 10:00:00"),
            ("2026-03-06 15:59:59", "2026-03-11 10:00:00"),
            ("2026-03-07 02:00:00", "2026-03-11 10:00:00"),
            ("2026-02-26 02:00:00", "2026-03-03 10:00:00"),
        ):
            with self.subTest(received=received):
                self.assert_edges("answer", due, (received,), moves=("register", "tell"))

    @proves("S0-07-06")
    def test_an_unanswered_quality_complaint_climbs(self):
        self.assert_ladder(self.play((MONDAY,)), "answer", *DAY_LADDER)

    @proves("S0-07-06")
    def test_only_a_quality_complaint_owes_the_result(self):
        other = self.env.ref("csm.csm_case_category_staff")
        taste = self.env.ref("csm.csm_case_category_taste")
        case = self.play((MONDAY,), category_id=other.id)
        self.assertEqual(self.due(case, "answer"), "")
        self.at("2026-03-04 01:00:00")
        case.category_id = taste
        self.assertEqual(self.due(case, "answer"), "2026-03-05 10:00:00")
        case.category_id = other
        self.assertEqual(self.due(case, "answer"), "")

    @proves("S0-07-12")
    def test_a_complaint_is_settled_within_three_working_days(self):
        for received, due in (
            (MONDAY, "2026-03-05 10:00:00"),
            (FRIDAY, "2026-03-11 10:00:00"),
            ("2026-02-27 10:00:00", "2026-03-04 10:00:00"),
        ):
            with self.subTest(received=received):
                self.assert_edges("settle", due, (received,), moves=SETTLE)

    @proves("S0-07-12")
    def test_a_special_complaint_is_settled_within_seven_working_days(self):
        for received, due in (
            (MONDAY, "2026-03-11 10:00:00"),
            (FRIDAY, "2026-03-17 10:00:00"),
        ):
            with self.subTest(received=received):
                self.assert_edges("settle", due, (received,), moves=SETTLE, is_special=True)

    @proves("S0-07-12")
    def test_holidays_and_makeup_days_count(self):
        self.add_holiday("2026-03-04")
        self.add_makeup_day("2026-03-07", "4")
        self.assertEqual(self.due(self.play((MONDAY,)), "settle"), "2026-03-06 10:00:00")
        self.assertEqual(self.due(self.play((FRIDAY,)), "settle"), "2026-03-10 10:00:00")
        special = self.play((MONDAY,), is_special=True)
        self.assertEqual(self.due(special, "settle"), "2026-03-11 10:00:00")

    @proves("S0-07-12")
    def test_an_unsettled_complaint_climbs(self):
        self.assert_ladder(self.play((MONDAY,)), "settle", *DAY_LADDER)

    @proves("S0-07-12")
    def test_an_unsettled_special_complaint_climbs(self):
        self.assert_ladder(
            self.play((MONDAY,), is_special=True),
            "settle",
            ("2026-03-11 01:00:00", "remind", "agent"),
            ("2026-03-11 10:00:01", "breach", "agent"),
            ("2026-03-11 10:00:01", "breach", "leader"),
            ("2026-03-13 01:00:00", "climb", "marketing_office_head"),
            ("2026-03-16 01:00:00", "climb", "marketing_director"),
        )

    @proves("S0-07-12")
    def test_declared_special_later_a_complaint_keeps_its_start(self):
        case = self.play((MONDAY,))
        self.at("2026-03-05 02:00:00")
        case.is_special = True
        self.assertEqual(self.due(case, "settle"), "2026-03-11 10:00:00")
        case.is_special = False
        self.assertEqual(self.due(case, "settle"), "2026-03-05 10:00:00")

    @proves("S0-07-13")
    def test_the_customer_is_asked_within_24_hours_after_the_handling(self):
        for executed, due in (
            ("2026-03-03 02:30:15", "2026-03-04 02:30:15"),
            (FRIDAY, "2026-03-07 09:00:00"),
        ):
            with self.subTest(executed=executed):
                self.assert_edges(
                    "follow_up", due, (MONDAY,), (executed, *SETTLE), moves=["follow_up"]
                )

    @proves("S0-07-13")
    def test_before_the_handling_ends_nobody_need_ask(self):
        case = self.play((MONDAY, "register", "judge", "decide"))
        self.assertEqual(self.due(case, "follow_up"), "")

    @proves("S0-07-13")
    def test_a_customer_not_asked_climbs(self):
        self.assert_ladder(self.play((MONDAY, *SETTLE)), "follow_up", *HOUR_LADDER)

    @proves("S0-07-13")
    def test_after_a_reopening_the_customer_is_asked_after_the_second_handling(self):
        case = self.play(
            (MONDAY, *SETTLE, "follow_up", "tell", "close"), reopen_reason="Still corked."
        )
        self.at("2026-03-09 01:00:00")
        case.action_reopen()
        self.assertEqual(self.due(case, "settle").split()[0], "2026-03-12")
        self.at("2026-03-10 01:00:00")
        case.action_decide()
        case.action_execute()
        dues = self.rows(case, "follow_up").mapped("due_at")
        self.assertEqual([str(due) for due in dues], ["2026-03-03 01:00:00", "2026-03-11 01:00:00"])

    @proves("S0-07-12")
    def test_closing_an_unfounded_complaint_settles_it(self):
        self.assert_edges(
            "settle",
            "2026-03-05 10:00:00",
            (MONDAY, "register", "reply", "judge", "tell"),
            moves=["close"],
            judgement="unfounded",
        )

    @proves("S0-07-12")
    def test_reopened_what_closing_settled_is_owed_from_the_reopening(self):
        scenes = (MONDAY, "register", "reply", "judge", "tell", "close")
        case = self.play(scenes, judgement="unfounded", reopen_reason="The customer sent a sample.")
        self.assertFalse(case.next_due_at)
        self.at("2026-03-09 01:00:00")
        case.action_reopen()
        rows = self.rows(case, "settle")
        self.assertEqual(rows.mapped("state"), ["met", "running"])
        self.assertEqual(self.due(case, "settle"), "2026-03-12 10:00:00")
        self.at("2026-03-10 01:00:00")
        case.action_decide()
        case.action_execute()
        self.assertEqual(rows.mapped("state"), ["met", "met"])
