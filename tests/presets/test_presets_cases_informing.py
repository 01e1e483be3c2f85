from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import SECOND, PresetCase

MONDAY = "2026-03-02 01:00:00"
NOTE = "The lot is at the laboratory."


class InformingCase(PresetCase):
    """Tells customers how things stand."""

    def inform(self, case, moment=None, promise=None):
        if moment:
            self.at(moment)
        values = {"progress_note": NOTE}
        if promise:
            values["reply_promised_at"] = promise
        case.write(values)
        case.action_inform()

    def assert_steps(self, case, obligation, remind, breach, climb):
        """The agent is reminded, agent and leader hear of the breach, and it climbs."""
        self.assert_ladder(
            case,
            obligation,
            (remind, "remind", "agent"),
            (breach, "breach", "agent"),
            (breach, "breach", "leader"),
            (climb, "climb", "leader"),
        )

    def refused(self, work, *texts):
        """The work is refused in a sentence that says these texts."""
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            work()
        for text in texts:
            self.assertIn(text, str(refusal.exception))

    def asks_for_a_figure(self, rule):
        """A draft of the regulation lacks the figure of this preset, and cannot be adopted."""
        preset = self.env.ref(f"csm.csm_deadline_rule_{rule}")
        company = self.new_company(f"Second {rule}")
        draft = self.env["csm.adoption"].create(
            {
                "regulation_id": preset.regulation_id.id,
                "company_id": company.id,
                "reason": "Test",
            }
        )
        self.assertIn(preset._gap(), draft.missing)
        with self.assertRaisesRegex(UserError, "is incomplete"), self.env.cr.savepoint():
            draft.action_adopt()


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsSerious(InformingCase):
    """S2-02: serious cases first, and informed to the end."""

    regulation = "csm_regulation_s2_02"

    @proves("S2-02-07")
    def test_the_interval_is_the_companys(self):
        self.asks_for_a_figure("s2_02_07")

    @proves("S2-02-07")
    def test_a_serious_case_is_told_at_once_and_followed_to_the_end(self):
        case = self.play((MONDAY, "register"), severity="serious", department_id=False)
        self.assertEqual(self.due(case, "progress"), "2026-03-03 07:00:00")
        told = case.sudo().report_ids.told_user_id
        self.assertEqual(told, self.agent | self.leader)
        self.inform(case, "2026-03-03 07:00:00")
        self.inform(case, "2026-03-04 13:00:01")
        rows = self.rows(case, "progress")
        self.assertEqual(rows.mapped("state"), ["met", "late", "running"])
        self.assertEqual(str(rows[-1].due_at), "2026-03-05 19:00:01")

    @proves("S2-02-07")
    def test_silence_climbs(self):
        self.assert_steps(
            self.play((MONDAY, "register"), severity="serious"),
            "progress",
            "2026-03-03 06:00:00",
            "2026-03-03 07:00:01",
            "2026-03-04 07:00:00",
        )

    @proves("S2-02-07")
    def test_a_general_case_is_not(self):
        case = self.play((MONDAY, "register"), severity="general")
        self.assertEqual(self.due(case, "progress"), "")
        self.assertFalse(case.sudo().report_ids)
        case.sudo().severity = "very_serious"
        self.assertEqual(self.due(case, "progress"), "2026-03-03 07:00:00")
        self.assertTrue(case.sudo().report_ids)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsSeat(InformingCase):
    """S2-05: every problem has its time limit."""

    regulation = "csm_regulation_s2_05"

    @proves("S2-05-27")
    def test_no_problem_is_registered_without_its_limit(self):
        for kind in ("complaint", "inquiry", "service"):
            with self.subTest(kind=kind):
                case = self.play((MONDAY,), kind=kind)
                self.refused(case.action_register, "To Be Settled by", "27")
                case.solve_by_at = "2026-03-05 02:00:00"
                case.action_register()

    @proves("S2-05-27")
    def test_the_limit_set_is_followed_and_put_off_by_a_supervisor_only(self):
        due = "2026-03-05 02:00:00"
        for moment, state in ((due, "met"), ("2026-03-05 02:00:01", "late")):
            with self.subTest(moment=moment):
                self.at(MONDAY)
                case = self.play((MONDAY,), solve_by_at=due)
                case.action_register()
                self.assertEqual(self.due(case, "close"), due)
                case.action_judge()
                self.at(moment)
                case.action_tell()
                case.action_close()
                self.assertEqual(self.row(case, "close").state, state)
        case = self.play((MONDAY,), solve_by_at=due)
        self.refused(lambda: case.write({"solve_by_at": "2026-03-06 02:00:00"}), "supervisor")

    @proves("S2-05-27")
    def test_a_problem_not_settled_climbs(self):
        case = self.play((MONDAY,), solve_by_at="2026-03-05 02:00:00")
        self.assert_ladder(
            case,
            "close",
            ("2026-03-04 07:00:00", "remind", "agent"),
            ("2026-03-05 02:00:01", "breach", "agent"),
            ("2026-03-05 02:00:01", "breach", "leader"),
            ("2026-03-06 02:00:00", "climb", "leader"),
        )


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsPromise(InformingCase):
    """S2-08: a promised time is kept whatever the progress; the customer hears before asking."""

    regulation = "csm_regulation_s2_08"

    def play(self, *scenes, **values):
        # What other articles want on record is there.
        noted = {"description": "It smells.", "demand": "A new box", "is_read_back": True}
        return super().play(*scenes, **{**noted, **values})

    @proves("S2-08-03")
    def test_without_an_answer_a_time_is_promised(self):
        case = self.play((MONDAY, "register"))
        self.refused(case.action_judge, "Next Word Promised for", "3")
        case.action_reply()
        case.action_judge()

    @proves("S2-08-03")
    def test_at_the_promised_time_the_customer_hears_again_and_again(self):
        promise = "2026-03-02 08:00:00"
        for moment, state in ((promise, "met"), ("2026-03-02 08:00:01", "late")):
            with self.subTest(moment=moment):
                case = self.play((MONDAY, "register"))
                case.reply_promised_at = promise
                case.action_judge()
                self.assertEqual(self.due_promised(case), promise)
                self.inform(case, moment, promise="2026-03-03 08:00:00")
                self.assertEqual(self.promised(case).mapped("state"), [state, "running"])
                self.assertEqual(self.due_promised(case), "2026-03-03 08:00:00")

    @proves("S2-08-03")
    def test_a_new_promise_is_due_while_the_case_is_open(self):
        case = self.play((MONDAY, "register"))
        case.reply_promised_at = "2026-03-02 08:00:00"
        self.at("2026-03-02 08:00:00")
        self.refused(lambda: self.inform(case), "has come")
        case.reply_promised_at = False
        self.refused(lambda: self.inform(case), "Next Word Promised for")
        self.inform(case, promise="2026-03-04 08:00:00")

    @proves("S2-08-03")
    def test_a_broken_promise_is_reported_and_climbs(self):
        case = self.play((MONDAY, "register"))
        case.reply_promised_at = "2026-03-02 06:00:00"
        self.assert_steps(
            case,
            "progress",
            "2026-03-02 05:30:00",
            "2026-03-02 06:00:01",
            "2026-03-02 08:00:00",
        )

    def promised(self, case):
        preset = self.env.ref("csm.csm_deadline_rule_s2_08_03")
        rows = case.sudo().deadline_ids.filtered(lambda row: row.rule_id.preset_id == preset)
        return rows.sorted("cycle")

    def due_promised(self, case):
        return str(self.promised(case)[-1:].due_at or "")

    @proves("S2-08-07")
    def test_the_time_to_tell_of_a_step_is_the_companys(self):
        self.asks_for_a_figure("s2_08_07")

    @proves("S2-08-07")
    def test_each_step_is_told(self):
        case = self.play((MONDAY, "register", "reply"), ("2026-03-02 02:00:00", "judge"))
        self.at("2026-03-02 03:00:00")
        case.action_investigate()
        self.assertEqual(str(case.untold_since), "2026-03-02 02:00:00")
        self.assertEqual(self.due(case, "progress"), "2026-03-03 08:00:00")
        self.inform(case, "2026-03-03 08:00:00", promise="2026-03-20 08:00:00")
        self.at("2026-03-04 02:00:00")
        case.action_plan()
        rows = case.sudo().deadline_ids.filtered(
            lambda row: row.rule_id.preset_id == self.env.ref("csm.csm_deadline_rule_s2_08_07")
        )
        self.assertEqual(rows.sorted("cycle").mapped("state"), ["met", "running"])
        self.assertEqual(str(rows.sorted("cycle")[-1].due_at), "2026-03-05 08:00:00")

    @proves("S2-08-07")
    def test_a_step_nobody_tells_of_climbs(self):
        self.assert_steps(
            self.play((MONDAY, "register", "reply"), ("2026-03-02 02:00:00", "judge")),
            "progress",
            "2026-03-03 07:00:00",
            "2026-03-03 08:00:01",
            "2026-03-04 08:00:00",
        )

    @proves("S2-08-07")
    def test_who_has_to_ask_is_counted(self):
        case = self.play((MONDAY, "register", "reply"))
        case.action_customer_asked()
        case.action_customer_asked()
        self.assertEqual(case.chase_count, 2)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsDesk(InformingCase):
    """S3-01: two hours for a reply and for the finding that a complaint is not valid."""

    regulation = "csm_regulation_s3_01"

    @proves("S3-01-10")
    def test_a_valid_complaint_is_answered_within_two_hours(self):
        self.assert_edges(
            "first_reply",
            "2026-03-02 03:00:00",
            (MONDAY, "register"),
            moves=["reply"],
            reply_promised_at="2026-03-06 02:00:00",
        )

    @proves("S3-01-10")
    def test_the_next_reply_is_agreed_and_kept(self):
        case = self.play((MONDAY, "register"))
        self.refused(case.action_reply, "Next Word Promised for", "10")
        case.reply_promised_at = "2026-03-03 02:00:00"
        self.at("2026-03-02 02:00:00")
        case.action_reply()
        self.assertEqual(self.due(case, "progress"), "2026-03-03 02:00:00")
        self.inform(case, "2026-03-03 02:00:01", promise="2026-03-04 02:00:00")
        self.assertEqual(self.rows(case, "progress").mapped("state"), ["late", "running"])

    @proves("S3-01-10", "S3-01-11")
    def test_an_invalid_complaint_is_answered_within_two_hours_of_the_finding(self):
        for shift, state in ((0, "met"), (1, "late")):
            with self.subTest(shift=shift):
                case = self.play((MONDAY, "register"), judgement="unfounded")
                self.assertEqual(self.due(case, "first_reply"), "")
                self.at("2026-03-02 05:00:00")
                case.action_judge()
                self.assertEqual(self.due(case, "answer"), "2026-03-02 07:00:00")
                due = datetime.fromisoformat("2026-03-02 07:00:00")
                self.at(str(due + shift * SECOND))
                case.action_tell()
                self.assertEqual(self.row(case, "answer").state, state)

    @proves("S3-01-10")
    def test_a_missing_reply_climbs(self):
        self.assert_steps(
            self.play((MONDAY, "register")),
            "first_reply",
            "2026-03-02 02:30:00",
            "2026-03-02 03:00:01",
            "2026-03-02 05:00:00",
        )

    @proves("S3-01-10")
    def test_an_agreed_reply_that_is_missing_climbs(self):
        promise = {"reply_promised_at": "2026-03-03 02:00:00"}
        self.assert_steps(
            self.play((MONDAY, "register", "reply"), **promise),
            "progress",
            "2026-03-03 01:30:00",
            "2026-03-03 02:00:01",
            "2026-03-03 04:00:00",
        )

    @proves("S3-01-11")
    def test_a_missing_answer_climbs(self):
        case = self.play(
            (MONDAY, "register"), ("2026-03-02 05:00:00", "judge"), judgement="unfounded"
        )
        self.assert_steps(
            case,
            "answer",
            "2026-03-02 06:30:00",
            "2026-03-02 07:00:01",
            "2026-03-02 09:00:00",
        )

    @proves("S3-01-11")
    def test_a_valid_complaint_owes_no_such_answer(self):
        case = self.play(
            (MONDAY, "register", "reply", "judge"), reply_promised_at="2026-03-03 02:00:00"
        )
        self.assertEqual(self.due(case, "answer"), "")

    @proves("S3-01-10", "S3-01-11")
    def test_only_complaints_are_under_these_limits(self):
        case = self.play((MONDAY, "register", "reply", "judge"), kind="inquiry")
        self.assertFalse(case.sudo().deadline_ids)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsDeveloper(InformingCase):
    """S3-04: ordinary complaints in three days, and word on the progress until the end."""

    regulation = "csm_regulation_s3_04"

    @proves("S3-04-12")
    def test_an_ordinary_complaint_is_settled_within_three_days(self):
        self.assert_edges(
            "settle",
            "2026-03-05 15:59:59",
            (MONDAY, "register", "judge", "decide"),
            moves=["execute"],
        )

    @proves("S3-04-12")
    def test_major_and_special_complaints_are_not_under_it(self):
        for values in (
            {"severity": "serious"},
            {"severity": "very_serious"},
            {"is_special": True},
            {"kind": "service"},
        ):
            with self.subTest(values):
                case = self.play((MONDAY, "register"), **values)
                self.assertEqual(self.due(case, "settle"), "")

    @proves("S3-04-12")
    def test_an_ordinary_complaint_not_settled_climbs(self):
        self.assert_steps(
            self.play((MONDAY, "register")),
            "settle",
            "2026-03-05 06:00:00",
            "2026-03-05 16:00:00",
            "2026-03-09 01:00:00",
        )

    @proves("S3-04-13")
    def test_silence_climbs(self):
        self.assert_steps(
            self.play((MONDAY, "register")),
            "progress",
            "2026-04-01 06:00:00",
            "2026-04-01 16:00:00",
            "2026-04-03 01:00:00",
        )

    @proves("S3-04-13")
    def test_the_interval_is_the_companys(self):
        self.asks_for_a_figure("s3_04_13")

    @proves("S3-04-13")
    def test_the_client_is_told_until_the_end(self):
        case = self.play((MONDAY, "register"))
        self.assertEqual(self.due(case, "progress"), "2026-04-01 15:59:59")
        self.inform(case, "2026-04-01 15:59:59")
        self.inform(case, "2026-05-02 02:00:00")
        self.at("2026-05-03 02:00:00")
        for move in ("judge", "tell", "close"):
            getattr(case, f"action_{move}")()
        rows = self.rows(case, "progress")
        self.assertEqual(rows.mapped("state"), ["met", "late", "met", "met"])
        self.assertEqual(str(rows[2].due_at), "2026-06-01 15:59:59")
        self.assertFalse(self.play((MONDAY, "register"), kind="inquiry").sudo().deadline_ids)
