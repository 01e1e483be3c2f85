from datetime import datetime
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.base.models.ir_cron import IrCron

from .csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonNumbers(CsmBase):
    """Numbers are given by the register, month by month and company by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")

    def test_a_series_counts_up_and_grows_beyond_two_digits(self):
        self.assertEqual([self.new_case().number for _ in range(3)], ["260301", "260302", "260303"])
        self.env["csm.number.counter"].search([("prefix", "=", "2603")]).last = 98
        self.assertEqual(
            [self.new_case().number for _ in range(3)], ["260399", "2603100", "2603101"]
        )

    def test_the_month_is_that_of_the_company_s_zone(self):
        self.at("2026-03-31 15:59:59")
        self.assertEqual(self.new_case().number, "260301")
        self.at("2026-03-31 16:00:00")
        self.assertEqual(self.new_case().number, "260401")

    def test_kinds_have_series_of_their_own(self):
        numbers = [self.new_case(kind=kind).number for kind in ("complaint", "inquiry", "service")]
        self.assertEqual(numbers, ["260301", "Q260301", "R260301"])

    def test_companies_have_series_of_their_own(self):
        other = self.new_company("Testlabor")
        self.assertEqual(self.new_case().number, "260301")
        case = self.env["csm.case"].create(
            {"name": "Lab", "company_id": other.id, "team_id": False, "first_responder_id": False}
        )
        self.assertEqual(case.number, "260301")

    def test_a_batch_gets_a_run_of_numbers(self):
        cases = self.env["csm.case"].create(
            [{"name": str(i), "company_id": self.company.id, "team_id": False} for i in range(5)]
        )
        self.assertEqual(cases.mapped("number"), [f"26030{i}" for i in range(1, 6)])

    def test_a_number_is_neither_chosen_nor_changed(self):
        with self.assertRaisesRegex(UserError, "cannot be chosen"):
            self.new_case(number="260377")
        case = self.new_case()
        with self.assertRaisesRegex(UserError, "keeps its number"):
            case.number = "260377"
        other = self.new_company("Testlabor")
        with self.assertRaisesRegex(UserError, "stays there"):
            case.sudo().company_id = other
        self.assertNotEqual(case.copy().number, case.number)

    def test_a_numbered_record_is_voided_and_never_deleted(self):
        case = self.new_case()
        with self.assertRaisesRegex(UserError, "stays in the register"):
            case.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "lacks: "):
            case.action_void()
        case.void_reason = "Entered twice"
        case.action_void()
        self.assertEqual((case.state, case.number), ("void", "260301"))
        self.assertTrue(case.voided_at)
        self.assertEqual(self.new_case().number, "260302")


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonNumbersForReal(BaseCase):
    """Numbers under real transactions: handed back, settled, and drawn by many at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create({"name": "Numbers For Real"})
            cls.company_id, cls.partner_id = company.id, company.partner_id.id

    @classmethod
    def _clean_up(cls):
        """Remove what was really committed, past the rules that protect it."""
        with cls.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM mail_message WHERE model = 'csm.case' AND res_id IN "
                "(SELECT id FROM csm_case WHERE company_id = %s)",
                [cls.company_id],
            )
            cr.execute(
                "DELETE FROM mail_followers WHERE res_model = 'csm.case' AND res_id IN "
                "(SELECT id FROM csm_case WHERE company_id = %s)",
                [cls.company_id],
            )
            cr.execute("DELETE FROM csm_case WHERE company_id = %s", [cls.company_id])
            for table in ("csm_number_loan", "csm_number_counter"):
                cr.execute(f"DELETE FROM {table} WHERE company_ref = %s", [cls.company_id])
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["res.company"].browse(cls.company_id).unlink()

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM csm_case WHERE company_id = %s", [self.company_id])
            for table in ("csm_number_loan", "csm_number_counter"):
                cr.execute(f"DELETE FROM {table} WHERE company_ref = %s", [self.company_id])

    def make(self, cr, count=1):
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        cr._now = datetime(2026, 3, 2, 1)
        vals = {"name": "Real", "company_id": self.company_id, "team_id": False}
        cases = env["csm.case"].create([{**vals, "first_responder_id": False}] * count)
        env.flush_all()
        return cases.mapped("number")

    def loans(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT state, value FROM csm_number_loan WHERE company_ref = %s ORDER BY value",
                [self.company_id],
            )
            return cr.fetchall()

    def find_orphans(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            with env["csm.number.counter"]._own_transaction() as own:
                own.execute(
                    "UPDATE csm_number_loan SET drawn_at = drawn_at - interval '1 hour' "
                    "WHERE company_ref = %s",
                    [self.company_id],
                )
            with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
                env["csm.number.loan"]._cron_find_orphans()

    def test_a_committed_number_is_used_and_the_next_follows(self):
        with self.registry.cursor() as cr:
            self.assertEqual(self.make(cr), ["260301"])
            self.assertEqual(self.loans(), [("out", 1)])
        self.assertEqual(self.loans(), [])
        with self.registry.cursor() as cr:
            self.assertEqual(self.make(cr), ["260302"])

    def test_a_rolled_back_number_is_handed_back_and_given_out_first(self):
        with self.registry.cursor() as cr:
            self.assertEqual(self.make(cr, 3), ["260301", "260302", "260303"])
            cr.rollback()
            self.assertEqual(self.loans(), [("free", 1), ("free", 2), ("free", 3)])
            self.assertEqual(self.make(cr, 4), ["260301", "260302", "260303", "260304"])
        self.assertEqual(self.loans(), [])

    def test_of_many_free_numbers_only_those_asked_for_are_taken(self):
        series = ("csm.case", self.company_id, "2603")
        with self.registry.cursor() as cr:
            self.make(cr, 4)
            cr.rollback()
        with self.registry.cursor() as cr:
            counter = api.Environment(cr, SUPERUSER_ID, {})["csm.number.counter"]
            # The plan of a small table: each row looks the chosen ones up anew.
            for way in ("hashjoin", "mergejoin", "hashagg", "material", "sort"):
                cr.execute(f"SET LOCAL enable_{way} TO off")
            self.assertEqual(counter._take_free(cr, series, 1, 1), [1])
            self.assertEqual(sorted(counter._take_free(cr, series, 2, 2)), [2, 3])
            cr.rollback()

    def test_what_a_savepoint_undoes_is_handed_back_at_the_end(self):
        with self.registry.cursor() as cr:
            self.make(cr)
            try:
                with cr.savepoint():
                    self.assertEqual(self.make(cr), ["260302"])
                    raise ValueError
            except ValueError:
                pass
            self.assertEqual(self.make(cr), ["260303"])
        self.assertEqual(self.loans(), [("free", 2)])
        with self.registry.cursor() as cr:
            self.assertEqual(self.make(cr, 2), ["260302", "260304"])

    def test_numbers_of_a_crash_are_found_and_those_of_a_living_transaction_left_alone(self):
        living = self.registry.cursor()
        try:
            self.assertEqual(self.make(living), ["260301"])
            crashed = self.registry.cursor()
            self.assertEqual(self.make(crashed), ["260302"])
            # The connection dies without a word: nothing of ours runs any more.
            crashed.postrollback.clear()
            crashed.close()
            self.assertEqual(self.loans(), [("out", 1), ("out", 2)])
            self.find_orphans()
            self.assertEqual(self.loans(), [("out", 1), ("free", 2)])
            living.commit()
        finally:
            living.close()
        self.assertEqual(self.loans(), [("free", 2)])
        with self.registry.cursor() as cr:
            self.assertEqual(self.make(cr, 2), ["260302", "260303"])

    def test_a_crash_after_the_commit_frees_no_number_in_use(self):
        cr = self.registry.cursor()
        self.assertEqual(self.make(cr), ["260301"])
        cr.postcommit.clear()
        cr.commit()
        cr.postrollback.clear()
        cr.close()
        self.assertEqual(self.loans(), [("out", 1)])
        self.find_orphans()
        self.assertEqual(self.loans(), [])

    def test_two_draws_at_once_wait_for_each_other_and_neither_fails(self):
        with self.registry.cursor() as cr, self.registry.cursor() as other:
            counter = api.Environment(cr, SUPERUSER_ID, {})["csm.number.counter"]
            series = ("csm.case", self.company_id, "2603")
            with counter._own_transaction() as own:
                # This draw has begun and looked around before the other one is through.
                self.assertEqual(counter._take_free(own, series, 1, 1), [])
                self.assertEqual(self.make(other), ["260301"])
                self.assertEqual(counter._take_new(own, series, 1, 1), [2])
            other.rollback()
        self.assertEqual(self.loans(), [("free", 1), ("out", 2)])
        self.find_orphans()
        self.assertEqual(self.loans(), [("free", 1), ("free", 2)])
