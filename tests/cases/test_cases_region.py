from odoo.tests import tagged

from ..presets.preset_case import PresetCase

IN_15_DAYS, IN_20_DAYS = "2026-03-17 15:59:59", "2026-03-22 15:59:59"


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesRegion(PresetCase):
    """The region is taken from the customer when the customer is chosen, and then stays."""

    regulation = "csm_regulation_s2_09"
    roles = ("gm_office", "gm")

    def setUp(self):
        super().setUp()
        countries = {"home": "base.cn", "abroad": "base.de"}
        self.partners = {
            name: self.env["res.partner"].create(
                {"name": name, "country_id": self.env.ref(country).id}
            )
            for name, country in countries.items()
        }

    def accepted(self, **values):
        return self.play(("2026-03-02 01:00:00", "register"), **values)

    def assert_region(self, case, region, due):
        self.assertEqual((case.region, self.due(case, "close")), (region, due))

    def test_a_country_changed_later_moves_no_deadline(self):
        cases = {
            ("domestic", IN_15_DAYS): self.accepted(partner_id=self.partners["home"].id),
            ("overseas", IN_20_DAYS): self.accepted(partner_id=self.partners["abroad"].id),
        }
        home, abroad = (partner.country_id for partner in self.partners.values())
        self.partners["home"].country_id = abroad
        self.partners["abroad"].country_id = home
        for (region, due), case in cases.items():
            case.write({"demand": "A new box"})
            self.assert_region(case, region, due)

    def test_whoever_chooses_the_customer_later_chooses_the_limit(self):
        case = self.accepted()
        self.assert_region(case, "domestic", IN_15_DAYS)
        case.partner_id = self.partners["abroad"]
        self.assert_region(case, "overseas", IN_20_DAYS)
        case.partner_id = self.partners["home"]
        self.assert_region(case, "domestic", IN_15_DAYS)

    def test_somebody_who_knows_better_changes_the_region_of_the_case(self):
        case = self.accepted(partner_id=self.partners["home"].id)
        case.region = "overseas"
        self.assert_region(case, "overseas", IN_20_DAYS)

    def test_a_customer_without_a_country_leaves_the_region_as_it_is(self):
        case = self.accepted(region="overseas")
        case.partner_id = self.env["res.partner"].create({"name": "Somewhere"})
        self.assert_region(case, "overseas", IN_20_DAYS)
