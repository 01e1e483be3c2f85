from odoo.tests import tagged

from ..common.proves import proves
from .preset_sanction_case import PresetSanctionCase, measure, money, points, span


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsComplaints(PresetSanctionCase):
    """What a complaint about an employee brings, from regulation to regulation."""

    @proves("S0-06-10")
    def test_evasion(self):
        self.adopt_only("S0-06-10")
        light = self.note("shirking", "2026-02-02", severity="light")
        self.assertEqual((light.measure, light.article_id), ("education", self.article("S0-06-10")))
        self.assert_refused(light, chosen_measure="suspension")
        serious = self.note_of_another("shirking", "2026-02-03", severity="serious")
        self.assertEqual(serious.measure, "transfer")

    @proves("S0-07-10", "S0-07-18")
    def test_winery(self):
        self.adopt_only("S0-07-10")
        # Each complaint takes a point and is criticised before all.
        step = points(-1, measure="criticism")
        self.assert_brings("S0-07-10", "service_complaint", step, step, step)

    @proves("S0-08-20", "S0-08-21")
    def test_engineers(self):
        self.assert_blank("s0_08_21")
        prepare = self.filled("s0_08_21", open_amount=60)
        self.adopt_only("S0-08-20", "S0-08-21", prepare=prepare)
        self.assert_brings("S0-08-20", "case_liability", money(200), money(200), money(200))
        self.assert_brings("S0-08-21", "quality_complaint", money(60), money(60))

    @proves("S0-10-23")
    def test_breach_of_secrecy(self):
        self.assert_blank("s0_10_23")
        prepare = self.filled("s0_10_23", open_amount=400, superior_percent=50)
        self.adopt_only("S0-10-23", prepare=prepare)
        line = self.note("secrecy_breach", "2026-02-02")
        self.assertEqual((line.amount, line.measure), (400, "criticism"))
        share = line.share_ids
        self.assertEqual((share.employee_id, share.amount), (self.worker.parent_id, 200))

    @proves("S0-12-15")
    def test_at_least_ten(self):
        self.adopt_only("S0-12-15")
        lines = self.assert_brings("S0-12-15", "service_complaint", span(10, 0), span(10, 0))
        self.assert_refused(lines[0], chosen_amount=9.99)
        self.assertFalse(self.choose(lines[0], chosen_amount=10))
        self.assertFalse(self.choose(lines[1], chosen_amount=700))
        self.assertEqual(lines.mapped("amount"), [10, 700])

    @proves("S0-13-17")
    def test_by_responsibility(self):
        self.adopt_only("S0-13-17")
        lines = self.assert_brings("S0-13-17", "case_liability", *[span(200, 1500)] * 2)
        self.assert_refused(lines[0], chosen_amount=199.99)
        self.assert_refused(lines[0], chosen_amount=1500.01)
        self.assertFalse(self.choose(lines[0], chosen_amount=1500))
        self.assertEqual(lines[0].amount, 1500)

    @proves("S1-01-16")
    def test_the_direct_leader(self):
        self.assert_blank("s1_01_16")
        prepare = self.filled("s1_01_16", superior_amount=20)
        self.adopt_only("S1-01-16", prepare=prepare)
        lines = self.assert_brings("S1-01-16", "service_complaint", money(50), money(50))
        self.assertEqual(lines.share_ids.employee_id, self.worker.parent_id)
        self.assertEqual(lines.share_ids.mapped("amount"), [20, 20])

    @proves("S1-07-13")
    def test_thirty_sixty_dismissal(self):
        self.adopt_only("S1-07-13")
        steps = money(30), money(60), measure("dismissal"), measure("dismissal")
        self.assert_brings("S1-07-13", "service_complaint", *steps)

    @proves("S1-07-13")
    def test_thirty_sixty_counts_for_good(self):
        self.adopt_only("S1-07-13")
        self.assert_counted("service_complaint", "ever")

    @proves("S3-05-08")
    def test_points_of_an_owners_complaint(self):
        self.adopt_only("S3-05-08")
        lines = self.assert_brings("S3-05-08", "service_complaint", *[points(-5, -10)] * 2)
        self.assert_refused(lines[0], chosen_points=-11)
        self.assert_refused(lines[0], chosen_points=-4)
        self.assertFalse(self.choose(lines[0], chosen_points=-10))

    @proves("S3-08-10")
    def test_hundred_double_resignation(self):
        self.adopt_only("S3-08-10")
        steps = money(100), money(200), measure("resignation"), measure("resignation")
        lines = self.assert_brings("S3-08-10", "service_complaint", *steps)
        self.assertEqual(set(lines.mapped("destination")), {"fund"})
        self.assert_counted("service_complaint", "month")

    @proves("S3-09-11")
    def test_demerit_by_circumstances(self):
        self.adopt_only("S3-09-11")
        line = self.note("service_complaint", "2026-02-02")
        self.assertEqual(
            (line.measure, line.article_id), ("minor_demerit", self.article("S3-09-11"))
        )
        self.hear(line)
        self.assert_refused(line, chosen_measure="warning")
        self.assert_refused(line, chosen_measure="suspension")
        self.assertFalse(self.choose(line, chosen_measure="major_demerit"))

    @proves("S3-11-22")
    def test_doubling_within_a_month(self):
        self.adopt_only("S3-11-22")
        self.assert_brings("S3-11-22", "service_complaint", *map(money, (20, 40, 80, 160)))
        self.assert_counted("service_complaint", "month")

    @proves("S1-12-17", "S1-12-18")
    def test_leaks(self):
        self.adopt_only("S1-12-17")
        light = measure("serious_warning", withholds_bonus=True)
        self.assert_brings("S1-12-17", "leak", light, light, severity="light")
        serious = self.note_of_another("leak", "2026-02-20", severity="serious", cost=9000)
        self.assertEqual((serious.measure, serious.withholds_bonus), ("dismissal", False))
        self.assertEqual((serious.amount, serious.amount_max), (0, 9000))

    @proves("S1-12-16")
    def test_who_knew_and_said_nothing(self):
        self.assert_blank("s1_12_16")
        self.adopt_only("S1-12-16", prepare=self.filled("s1_12_16", open_amount=500))
        line = self.note("leak_concealed", "2026-02-02")
        self.assertEqual((line.amount, line.article_id), (500, self.article("S1-12-16")))

    @proves("S1-04-36")
    def test_administrative_discipline_of_the_software_house(self):
        self.check_discipline("S1-04-36")

    @proves("S2-09-19")
    def test_administrative_discipline_of_the_manufacturer(self):
        self.check_discipline("S2-09-19")

    def check_discipline(self, rule_id):
        self.adopt_only(rule_id)
        line = self.note("case_discipline", "2026-02-02")
        self.assertEqual((line.measure, line.article_id), ("education", self.article(rule_id)))
        self.hear(line)
        self.assert_refused(line, chosen_measure="resignation")
        self.assertFalse(self.choose(line, chosen_measure="demerit"))


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsPresetsRewards(PresetSanctionCase):
    """Rewards for one event."""

    @proves("S0-08-15", "S0-08-16")
    def test_letters_and_savings(self):
        self.adopt_only("S0-08-15", "S0-08-16")
        for rule_id, code in (("S0-08-15", "praise_letter"), ("S0-08-16", "saving")):
            lines = self.assert_brings(rule_id, code, span(200, 500), span(200, 500))
            self.assertEqual(set(lines.mapped("kind")), {"merit"})
            self.assertIn("evidence only", self.choose(lines[0], chosen_amount=300))
            lines.write({"evidence_text": "The letter of 2 February."})
            self.assert_refused(lines[0], chosen_amount=199.99)
            self.assert_refused(lines[0], chosen_amount=500.01)
            self.assertFalse(self.choose(lines[0], chosen_amount=500))

    @proves("S1-01-11")
    def test_ideas(self):
        self.assert_blank("s1_01_11")
        self.adopt_only("S1-01-11", prepare=self.filled("s1_01_11", open_amount=66))
        self.assert_brings("S1-01-11", "idea", money(66), money(66))

    @proves("S1-12-19")
    def test_leaks_discovered(self):
        self.assert_blank("s1_12_19")
        prepare = self.filled("s1_12_19", open_amount=300, open_points=5)
        self.adopt_only("S1-12-19", prepare=prepare)
        self.assert_brings("S1-12-19", "leak_found", money(300, points=5))
        self.assertEqual(self.note("loss_averted", "2026-02-03").amount, 300)

    @proves("S3-05-15")
    def test_praise(self):
        self.assert_blank("s3_05_15_work")
        prepare = self.filled("s3_05_15_work", open_points=3)
        self.adopt_only("S3-05-15", prepare=prepare)
        self.assert_brings("S3-05-15", "good_work", points(3), points(3))
        lines = self.assert_brings("S3-05-15", "owner_praise", points(5, 10), points(5, 10))
        self.assert_refused(lines[0], chosen_points=11)
        self.assertFalse(self.choose(lines[0], chosen_points=10))

    @proves("S3-09-03", "S3-09-04")
    def test_grounds_and_kinds(self):
        self.assert_blank("s3_09_03")
        prepare = self.filled("s3_09_03", open_amount=88)
        self.adopt_only("S3-09-03", prepare=prepare)
        self.assert_brings("S3-09-03", "results", money(88))
        for code in ("loss_averted", "honour"):
            self.assertEqual(self.note(code, "2026-02-03").amount, 88)

    @proves("S3-09-04")
    def test_two_kinds(self):
        self.assert_blank("s3_09_04")
        self.adopt_only("S3-09-04", prepare=self.filled("s3_09_04", open_amount=99))
        self.assert_brings("S3-09-04", "performance", money(99))
        self.assertEqual(self.note("special", "2026-02-03").amount, 99)
