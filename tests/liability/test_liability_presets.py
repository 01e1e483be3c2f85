from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .liability_case import LiabilityCase

LOSSES = ("allowance", "compensation", "returned_goods", "rework", "freight", "travel")


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityPresets(LiabilityCase):
    """What each shipped regulation demands of a verdict, a notice and a monthly review."""

    def setUp(self):
        super().setUp()
        self.person = self.employee(self.outsider)

    def assert_wanted(self, article, values, *names, **complete):
        """Each of these entries alone is missed by the article; with all of them it goes on."""
        verdict = self.new_verdict(**{"discipline": False, **values})
        self.assertEqual(verdict.state, "draft")
        lacks = {name: verdict._fact_label(name) for name in names}
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article(article)}) wants on record: ", text)
        for label in lacks.values():
            self.assertIn(label, text)
        verdict.write(complete)
        verdict.action_propose()
        return verdict

    def article(self, code):
        regulation, _dash, number = code.rpartition("-")
        article = self.env["csm.regulation.article"].search(
            [("regulation_id.code", "=", regulation), ("number", "=", str(int(number)))]
        )
        return article.display_name

    def shares(self, *shares):
        rows = [self.share_vals(*share[:2], **dict(*share[2:])) for share in shares]
        return [(5,), *[(0, 0, row) for row in rows]]

    # Who is named

    @proves("S0-01-19")
    def test_whoever_was_negligent_is_named_and_penalised(self):
        self.adopt_only("S0-01-19")
        of_all = {"ground": "duty", "share_ids": self.shares((self.cellar, 100))}
        verdict = self.new_verdict(**of_all)
        verdict.discipline = "money"
        self.assertIn("Liable Employees", self.refusal(verdict, "propose"))
        verdict.write({"share_ids": self.shares((self.person, 100)), "discipline": False})
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article('S0-01-19')}) wants on record: Discipline", text)
        verdict.discipline = "money"
        verdict.action_propose()
        verdict.with_user(self.manager).action_decide()
        self.assertEqual(verdict.sudo().proposal_ids.employee_id, self.person)
        other = self.new_verdict((self.cellar, 100), case=self.new_case())
        other.action_propose()

    @proves("S0-02-26")
    def test_tools_are_made_good_at_their_price(self):
        self.adopt_only("S0-02-26")
        line = {"category": "tools", "quantity": 2, "price": 60, "evidence": "Price list"}
        verdict = self.assert_wanted(
            "S0-02-26",
            {"ground": "tools", "share_ids": self.shares((self.cellar, 100))},
            "liable_employee_ids",
            "loss_line_ids",
            share_ids=self.shares((self.person, 100)),
            loss_line_ids=[(0, 0, line)],
        )
        self.assertEqual(verdict.loss_line_ids.article_id.display_name, self.article("S0-02-26"))
        self.assertEqual((verdict.loss_amount, self.amounts(verdict)), (120, [120]))

    @proves("S0-10-23")
    def test_the_direct_superior_answers_too(self):
        self.adopt_only("S0-10-23")
        leader = self.employee(self.leader)
        verdict = self.new_verdict(
            user=self.manager, ground="secrecy", share_ids=self.shares((self.cellar, 100))
        )
        self.assertIn("Liable Employees", self.refusal(verdict, "propose"))
        verdict.share_ids = self.shares((self.person, 100))
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article('S0-10-23')}) wants on record: Direct Superiors", text)
        verdict.share_ids = self.shares((self.person, 80), (leader, 20, {"is_leadership": True}))
        verdict.action_propose()
        self.assertEqual(verdict.sudo().share_ids[1].employee_id, leader)

    @proves("S1-04-31")
    def test_s1_others_are_liable(self):
        self.adopt_only("S1-04-31")
        self.check_joint("S1-04-31")

    @proves("S2-09-26")
    def test_s2_others_are_liable(self):
        holders = self.hold("gm_office")
        self.adopt_only("S2-09-26")
        verdict = self.check_joint("S2-09-26")
        self.assertIn("General Manager's Office", self.refusal(verdict, "decide"))
        self.approve(verdict, holders["gm_office"])
        verdict.action_decide()
        self.assertEqual(verdict.state, "decided")

    def check_joint(self, code):
        """Return a proposed verdict on a supplier; the units concerned were wanted first."""
        own = self.new_verdict((self.cellar, 100), case=self.new_case())
        own.action_propose()
        for kind in ("company", "supplier"):
            share = {"kind": kind, "partner_id": self.supplier.id, "percent": 100}
            verdict = self.assert_wanted(
                code,
                {"case": self.new_case(), "share_ids": [(0, 0, share)]},
                "joint_department_ids",
                joint_department_ids=[(6, 0, self.dock.ids)],
            )
        return verdict

    @proves("S3-04-15")
    def test_the_clause_of_the_contract_is_on_record(self):
        self.adopt_only("S3-04-15")
        self.assert_wanted(
            "S3-04-15",
            {"ground": "contract", "share_ids": self.shares((None, 100))},
            "contract_clause",
            contract_clause="§ 12: 0.05 % of the price for each day",
        )
        self.new_verdict((None, 100), case=self.new_case()).action_propose()

    @proves("S3-07-09")
    def test_whoever_did_not_put_things_away_bears_the_loss(self):
        self.adopt_only("S3-07-09")
        verdict = self.new_verdict((self.person, 99.99), (None, 0.01), ground="safekeeping")
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article('S3-07-09')}) wants on record: Locked Away", text)
        verdict.was_locked_away = "no"
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article('S3-07-09')}) does not allow this step here.", text)
        verdict.was_locked_away = "yes"
        verdict.action_propose()
        verdict.action_give_back()
        verdict.write({"was_locked_away": "no", "share_ids": self.shares((self.person, 100))})
        verdict.action_propose()

    # Own quality

    @proves("S1-04-28")
    def test_s1_whether_the_improvement_is_tracked(self):
        self.adopt_only("S1-04-28")
        self.check_tracking("S1-04-28")
        self.check_discipline("S1-04-28")

    @proves("S1-04-28")
    def test_s1_the_loss_and_the_deputy_general_manager(self):
        holders = self.hold("deputy_gm")
        self.adopt_only("S1-04-28")
        verdict = self.check_losses("S1-04-28")
        self.assertIn("Deputy General Manager", self.refusal(verdict, "decide"))
        self.approve(verdict, holders["deputy_gm"])
        verdict.action_decide()
        self.assertEqual(verdict.state, "decided")

    @proves("S2-09-17")
    def test_s2_whether_the_improvement_is_tracked(self):
        self.adopt_only("S2-09-17")
        self.check_tracking("S2-09-17")

    @proves("S2-09-18")
    def test_s2_the_loss_and_the_supervisor_in_charge(self):
        self.adopt_only("S2-09-18")
        self.check_discipline("S2-09-18")
        verdict = self.check_losses("S2-09-18")
        self.assertIn("direct superior", self.refusal(verdict, "decide"))
        self.approve(verdict, self.manager)
        verdict.action_decide()
        self.assertEqual(verdict.state, "decided")

    def check_tracking(self, code):
        """It is decided whether to track; negligence is exempt; what is tracked has its day."""
        verdict = self.new_verdict((self.cellar, 100), case=self.new_case())
        text = self.refusal(verdict, "propose")
        self.assertIn(f"({self.article(code)}) wants on record: Improvement Is Tracked", text)
        verdict.is_negligence = True
        verdict.action_propose()
        self.assertFalse(verdict.improvement_ids)
        verdict.action_give_back()
        verdict.tracking = "yes"
        verdict.improvement_ids = [
            (0, 0, {"measure": "x", "user_id": self.agent.id, "due_on": "2026-03-20"})
        ]
        self.assertIn("human negligence is exempt", self.refusal(verdict, "propose"))
        verdict.is_negligence = False
        verdict.action_propose()
        row = verdict.improvement_ids.sudo().deadline_ids
        self.assertEqual(str(row.due_at), "2026-03-20 15:59:59")
        self.assertEqual(row.rule_id.article_id.display_name, self.article(code))
        self.run_steps("2026-03-20 16:00:00")
        told = row.event_ids.filtered(lambda event: event.kind == "breach").user_id
        self.assertEqual(told, self.agent | self.leader)
        self.at("2026-03-02 01:00:00")
        tracked = self.new_verdict((self.cellar, 100), case=self.new_case(), tracking="yes")
        self.assertIn("there is none", self.refusal(tracked, "propose"))
        tracked.tracking = "no"
        tracked.action_propose()

    def check_discipline(self, code):
        """The kind of the sanction is wanted where a person is liable."""
        case, tracking = self.new_case(), {"tracking": "no"}
        self.new_verdict((self.cellar, 100), case=case, **tracking).action_propose()
        self.assert_wanted(
            code,
            {"case": self.new_case(), "share_ids": self.shares((self.person, 100)), **tracking},
            "discipline",
            discipline="none",
        )

    def check_losses(self, code):
        """The basis is blank in the source; what the company has entered counts."""
        presets = self.env["csm.loss.basis"].search(
            [("article_id.catalog_ids", "=", code), ("company_id", "=", False)]
        )
        self.assertEqual(set(presets.mapped("category")), set(LOSSES))
        self.assertTrue(all(presets.mapped("is_blank")))
        verdict = self.new_verdict((self.cellar, 70), (self.dock, 30), tracking="no")
        for number, category in enumerate(LOSSES, start=1):
            line = {"category": category, "price": 100 * number, "evidence": "Voucher"}
            verdict.loss_line_ids = [(0, 0, line)]
            row = verdict.loss_line_ids[-1]
            self.assertEqual(row.amount, 30 * number)
            self.assertEqual(row.article_id.display_name, self.article(code))
        self.assertEqual((verdict.loss_amount, self.amounts(verdict)), (630, [441, 189]))
        verdict.action_propose()
        return verdict

    def test_a_blank_basis_stops_the_adoption(self):
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref("csm.csm_regulation_s2_09").id,
                "company_id": self.company.id,
                "reason": "Test",
            }
        )
        with self.refused("the source states no figure"):
            adoption.action_adopt()
        basis = adoption.loss_basis_ids.filtered(lambda basis: basis.category == "freight")
        basis.with_user(self.manager).percent = 50
        self.assertFalse(basis.is_blank)

    # Discipline

    @proves("S2-09-19")
    def test_administrative_discipline_takes_the_place_of_money(self):
        self.adopt_only("S2-09-19")
        verdict = self.decided(
            (self.cellar, 70), (self.person, 30), discipline="administrative", loss=100
        )
        row = verdict.sudo().proposal_ids
        self.assertEqual((row.kind, row.employee_id), ("administrative", self.person))
        article = self.env.ref("csm.csm_regulation_article_s2_09_19")
        self.assertEqual(article.catalog_ids, "S2-09-19")
        self.assertFalse(row._hand_over("money"))
        self.assertEqual(row._hand_over("administrative"), row)

    # Reviews

    @proves("S1-04-36")
    def test_s1_the_review_by_the_10th(self):
        self.check_review("S1-04-36")

    @proves("S2-09-30")
    def test_s2_the_review_by_the_10th(self):
        self.check_review("S2-09-30")

    def check_review(self, code):
        holders = self.hold("gm_office", "gm", "personnel_office")
        self.adopt_only(code)
        case = self.closed_case("2026-02-10 02:00:00")
        self.at("2026-03-01 01:00:00")
        self.decided((self.person, 100), case=case, discipline="administrative")
        review = self.new_review()
        row = review.sudo().deadline_ids
        self.assertEqual(row.rule_id.article_id.display_name, self.article(code))
        self.assertEqual(str(row.due_at), "2026-03-10 15:59:59")
        for moment, kind, user in (
            ("2026-03-09 01:00:00", "remind", holders["gm_office"]),
            ("2026-03-10 16:00:00", "breach", holders["gm_office"]),
            ("2026-03-12 01:00:00", "climb", holders["gm"]),
        ):
            before = row.event_ids
            self.assertEqual(str(row.next_step_at), moment)
            self.run_steps(moment)
            new = row.event_ids - before
            self.assertEqual((new.kind, new.user_id), (kind, user))
        review.action_finish()
        self.assertEqual(row.state, "late")
        self.assertEqual(review.sudo().report_ids.told_user_id, holders["personnel_office"])
        self.at("2026-04-01 01:00:00")
        quiet = self.new_review("2026-03-01")
        self.at("2026-04-10 15:59:59")
        quiet.action_finish()
        self.assertEqual(quiet.sudo().deadline_ids.state, "met")
        self.assertFalse(quiet.sudo().report_ids)

    # Notices

    @proves("S1-04-37")
    def test_s1_notices_are_approved_by_the_general_manager(self):
        holders = self.hold("gm")
        self.adopt_only("S1-04-37")
        self.assertFalse(self.check_notice("S1-04-37", holders["gm"]).copies_text)

    @proves("S2-09-31")
    def test_s2_notices_go_out_in_three_copies(self):
        holders = self.hold("gm")
        self.adopt_only("S2-09-31")
        notice = self.check_notice("S2-09-31", holders["gm"])
        self.assertEqual(notice.copies_text, "1: Issuer, 2: Accounting, 3: Penalised Department")

    def check_notice(self, code, gm):
        """Return an issued notice; cause, amount and the general manager's approval were wanted."""
        verdict = self.decided((self.cellar, 100))
        Notice = self.env["csm.liability.notice"].with_user(self.executive)
        notice = Notice.create({"liability_id": verdict.id, "department_id": self.cellar.id})
        self.assertRegex(notice.number, r"^RPN2603")
        for name, value, label in (("cause", "Closures", "Cause"), ("amount", 200, "Part of")):
            text = self.refusal(notice, "issue")
            self.assertIn(f"({self.article(code)}) wants on record: ", text)
            self.assertIn(label, text)
            notice[name] = value
        self.assertIn("General Manager", self.refusal(notice, "issue"))
        self.approve(notice, gm)
        notice.amount = 300
        self.refusal(notice, "issue")
        self.approve(notice, gm)
        notice.action_issue()
        with self.assertRaises(UserError):
            notice.amount = 1
        return notice
