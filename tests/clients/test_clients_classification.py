from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase
from ..common.proves import proves
from .road_case import FILE, RoadCase

MONDAY = "2026-03-02 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsClassification(CsmBase):
    """Levels follow the rules, change by a second person, and end with their period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.clerk, cls.second, cls.low = (
            cls.new_clerk(name) for name in ("clerk", "second", "low")
        )
        for user, level in ((cls.clerk, 3), (cls.second, 3), (cls.low, 1)):
            RoadCase.clear.__func__(cls, user, level, cls.company)
        cls.team.member_ids |= cls.clerk | cls.second | cls.low
        cls.other_team = cls.env["csm.team"].create(
            {"name": "Vault", "company_id": cls.company.id, "member_ids": [(4, cls.second.id)]}
        )

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    @classmethod
    def new_clerk(cls, name):
        user = cls.new_user(name, "group_agent")
        user.group_ids = [(4, cls.env.ref("csm.group_file_clerk").id)]
        return user

    def new_file(self, user=None, **values):
        number = self.env[FILE].sudo().search_count([])
        partner = self.env["res.partner"].create({"name": f"Hotel {number}", "is_company": True})
        File = self.env[FILE].with_user(user or self.clerk).with_company(self.company)
        return File.create(
            {
                "partner_id": partner.id,
                "team_id": self.team.id,
                "custodian_id": self.clerk.id,
                **values,
            }
        )

    def level(self, name):
        return self.env.ref(f"csm.csm_secrecy_level_{name}")

    def propose(self, file, user=None, **values):
        Change = self.env["csm.client.classification"].with_user(user or self.clerk)
        values = {"file_id": file.id, "reason": "A new contract.", **values}
        return Change.with_company(self.company).create(values)

    def decide(self, change, user=None):
        change = change.with_user(user or self.second).with_company(self.company)
        change.action_apply()

    # The level follows the relation and the content

    @proves("S0-10-26")
    def test_the_relation_gives_the_level(self):
        self.adopt("csm_regulation_s0_10")
        for relation, level in (("ordinary", 1), ("important", 2), ("key", 3)):
            with self.subTest(relation=relation):
                self.assertEqual(self.new_file(relation=relation).level, level)

    @proves("S2-15-01")
    def test_the_short_regulation_knows_two_levels(self):
        self.adopt("csm_regulation_s2_15")
        self.assertEqual(self.new_file(relation="ordinary").level, 1)
        self.assertEqual(self.new_file(relation="important").level, 2)
        with self.assertRaisesRegex(UserError, "needs a level"):
            self.new_file(relation="key")

    @proves("S0-10-24")
    def test_what_is_secret_by_its_content(self):
        self.adopt_alone("s0_10", "S0-10-24")
        for name in ("dealings", "strategy", "major"):
            content = self.env.ref(f"csm.csm_secrecy_class_{name}")
            with self.subTest(content=name):
                self.assertEqual(self.new_file(content_ids=[(4, content.id)]).level, 1)

    @proves("S1-12-01")
    def test_twelve_classes_of_confidential_content(self):
        self.adopt("csm_regulation_s1_12")
        rules = self.env["csm.secrecy.rule"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(rules), 12)
        for rule in rules:
            with self.subTest(content=rule.class_id.name):
                file = self.new_file(content_ids=[(4, rule.class_id.id)])
                self.assertEqual(file.level, 1)

    def adopt_alone(self, regulation, catalog_id):
        """Adopt with the rules of secrecy of one catalogued rule only."""
        self.env["csm.secrecy.rule"].search(
            [("company_id", "=", False), ("article_id.catalog_ids", "!=", catalog_id)]
        ).active = False
        self.adopt(f"csm_regulation_{regulation}")

    def test_the_highest_of_what_speaks_for_a_level_wins(self):
        self.adopt("csm_regulation_s0_10")
        content = self.env.ref("csm.csm_secrecy_class_strategy")
        self.assertEqual(
            self.new_file(relation="important", content_ids=[(4, content.id)]).level, 2
        )
        secret = self.level("top_secret")
        self.assertEqual(self.new_file(relation="important", secrecy_level_id=secret.id).level, 3)
        low = self.level("secret")
        self.assertEqual(self.new_file(relation="important", secrecy_level_id=low.id).level, 2)

    def test_a_closer_relation_proposes_a_higher_level_and_changes_nothing_itself(self):
        self.adopt("csm_regulation_s0_10")
        file = self.new_file(relation="ordinary")
        file.relation = "key"
        self.assertEqual(file.level, 1)
        change = file.classification_ids
        self.assertEqual((change.state, change.new_level_id.ordinal), ("proposed", 3))
        self.decide(change)
        self.assertEqual(file.level, 3)

    # Who reads, by level and by team

    @proves("S0-10-25")
    def test_nobody_reads_above_their_clearance(self):
        for name, readers in (
            ("secret", {self.low, self.clerk}),
            ("confidential", {self.clerk}),
            ("top_secret", {self.clerk}),
        ):
            file = self.new_file(secrecy_level_id=self.level(name).id)
            with self.subTest(level=name):
                found = {u for u in (self.low, self.clerk) if file.with_user(u).has_access("read")}
                self.assertEqual(found, readers)

    @proves("S0-10-16")
    def test_the_keeping_team_alone_reads_unless_a_need_is_granted(self):
        file = self.new_file(
            self.second,
            secrecy_level_id=self.level("secret").id,
            team_id=self.other_team.id,
            custodian_id=self.second.id,
        )
        self.assertFalse(file.with_user(self.low).has_access("read"))
        need = self.grant(file, self.low)
        self.assertTrue(file.with_user(self.low).has_access("read"))
        need.action_end()
        self.assertFalse(file.with_user(self.low).has_access("read"))

    def grant(self, file, user, **values):
        Need = self.env["csm.client.need"].with_user(self.second).with_company(self.company)
        period = {"from_on": "2026-03-01", "to_on": "2026-03-10"}
        return Need.create(
            {"file_id": file.id, "user_id": user.id, "purpose": "A visit.", **period, **values}
        )

    def test_a_need_opens_on_its_first_day_and_closes_after_its_last(self):
        file = self.new_file(
            self.second,
            secrecy_level_id=self.level("secret").id,
            team_id=self.other_team.id,
            custodian_id=self.second.id,
        )
        self.grant(file, self.low, from_on="2026-03-05")
        # Midnight in Shanghai is 16:00 in UTC.
        for moment, is_open in (
            ("2026-03-04 15:59:59", False),
            ("2026-03-04 16:00:00", True),
            ("2026-03-10 15:59:59", True),
            ("2026-03-10 16:00:00", False),
        ):
            self.at(moment)
            self.env.invalidate_all()
            with self.subTest(moment=moment):
                self.assertEqual(file.with_user(self.low).has_access("read"), is_open)

    def test_a_need_is_granted_by_another_to_somebody_cleared(self):
        file = self.new_file(secrecy_level_id=self.level("top_secret").id)
        with self.assertRaisesRegex(ValidationError, "not cleared"):
            self.grant(file, self.low)
        with self.assertRaisesRegex(ValidationError, "themselves"):
            self.grant(file, self.second)
        with self.assertRaisesRegex(UserError, "not altered"):
            self.grant(file, self.clerk).to_on = "2030-01-01"

    def test_who_leaves_the_team_is_refused_at_the_next_call(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id)
        self.assertTrue(file.with_user(self.low).has_access("read"))
        self.team.member_ids -= self.low
        with self.assertRaisesRegex(AccessError, "no such record"):
            file.with_user(self.low).read(["number"])

    # Changes

    def test_level_period_and_team_are_not_changed_by_hand(self):
        file = self.new_file(secrecy_level_id=self.level("confidential").id)
        changes = {
            "secrecy_level_id": self.level("secret").id,
            "level": 0,
            "period_years": 1,
            "team_id": self.other_team.id,
            "classified_on": "2000-01-01",
            "declassify_on": "2026-01-01",
            "declassified_at": MONDAY,
        }
        for name, value in changes.items():
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "not changed by hand"):
                file.write({name: value})
        found = file.load(
            [".id", "secrecy_level_id/.id"], [[str(file.id), str(self.level("secret").id)]]
        )
        self.assertIn("not changed by hand", found["messages"][0]["message"])
        self.assertEqual(file.level, 2)

    def test_no_default_of_a_caller_states_what_follows(self):
        context = {"default_state": "kept", "default_level": 0, "default_declassified_at": MONDAY}
        defaults = {f"default_{name}": 0 for name in ("level", "team_id", "company_id")}
        File = self.env[FILE].with_context(**context).with_user(self.clerk)
        values = (
            self.env[FILE].with_user(self.clerk).default_get(["state", "level", "declassified_at"])
        )
        self.assertEqual(values, {"state": "new"})
        self.assertEqual(File.default_get(["state", "level", "declassified_at"]), values)
        file = self.new_file(secrecy_level_id=self.level("top_secret").id)
        Need = self.env["csm.client.need"].with_user(self.second).with_company(self.company)
        forged = {**defaults, "default_granted_by_id": self.clerk.id}
        person = {"user_id": self.second.id, "purpose": "x", "to_on": "2026-03-10"}
        with self.assertRaisesRegex(ValidationError, "themselves"):
            Need.with_context(**forged).create({"file_id": file.id, **person})
        need = Need.with_context(**forged).create(
            {"file_id": file.id, **person, "user_id": self.clerk.id}
        )
        self.assertEqual(
            (need.level, need.team_id, need.granted_by_id), (3, self.team, self.second)
        )

    def test_another_cleared_person_decides(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id)
        change = self.propose(file, new_level_id=self.level("top_secret").id)
        for user, words in (
            (self.clerk, "you proposed"),
            (self.low, "cleared for the level before"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.decide(change, user)
        self.decide(change)
        self.assertEqual((file.level, change.state), (3, "applied"))
        self.assertEqual(change.decided_by_id, self.second)

    def test_two_people_change_one_level_and_the_second_gets_a_sentence(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id)
        self.propose(file, new_level_id=self.level("top_secret").id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.propose(file, self.second, new_level_id=self.level("confidential").id)

    def test_a_record_changed_meanwhile_wants_a_new_proposal(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id)
        change = self.propose(file, new_level_id=self.level("top_secret").id)
        file.custodian_id = self.second
        with self.assertRaisesRegex(UserError, "has been changed since"):
            self.decide(change)

    def test_raising_ends_needs_and_lists_what_has_left(self):
        file = self.new_file(
            self.second,
            secrecy_level_id=self.level("secret").id,
            team_id=self.other_team.id,
            custodian_id=self.second.id,
        )
        self.clerk.group_ids = [(4, self.env.ref("base.group_allow_export").id)]
        self.grant(file, self.clerk)
        need = self.grant(file, self.low)
        file.with_user(self.clerk).export_data(["number"])
        change = self.propose(file, self.clerk, new_level_id=self.level("top_secret").id)
        self.decide(change)
        self.assertTrue(need.sudo().ended_at)
        self.assertIn("Low", change.ended_needs)
        self.assertIn("csm_clerk", change.what_left)

    # Custody and period

    @proves("S0-10-28")
    def test_a_file_has_a_custodian_of_the_keeping_team(self):
        for custodian in (self.outsider, self.env["res.users"]):
            with self.assertRaisesRegex(ValidationError, "needs a custodian"):
                self.new_file(secrecy_level_id=self.level("secret").id, custodian_id=custodian.id)

    @proves("S0-10-27")
    def test_the_level_has_a_period_at_most_its_own(self):
        ends = {"secret": 2036, "confidential": 2046, "top_secret": 2056}
        for name, year in ends.items():
            level = self.level(name)
            file = self.new_file(secrecy_level_id=level.id)
            with self.subTest(level=name):
                self.assertEqual(file.declassify_on, date(year, 3, 2))
                with self.assertRaisesRegex(ValidationError, "longest period"):
                    self.new_file(secrecy_level_id=level.id, period_years=level.max_years + 1)
        self.assertEqual(
            self.new_file(secrecy_level_id=level.id, period_years=2).declassify_on,
            date(2028, 3, 2),
        )

    @proves("S0-10-27")
    def test_it_is_free_the_day_after_its_period(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id, period_years=1)
        # The last day, 2 March, ends in Shanghai at 16:00 in UTC.
        for moment, level in (("2027-03-02 15:59:59", 1), ("2027-03-02 16:00:00", 0)):
            self.run_declassification(moment)
            with self.subTest(moment=moment):
                self.assertEqual(file.sudo().level, level)
        file = file.sudo()
        self.assertTrue(file.declassified_at)
        decision = file.classification_ids
        self.assertEqual((decision.kind, decision.state), ("declassification", "applied"))
        self.run_declassification("2027-03-03 16:00:00")
        self.assertEqual(file.classification_ids, decision)

    def run_declassification(self, moment):
        self.at(moment)
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.declassification"]._cron_declassify()
        self.env.invalidate_all()

    # Requests and reasons

    def test_a_request_is_answered_always_alike(self):
        file = self.new_file(secrecy_level_id=self.level("secret").id)
        Request = self.env["csm.access.request"].with_user(self.agent).with_company(self.company)
        values = {"purpose": "A visit.", "until_on": "2026-04-01"}
        requests = Request.create([{**values, "about": text} for text in (file.number, "Nobody")])
        self.assertEqual(len(set(requests.mapped("answer"))), 1)
        for name in ("state", "note", "handled_by_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                requests.read([name])
        with self.assertRaises(AccessError):
            requests.with_user(self.low).read(["about"])
        worked = requests.with_user(self.second).with_company(self.company)
        with self.assertRaisesRegex(UserError, "what was done"):
            worked[:1].action_handle()
        worked.note = "Granted."
        worked.action_handle()
        self.assertEqual(set(requests.sudo().mapped("state")), {"handled"})

    def test_why_tells_about_a_file_only_who_may_read_it(self):
        file = self.new_file(secrecy_level_id=self.level("confidential").id)
        self.assertEqual(self.why(self.executive, file.number), self.why(self.executive, "K999999"))
        told = self.why(self.clerk, file.number)
        self.assertIn(f"Low may not read {file.number}", told)
        self.assertIn("cleared up to level 1", told)

    def why(self, user, number):
        user.group_ids = [(4, self.env.ref("csm.group_auditor").id)]
        Reason = self.env["csm.access.reason"].with_user(user).with_company(self.company)
        return str(Reason.create({"user_id": self.low.id, "number": number}).answer)
