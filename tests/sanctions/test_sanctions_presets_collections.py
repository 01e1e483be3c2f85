from odoo.tests import tagged

from ..common.proves import proves
from .preset_sanction_case import PresetSanctionCase, measure, money, points

MINOR = "leave_post eating smoking reading games grooming sleeping long_call noise dress"
MINOR_OFFENCES = [*MINOR.split(), "scribbling", "paper_cups"]


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsCollections01(PresetSanctionCase):
    """Conduct in the first two collections: what is noted, and what it costs."""

    @proves("S0-01-07")
    def test_electricians_stay_at_their_post(self):
        self.adopt_only("S0-01-07")
        self.assert_noted("S0-01-07", "leave_post", "unrelated")

    @proves("S0-02-02", "S0-02-24", "S0-02-25", "S0-02-28", "S0-02-49")
    def test_industrial_park(self):
        self.adopt_only("S0-02-02", "S0-02-24", "S0-02-25", "S0-02-28", "S0-02-49")
        self.assert_noted("S0-02-02", "uniform", "dress", "looks")
        self.assert_noted("S0-02-24", "leave_post", "unrelated")
        self.assert_noted("S0-02-25", "gifts", "harm")
        # The contractor's people are on the register of employees as contractors.
        self.worker.employee_type = "contractor"
        places = ("goods", "fire", "factory", "night", "damage", "yard")
        self.assert_noted("S0-02-28", *(f"waste_{place}" for place in places))
        self.assert_noted("S0-02-49", "enter_office", "no_smile")

    @proves("S0-09-07")
    def test_shirking_and_favours(self):
        self.adopt_only("S0-09-07")
        self.assert_noted("S0-09-07", "shirking", "difficulties", "favours")

    @proves("S0-12-05")
    def test_argument_with_customers(self):
        self.adopt_only("S0-12-05")
        self.assert_noted("S0-12-05", "quarrel", "harm")

    @proves("S0-12-06")
    def test_private_calls_and_visitors(self):
        self.assert_blank("s0_12_06")
        self.adopt_only("S0-12-06", prepare=self.filled("s0_12_06", open_amount=80))
        self.assert_allowed("S0-12-06", "private_call", 3)
        lines = self.note("visitors", "2026-02-03")
        for code in ("hotline", "unrelated", "browsing", "games"):
            lines |= self.note(code, "2026-02-03")
        self.assertEqual(lines.mapped("amount"), [80] * 5)
        self.assertEqual(lines.sorted("id").mapped("occurrence"), [2, 3, 4, 5, 6])

    @proves("S1-01-06")
    def test_automatic_replies(self):
        self.adopt_only("S1-01-06")
        self.assert_allowed("S1-01-06", "auto_reply", 10)
        self.assertEqual(self.note("invisible", "2026-02-03").occurrence, 2)

    @proves("S1-01-07")
    def test_private_chat(self):
        self.adopt_only("S1-01-07")
        steps = measure("warning"), money(50), money(50), money(50)
        self.assert_brings("S1-01-07", "private_chat", *steps, severity="light")
        stubborn = self.note("video", "2026-02-10", severity="serious")
        self.assertEqual((stubborn.occurrence, stubborn.measure), (5, "dismissal"))

    @proves("S1-01-07")
    def test_private_chat_goes_on_whichever_it_is(self):
        self.adopt_only("S1-01-07")
        self.assert_counted("games", "ever", severity="light")
        third = self.note("unrelated", "2026-02-02", severity="serious")
        self.assertEqual((third.occurrence, third.measure), (4, "dismissal"))

    @proves("S1-01-07")
    def test_stubborn_only_after_a_warning_and_a_fine(self):
        self.adopt_only("S1-01-07")
        serious = {"severity": "serious"}
        steps = measure("warning"), money(50), measure("dismissal")
        self.assert_brings("S1-01-07", "private_chat", *steps, **serious)

    @proves("S1-02-10")
    def test_nothing_private(self):
        self.adopt_only("S1-02-10")
        self.assert_noted("S1-02-10", "unrelated", "video", "eating", "private_use")

    @proves("S1-06-25", "S1-06-26")
    def test_eleven_minor_offences(self):
        self.adopt_only("S1-06-26")
        self.assert_brings("S1-06-26", "sleeping", money(20), money(20), money(50), money(50))
        self.assertEqual(set(self.rule("s1_06_26")._offences().mapped("code")), set(MINOR_OFFENCES))

    @proves("S1-06-25", "S1-06-26")
    def test_whichever_minor_offence_it_is(self):
        self.adopt_only("S1-06-26")
        fines = [self.note(code, "2026-02-02").amount for code in MINOR_OFFENCES]
        self.assertEqual(fines, [20, 20] + [50] * (len(MINOR_OFFENCES) - 2))

    @proves("S1-06-27")
    def test_drinking(self):
        self.adopt_only("S1-06-27")
        first = money(100, measure="suspension", suspension_days=1)
        again = money(100, measure="dismissal", suspension_days=1)
        self.assert_brings("S1-06-27", "drinking", first, again, again)

    @proves("S1-06-28")
    def test_gossip(self):
        self.adopt_only("S1-06-28")
        self.assert_brings("S1-06-28", "gossip", measure("dismissal"))

    @proves("S1-06-29")
    def test_hotlines(self):
        self.adopt_only("S1-06-29")
        # The charges of 40 and twice the charges.
        self.assert_brings("S1-06-29", "hotline", money(120), cost=40)

    @proves("S1-06-30")
    def test_quarrel(self):
        self.adopt_only("S1-06-30")
        again = money(100, measure="dismissal")
        self.assert_brings("S1-06-30", "quarrel", money(100), again, again)

    @proves("S1-07-11", "S1-07-12")
    def test_evening_shop(self):
        self.adopt_only("S1-07-11", "S1-07-12")
        self.assert_noted("S1-07-11", "mobile_chat")
        self.assert_noted("S1-07-12", "unrelated")

    @proves("S1-09-06")
    def test_call_centre(self):
        self.adopt_only("S1-09-06")
        self.assert_noted("S1-09-06", "chat_customer", "noise", "leave_post")

    @proves("S1-11-01", "S1-11-02", "S1-11-14")
    def test_hospital(self):
        self.adopt_only("S1-11-01", "S1-11-02", "S1-11-14")
        self.assert_brings("S1-11-01", "dress", money(10), money(10))
        for code in ("looks", "jewellery", "nails", "uniform"):
            self.assertEqual(self.note(code, "2026-02-05").amount, 10)
        self.assert_brings("S1-11-02", "uniform_outside", money(20), money(20))
        self.assert_brings("S1-11-14", "handbook", money(10), money(10))


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsCollections23(PresetSanctionCase):
    """Conduct in the last two collections."""

    @proves("S2-05-04", "S2-05-08", "S2-05-11", "S2-05-12", "S2-05-13", "S2-05-14")
    def test_booking_platform(self):
        ids = ("04", "08", "11", "12", "13", "14")
        self.adopt_only(*(f"S2-05-{number}" for number in ids))
        self.assert_noted("S2-05-04", "leave_post", "wording")
        self.assert_noted("S2-05-08", "noise", "wandering", "unrelated")
        self.assert_noted("S2-05-11", "reading", "chatting", "hang_up", "phone_ring")
        self.assert_noted("S2-05-12", "private_chat", "games", "video", "browsing")
        self.assert_noted("S2-05-13", "eating", "meal_place")
        self.assert_noted("S2-05-14", "long_call")

    @proves("S3-01-18", "S3-01-20")
    def test_front_desk(self):
        self.adopt_only("S3-01-18", "S3-01-20")
        self.assert_noted("S3-01-18", "desk")
        codes = ("sleeping", "private_call", "chatting", "holding_children", "reading")
        self.assert_noted("S3-01-20", *codes)

    @proves("S3-06-36")
    def test_office(self):
        self.adopt_only("S3-06-36")
        codes = ("uniform", "dress", "smoking", "spitting", "food_in_office", "eating")
        self.assert_noted("S3-06-36", *codes)

    @proves("S3-07-02")
    def test_phone_quota(self):
        self.assert_blank("s3_07_02_quota")
        self.adopt_only("S3-07-02", prepare=self.filled("s3_07_02_quota", allowed_cost=200))
        self.assert_noted("S3-07-02", "phone_lent")
        # The company bears 200; 180 are within, of 260 there are 60 beyond.
        within, beyond = money(0), money(60)
        self.assert_brings("S3-07-02", "phone_quota", within, cost=180)
        line = self.note("phone_quota", "2026-01-05", cost=260)
        self.assertEqual(line.amount, beyond["amount"])

    @proves("S3-08-04", "S3-08-07")
    def test_missing_handovers_and_summaries(self):
        self.adopt_only("S3-08-04", "S3-08-07")
        for rule_id, code, fines in (
            ("S3-08-04", "handover_missing", (30, 50, 80)),
            ("S3-08-07", "summary_missing", (50, 100, 200)),
        ):
            steps = [money(fine) for fine in fines]
            lines = self.assert_brings(rule_id, code, *steps, {}, measure("resignation"))
            self.assertEqual(lines.mapped("is_wage_based"), [False] * 3 + [True, False])
            # The fourth time: a month's wage, which stands with the wage alone.
            self.assertEqual(lines[3].pay_ids.wage_amount, 4000)
            self.assertEqual(set(lines.mapped("destination")), {"fund"})
            self.assertEqual(self.note(code, "2026-02-20").measure, "resignation")

    @proves("S3-08-12")
    def test_only_the_programs_of_the_shop(self):
        self.adopt_only("S3-08-12")
        self.assert_brings("S3-08-12", "private_chat", money(50), money(50), money(50))
        for code in ("video", "games", "download"):
            self.assertEqual(self.note(code, "2026-02-10").amount, 50)

    @proves("S3-09-02", "S3-09-05")
    def test_kinds_of_sanctions(self):
        self.adopt_only("S3-09-02", "S3-09-05")
        for code in ("own_business", "second_job", "disobedience", "leak"):
            self.assertEqual(self.note(code, "2026-02-02").measure, "criticism")
        line = self.note("misconduct", "2026-02-02", cost=350)
        self.assertEqual((line.amount, line.measure), (350, "criticism"))
        self.assertEqual(line.article_id, self.article("S3-09-05"))
        self.assert_refused(line, chosen_measure="education")
        self.hear(line)
        self.assertFalse(self.choose(line, chosen_measure="major_demerit"))
        self.assertEqual((line.state, line.measure), ("confirmed", "major_demerit"))

    @proves("S3-09-07", "S3-09-08")
    def test_demerit_or_compensation(self):
        self.adopt_only("S3-09-07", "S3-09-08")
        errors = ("price_error", "wish_not_done", "order_mismatch", "bad_rating")
        careless = ("lost_customers", "assigned_work", "false_records")
        for rule_id, codes in (("S3-09-07", errors), ("S3-09-08", careless)):
            for code in codes:
                line = self.note(code, "2026-02-02", cost=120)
                self.assertEqual(line.article_id, self.article(rule_id))
                self.assertEqual((line.amount, line.amount_max), (0, 120))
            self.assert_refused(line, chosen_measure="dismissal")
            self.assertFalse(self.choose(line, chosen_measure="demerit", chosen_amount=70))
            self.assertEqual((line.amount, line.measure), (70, "demerit"))

    @proves("S3-09-10")
    def test_films_and_games(self):
        self.adopt_only("S3-09-10")
        self.assert_brings("S3-09-10", "video", measure("demerit"), measure("demerit"))
        for code in ("games", "download"):
            self.assertEqual(self.note(code, "2026-02-10").measure, "demerit")

    @proves("S3-12-02")
    def test_duty_desk(self):
        self.adopt_only("S3-12-02")
        codes = "uniform reading eating smoking chatting sleeping leave_post wandering unrelated"
        self.assert_noted("S3-12-02", *codes.split(), "private_call")

    @proves("S3-13-02", "S3-13-05")
    def test_duty_regimes(self):
        self.adopt_only("S3-13-02", "S3-13-05")
        codes = "uniform dress jewellery looks nails posture eating smoking tea"
        self.assert_noted("S3-13-02", *codes.split())
        self.assert_allowed("S3-13-05", "private_call", 3)
        self.assertEqual(self.note("phone_lent", "2026-02-03").occurrence, 2)


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsPoints(PresetSanctionCase):
    """The points of S3-05: what each finding costs, and the third to fifth in a month."""

    @proves("S3-05-02")
    def test_missing_items(self):
        self.adopt_only("S3-05-02")
        self.assert_brings("S3-05-02", "uniform", points(-1), points(-1))
        self.assertEqual(self.note("uniform", "2026-02-10", quantity=3).points, -3)

    @proves("S3-05-03", "S3-05-04", "S3-05-06")
    def test_ranges_of_points(self):
        self.adopt_only("S3-05-03", "S3-05-04", "S3-05-06")
        found = (("S3-05-03", "looks"), ("S3-05-04", "nails"), ("S3-05-06", "grooming"))
        for rule_id, code in found:
            lines = self.assert_brings(rule_id, code, points(-0.5, -1.5), points(-0.5, -1.5))
            self.assert_refused(lines[0], chosen_points=-2)
            self.assert_refused(lines[0], chosen_points=-0.25)
            self.assertFalse(self.choose(lines[0], chosen_points=-1.5))
            self.assertEqual(lines[0].points, -1.5)

    @proves("S3-05-05")
    def test_posture(self):
        self.adopt_only("S3-05-05")
        self.assert_brings("S3-05-05", "posture", points(-1), points(-1))

    @proves("S3-05-07")
    def test_quarrel_with_an_owner(self):
        self.adopt_only("S3-05-07")
        line = self.note("quarrel", "2026-02-02", severity="light")
        self.assertEqual((line.measure, line.article_id), ("criticism", self.article("S3-05-07")))
        self.hear(line)
        self.assert_refused(line, chosen_measure="dismissal")
        self.assertFalse(self.choose(line, chosen_measure="demerit"))
        serious = self.note_of_another("quarrel", "2026-02-03", severity="serious")
        self.assertEqual(serious.measure, "resignation")

    @proves("S3-05-11")
    def test_dozing(self):
        self.adopt_only("S3-05-11")
        self.assert_brings("S3-05-11", "sleeping", points(-1), points(-1), severity="light")
        line = self.note_of_another("sleeping", "2026-02-20", severity="serious")
        self.assertEqual((line.points, line.points_max), (-3, -5))

    @proves("S3-05-12")
    def test_calls(self):
        self.adopt_only("S3-05-12")
        self.assert_allowed("S3-05-12", "call_outside", 10)
        self.assert_allowed("S3-05-12", "call_inside", 5)
        self.assert_brings(
            "S3-05-12",
            "chat_call",
            points(-5),
            points(-5),
            points(-15, measure="warning"),
            points(-5),
            points(-5, measure="resignation"),
            points(-5, measure="resignation"),
        )
        self.assert_counted("chat_call", "month")

    @proves("S3-05-13", "S3-05-14")
    def test_chatting_and_reading(self):
        self.adopt_only("S3-05-13", "S3-05-14")
        for rule_id, code in (("S3-05-13", "chatting"), ("S3-05-14", "reading")):
            self.assert_brings(
                rule_id,
                code,
                points(-1),
                points(-1),
                points(-2, -4, measure="warning"),
                points(-4, -6, measure="demerit"),
                points(-1, measure="resignation"),
                points(-1, measure="resignation"),
            )
            self.assert_counted(code, "month")
