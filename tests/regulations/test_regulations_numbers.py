from odoo.tests import tagged

from ..common.csm_case_base import CsmBase
from ..common.proves import proves


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsNumbers(CsmBase):
    """Two digits for the year, two for the month, two for the running number of that month."""

    @proves("S2-09-07", "S1-04-20")
    def test_a_complaint_is_numbered_by_year_month_and_running_number(self):
        self.at("2026-03-02 01:00:00")
        self.assertEqual(self.new_case().number, "260301")
        self.assertEqual(self.new_case().number, "260302")
        self.at("2027-11-02 01:00:00")
        self.assertEqual(self.new_case().number, "271101")

    @proves("S2-09-08")
    def test_the_running_number_begins_anew_at_midnight_of_the_month_where_the_company_is(self):
        self.at("2026-03-31 15:59:59")
        self.assertEqual(self.new_case().number, "260301")
        self.at("2026-03-31 16:00:00")
        self.assertEqual(self.new_case().number, "260401")
        self.at("2026-12-31 15:59:59")
        self.assertEqual(self.new_case().number, "261201")
        self.at("2026-12-31 16:00:00")
        self.assertEqual(self.new_case().number, "270101")

    @proves("S2-09-07", "S2-09-08")
    def test_another_company_numbers_by_its_own_month(self):
        other = self.new_company("Kellerei West", tz="America/Los_Angeles")
        boss = self.new_user("boss", "group_manager", company=other)
        self.at("2026-03-31 16:00:00")
        self.assertEqual(self.new_case().number, "260401")
        for moment, number in (
            ("2026-04-01 06:59:59", "260301"),
            ("2026-04-01 07:00:00", "260401"),
        ):
            self.at(moment)
            Case = self.env["csm.case"].with_user(boss).with_company(other)
            self.assertEqual(
                Case.create({"name": "Cork", "company_id": other.id, "team_id": False}).number,
                number,
            )

    @proves("S2-09-07")
    def test_after_99_the_running_number_grows(self):
        self.at("2026-03-02 01:00:00")
        self.new_case()
        counter = self.env["csm.number.counter"].search(
            [("company_ref", "=", self.company.id), ("prefix", "=", "2603")]
        )
        counter.last = 98
        numbers = [self.new_case().number for _each in range(3)]
        self.assertEqual(numbers, ["260399", "2603100", "2603101"])

    @proves("S2-09-07", "S1-04-20")
    def test_other_kinds_have_series_of_their_own(self):
        self.at("2026-03-02 01:00:00")
        self.new_case()
        for kind, number in (
            ("inquiry", "Q260301"),
            ("suggestion", "S260301"),
            ("service", "R260301"),
            ("incident", "N260301"),
            ("complaint", "260302"),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(self.new_case(kind=kind).number, number)
