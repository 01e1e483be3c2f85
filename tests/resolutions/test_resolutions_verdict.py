from odoo.tests import tagged

from ..common.proves import proves
from .resolution_case import ResolutionCase

FOUND = {"quality_by": "Ms Lin", "quality_finding": "Confirmed", "outbound_sheet": "CK-77"}


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsVerdict(ResolutionCase):
    """What the regulations say: taken back without conditions, on conditions, or not at all."""

    @proves("S0-07-07")
    def test_sediment_is_taken_back_when_quality_has_confirmed_it(self):
        self.adopt_only("S0-07-07")
        for reason in ("sediment", "suspended_matter"):
            note = self.note(reason)
            self.assert_refused(note.action_approve, "S0-07 § 7", "quality department")
            self.assert_refused(note.action_confirm_quality, "Confirmed by")
            note.write(FOUND)
            note.action_confirm_quality()
            note.action_approve()
        self.note("defect").action_approve()

    @proves("S0-07-08")
    def test_damage_by_the_customer_s_storage_is_not_taken_back(self):
        self.adopt_only("S0-07-08")
        for reason in ("mould", "twisted_cap", "leakage"):
            note = self.note(reason, is_customer_storage=True)
            self.assert_refused(note.action_approve, "S0-07 § 8", "no defect of quality")
            note.refuse_reason = "Stored in the sun"
            note.action_refuse()
            self.note(reason).action_approve()
        self.note("defect", is_customer_storage=True).action_approve()

    def mould(self, received, **values):
        """Return a confirmed note about mould on goods of 16 February, complained about then."""
        self.at(received)
        self.case = self.new_case(partner_id=self.customer.id, shipped_on="2026-02-16")
        note = self.note("mould", **{**FOUND, **values})
        note.refuse_reason = "Too late"
        note.action_confirm_quality()
        return note

    @proves("S0-07-09")
    def test_mould_is_taken_back_until_the_fifteenth_day(self):
        self.adopt_only("S0-07-07", "S0-07-09")
        # 16 February and 15 days: 3 March in Shanghai, until 15:59:59 UTC.
        for moment in ("2026-02-16 01:00:00", "2026-03-02 16:00:00", "2026-03-03 15:59:59"):
            note = self.mould(moment)
            self.assertEqual(str(note.unconditional_until), "2026-03-03")
            self.assert_refused(note.action_refuse, "S0-07 § 9", "15 days")
            note.action_approve()
        note = self.mould("2026-03-03 16:00:00")
        note.action_refuse()
        self.assertEqual(note.state, "refused")

    @proves("S0-07-09")
    def test_the_claim_counts_and_not_the_day_of_the_note(self):
        self.adopt_only("S0-07-09")
        note = self.mould("2026-03-03 15:59:59")
        self.at("2026-03-20 01:00:00")
        self.assert_refused(note.action_refuse, "S0-07 § 9")

    @proves("S0-07-09")
    def test_mould_is_checked_against_the_outbound_sheet_first(self):
        self.adopt_only("S0-07-09")
        with self.assertRaisesRegex(Exception, "Outbound Review Sheet"):
            self.mould("2026-02-20 01:00:00", outbound_sheet=False)
        note = self.note("mould", dispatched_on="2026-02-20", refuse_reason="x")
        note.action_refuse()
        kept = self.mould("2026-02-20 01:00:00", is_customer_storage=True)
        kept.action_refuse()
        other = self.note("defect", refuse_reason="x", **FOUND)
        other.action_confirm_quality()
        other.action_refuse()

    @proves("S0-07-09")
    def test_the_fifteen_days_overrule_what_else_stands_against_it(self):
        self.adopt_only("S0-07-09", "S2-17-11")
        self.customer.csm_trade = "wholesale"
        self.mould("2026-03-03 15:59:59", delivery="self_pickup").action_approve()
        late = self.mould("2026-03-03 16:00:00", delivery="self_pickup")
        self.assert_refused(late.action_approve, "S2-17 § 11")

    @proves("S2-17-11")
    def test_wholesale_goods_picked_up_are_not_taken_back(self):
        self.adopt_only("S2-17-11")
        self.customer.csm_trade = "wholesale"
        for kind in ("return", "exchange"):
            note = self.note(kind=kind, delivery="self_pickup")
            self.assert_refused(note.action_approve, "S2-17 § 11")
        self.note(delivery="delivered").action_approve()
        self.customer.csm_trade = "retail"
        self.note(delivery="self_pickup").action_approve()

    @proves("S2-17-12")
    def test_a_franchise_customer_returns_up_to_the_ratio_of_the_contract(self):
        self.adopt_only("S2-17-12")
        self.customer.csm_trade = "franchise"
        self.assert_refused(self.note().action_approve, "S2-17 § 12", "Enter the value")
        self.customer.write({"csm_contract_amount": 20000, "csm_return_ratio": 10})
        self.note(quantity=100).action_approve()
        self.assertEqual(self.customer.with_user(self.agent).csm_used_ratio, 5)
        refused = self.note(quantity=50, refuse_reason="x")
        refused.action_refuse()
        self.assert_refused(self.note(quantity=100.1).action_approve, "S2-17 § 12", "10.0 %")
        self.note(quantity=100, kind="exchange").action_approve()
        self.assert_refused(self.note(quantity=0.1).action_approve, "S2-17 § 12")
        self.customer.csm_trade = "retail"
        self.note(quantity=100).action_approve()

    @proves("S3-09-23")
    def test_what_the_buyer_signed_for_is_accepted(self):
        self.adopt_only("S3-09-23")
        for reason in ("damaged", "short"):
            note = self.note(reason, delivery="courier", is_signed_for=True, is_on_spot=True)
            self.assert_refused(note.action_approve, "S3-09 § 23", "special price")
        self.note("defect", delivery="courier", is_signed_for=True).action_approve()

    @proves("S3-09-23")
    def test_what_is_damaged_goes_back_on_the_spot(self):
        self.adopt_only("S3-09-23")
        note = self.note("damaged", delivery="courier")
        self.assert_refused(note.action_approve, "S3-09 § 23", "not to sign")
        note.is_on_spot = True
        note.action_approve()
        self.note("short", delivery="courier").action_approve()
