from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from ..presets.preset_case import PresetCase
from .contact_case import MONDAY, ContactCase

GENERAL = ("age", "sex", "course", "history", "disease", "intent", "concern")
DIRECTED = ("health", "prices", "habits", "means", "person_type")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactDetails(ContactCase):
    """Particulars of one trade, the desk that is published, and who hears of urgent matters."""

    def codes(self, contact):
        return tuple(contact.detail_ids.sorted().type_id.mapped("code"))

    def assert_asked(self, contact, catalog_id, *codes):
        """The lines stand there by themselves, and each empty one refuses by this article."""
        self.assertEqual(self.codes(contact), codes)
        move = contact._move_named("answer")
        article = self.env.ref(
            f"csm.csm_regulation_article_{catalog_id.replace('-', '_').lower()}"
        ).display_name
        contact.detail_ids.value = "x"
        self.assertEqual(contact._why_not_detailed(move), "")
        for line in contact.detail_ids:
            line.value = " "
            refusal = contact._why_not_detailed(move)
            self.assertIn(line.type_id.name, refusal)
            self.assertIn(article, refusal)
            line.value = "x"

    @proves("S1-14-02")
    def test_a_consultation_asks_for_general_and_directed_data(self):
        self.adopt("csm_regulation_s1_14")
        for channel in ("phone", "chat"):
            contact = self.new_contact(channel=channel)
            self.assert_asked(contact, "S1-14-02", *GENERAL, *DIRECTED)
        self.assertEqual(self.codes(self.new_contact(channel="letter")), ())

    @proves("S1-12-03")
    def test_whoever_asks_is_verified_as_the_user_first(self):
        self.adopt("csm_regulation_s1_12")
        for kind in ("inquiry", "query"):
            kind_id = self.env.ref(f"csm.csm_contact_kind_{kind}").id
            self.assert_asked(self.new_contact(kind_id=kind_id), "S1-12-03", "identity")
        other = self.env.ref("csm.csm_contact_kind_suggestion").id
        self.assertEqual(self.codes(self.new_contact(kind_id=other)), ())

    @proves("S1-11-13", "S1-11-19")
    def test_reception_asks_about_illness_and_symptoms(self):
        self.adopt("csm_regulation_s1_11")
        contact = self.new_contact(channel="visit")
        self.assertEqual(self.codes(contact), ("disease", "symptoms"))
        move = contact._move_named("pass_on")
        for code, catalog_id in (("disease", "S1-11-13"), ("symptoms", "S1-11-19")):
            contact.detail_ids.value = "x"
            line = contact.detail_ids.filtered(
                lambda detail, code=code: detail.type_id.code == code
            )
            line.value = False
            article = f"csm_regulation_article_{catalog_id.replace('-', '_').lower()}"
            self.assertIn(
                self.env.ref(f"csm.{article}").display_name, contact._why_not_detailed(move)
            )
        self.assertEqual(self.codes(self.new_contact(channel="phone")), ())

    def test_another_kind_of_contact_brings_its_own_lines_and_keeps_what_was_said(self):
        self.adopt("csm_regulation_s1_11")
        contact = self.new_contact(channel="visit")
        contact.detail_ids[0].value = "Cough"
        contact.channel = "phone"
        self.assertIn("Cough", contact.detail_ids.mapped("value"))
        gone = self.new_contact(channel="visit", outcome="abandoned")
        gone.action_close()
        self.assertEqual(gone.state, "closed")

    # The desk

    def prepared(self, code):
        return self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref(f"csm.csm_regulation_{code}").id,
                "company_id": self.company.id,
                "reason": "Test",
            }
        )

    def assert_published(self, code, catalog_id, *names):
        adoption = self.prepared(code)
        given = {name: self.company[name] for name in names}
        number = str(int(catalog_id[-2:]))
        for name in names:
            self.company[name] = False
            label = self.company._fields[name]._description_string(self.env)
            adoption.invalidate_recordset(["missing"])
            lines = [line for line in adoption.missing.splitlines() if f"§ {number} " in line]
            self.assertIn(label, "".join(lines), name)
            with self.assertRaisesRegex(UserError, "is incomplete"):
                adoption.action_adopt()
            self.company[name] = given[name]
        adoption.invalidate_recordset(["missing"])
        self.assertFalse(
            [line for line in (adoption.missing or "").splitlines() if "settings" in line]
        )

    @proves("S0-07-19")
    def test_without_a_hotline_the_winery_regulation_is_incomplete(self):
        missing = self.env.ref("csm.csm_regulation_s0_07").missing
        self.assertIn("Complaint Hotline", missing)
        self.assert_published("s0_07", "S0-07-19", "csm_hotline")

    @proves("S0-09-01")
    def test_the_office_publishes_place_telephone_and_officer(self):
        names = ("csm_hotline", "csm_desk_address", "csm_desk_owner_id")
        self.assert_published("s0_09", "S0-09-01", *names)

    # Who is told

    def told(self, contact, catalog_id):
        article = self.env.ref(f"csm.csm_regulation_article_{catalog_id.replace('-', '_').lower()}")
        reports = contact.sudo().report_ids
        return reports.filtered(lambda report: report.article_id == article).told_user_id

    @proves("S3-13-04")
    def test_a_major_problem_is_reported_up_once(self):
        self.adopt("csm_regulation_s3_13")
        contact = self.new_contact(urgency="urgent", question="A pipe burst")
        self.assertFalse(self.told(contact, "S3-13-04"))
        contact.urgency = "major"
        self.assertEqual(self.told(contact, "S3-13-04"), self.leader)
        contact.question = "Two pipes burst"
        self.assertEqual(len(contact.sudo().report_ids), 2)

    @proves("S3-13-06")
    def test_an_urgent_matter_reaches_the_team_leader(self):
        self.adopt("csm_regulation_s3_13")
        self.assertFalse(self.told(self.new_contact(urgency="normal"), "S3-13-06"))
        for urgency in ("urgent", "major"):
            contact = self.new_contact(urgency=urgency)
            self.assertEqual(self.told(contact, "S3-13-06"), self.leader)


class ContactPresetCase(PresetCase):
    """Plays contacts instead of cases."""

    @classmethod
    def new_case(cls, user=None, **values):
        known = {name: value for name, value in values.items() if name in cls.wanted}
        values = {"team_id": cls.team.id, "company_id": cls.company.id, **known}
        return cls.env["csm.contact"].with_user(cls.agent).create({**cls.given, **values})

    wanted = ("kind_id", "channel", "promised_at", "user_id", "direction", "started_at")
    given = {"partner_name": "Ms Zhou", "partner_phone": "021 7777", "question": "x", "answer": "x"}


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactRealEstate(ContactPresetCase):
    """S1-06: what was promised on the telephone is kept, or it climbs."""

    regulation = "csm_regulation_s1_06"

    @proves("S1-06-01")
    def test_the_call_is_due_at_the_moment_promised(self):
        promised = {"promised_at": "2026-03-04 06:00:00"}
        scenes = ((MONDAY, "promise"),)
        self.assert_edges(
            "call_back", "2026-03-04 06:00:00", *scenes, moves=["call_back"], **promised
        )
        self.assertFalse(self.due(self.play((MONDAY,)), "call_back"))

    @proves("S1-06-01")
    def test_a_promise_not_kept_climbs(self):
        case = self.play((MONDAY, "promise"), promised_at="2026-03-04 06:00:00")
        self.assert_ladder(
            case,
            "call_back",
            ("2026-03-04 05:45:00", "remind", "agent"),
            ("2026-03-04 06:00:01", "breach", "agent"),
            ("2026-03-04 06:00:01", "breach", "leader"),
            ("2026-03-04 07:00:00", "climb", "leader"),
            ("2026-03-05 01:00:00", "climb", "manager"),
        )

    def test_a_new_promise_after_the_call_is_another_cycle(self):
        contact = self.play((MONDAY, "promise"), promised_at="2026-03-04 06:00:00")
        self.at("2026-03-04 05:00:00")
        contact.action_call_back()
        contact.promised_at = "2026-03-05 06:00:00"
        self.at("2026-03-04 05:10:00")
        contact.action_promise()
        self.assertEqual(self.due(contact, "call_back"), "2026-03-05 06:00:00")
        self.assertEqual(self.rows(contact, "call_back").mapped("state"), ["met", "running"])

    def test_who_became_a_case_waits_for_the_case(self):
        contact = self.play((MONDAY, "promise"), promised_at="2026-03-04 06:00:00")
        contact.action_make_case()
        self.assertEqual(self.row(contact, "call_back").state, "met")
        self.assertFalse(contact.next_due_at)

    def test_deadlines_of_the_contact_are_kept_from_those_its_case_complains_about(self):
        accused = self.new_user("accused", "group_agent", superior=self.leader)
        self.team.member_ids |= accused
        contact = self.play((MONDAY, "promise"), promised_at="2026-03-04 06:00:00")
        row = self.row(contact, "call_back")
        mine = self.env["csm.deadline"].with_user(accused)
        self.assertEqual(mine.search([("id", "=", row.id)]).ids, row.ids)
        contact.action_make_case()
        contact.case_id.accused_employee_ids = self.employee(accused)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(accused, row.barred_user_ids)
        self.assertFalse(mine.search([("id", "=", row.id)]))


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactJewellery(ContactPresetCase):
    """S2-17: the website's messages the same day, a viewing at the time agreed upon."""

    regulation = "csm_regulation_s2_17"
    given = {
        **ContactPresetCase.given,
        "product": "Ring",
        "trade": "wholesaler",
        # S2-17 takes over the telephone rules of S0-15.
        "area": "Suzhou",
        "reason": "A wedding",
        "is_read_back": True,
    }

    @proves("S2-17-08")
    def test_a_message_of_the_website_is_answered_the_same_day(self):
        for received, due in (
            (MONDAY, "2026-03-02 15:59:59"),
            ("2026-03-02 15:59:59", "2026-03-02 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-03 15:59:59"),
            ("2026-03-07 02:00:00", "2026-03-07 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges(
                    "contact_answer", due, (received,), moves=["answer"], channel="web"
                )

    @proves("S2-17-08")
    def test_only_messages_of_the_website_are_under_this_limit(self):
        for channel in ("phone", "chat", "email"):
            case = self.play((MONDAY,), channel=channel)
            self.assertFalse(self.row(case, "contact_answer"))

    @proves("S2-17-08")
    def test_an_unanswered_message_climbs(self):
        self.assert_ladder(
            self.play((MONDAY,), channel="web"),
            "contact_answer",
            ("2026-03-02 07:59:59", "remind", "agent"),
            ("2026-03-02 16:00:00", "breach", "agent"),
            ("2026-03-02 16:00:00", "breach", "leader"),
            ("2026-03-03 03:00:00", "climb", "leader"),
            ("2026-03-04 01:00:00", "climb", "manager"),
        )

    @proves("S2-17-04")
    def test_a_viewing_takes_place_when_it_was_agreed_upon(self):
        video = self.env.ref("csm.csm_contact_kind_video").id
        values = {"promised_at": "2026-03-04 06:00:00", "kind_id": video}
        self.assert_edges(
            "call_back", "2026-03-04 06:00:00", (MONDAY, "promise"), moves=["call_back"], **values
        )
        self.assertFalse(
            self.row(self.play((MONDAY, "promise"), promised_at=values["promised_at"]), "call_back")
        )

    @proves("S2-17-04")
    def test_the_desk_is_reminded_of_a_viewing(self):
        video = self.env.ref("csm.csm_contact_kind_video").id
        self.assert_ladder(
            self.play((MONDAY, "promise"), promised_at="2026-03-04 06:00:00", kind_id=video),
            "call_back",
            ("2026-03-04 05:30:00", "remind", "agent"),
            ("2026-03-04 06:00:01", "breach", "agent"),
            ("2026-03-04 06:00:01", "breach", "leader"),
            ("2026-03-04 07:00:00", "climb", "leader"),
        )


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactTaobao(ContactPresetCase):
    """S3-09: what was unclear is written down the same day."""

    regulation = "csm_regulation_s3_09"

    @proves("S3-09-13")
    def test_an_open_question_is_written_down_the_same_day(self):
        kind = self.env.ref("csm.csm_contact_kind_open_question").id
        for begun, due in (
            (MONDAY, "2026-03-02 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-03 15:59:59"),
        ):
            self.assert_edges("contact_note", due, (begun,), moves=["answer"], kind_id=kind)
        self.assertFalse(self.row(self.play((MONDAY,)), "contact_note"))

    @proves("S3-09-13")
    def test_a_question_not_written_down_is_reported(self):
        kind = self.env.ref("csm.csm_contact_kind_open_question").id
        self.assert_ladder(
            self.play((MONDAY,), kind_id=kind),
            "contact_note",
            ("2026-03-02 16:00:00", "breach", "agent"),
            ("2026-03-02 16:00:00", "breach", "leader"),
        )
