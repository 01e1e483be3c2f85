from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.csm.tools.carries import CARRIED, disabled

from ..common.proves import proves
from .secrecy_case import SecrecyCase

GROUPS = {
    1: "csm.group_clearance_secret",
    2: "csm.group_clearance_confidential",
    3: "csm.group_clearance_top_secret",
}


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecyClearance(SecrecyCase):
    def test_granted_signed_and_confirmed_opens_a_level_and_nothing_less_does(self):
        clearance = self.granted(self.agent, "2")
        self.assertEqual(self.levels(self.agent), 0)
        clearance.with_user(self.agent).action_undertake()
        self.assertEqual(self.levels(self.agent), 0)
        clearance.with_user(self.second).action_confirm()
        self.assertEqual(clearance.state, "valid")
        self.assertEqual(self.levels(self.agent), 2)
        self.assertTrue(self.agent.has_group(GROUPS[2]))
        self.assertFalse(self.agent.has_group(GROUPS[3]))

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @proves("S0-10-05")
    def test_nobody_is_cleared_before_the_undertaking_is_signed(self):
        article = self.env.ref("csm.csm_regulation_article_s0_10_05")
        clearance = self.granted(self.agent)
        with self.assertRaisesRegex(UserError, "undertaking"):
            clearance.with_user(self.second).action_confirm()
        self.assertEqual(clearance.words, article.text)
        clearance.with_user(self.agent).action_undertake()
        self.assertEqual(clearance.undertaking, article.text)
        self.assertEqual(clearance.undertaken_at, self.env.cr.now().replace(microsecond=0))
        clearance.with_user(self.second).action_confirm()
        self.assertEqual(clearance.state, "valid")

    def test_the_refusal_without_undertaking_is_what_the_article_does(self):
        entry = next(entry for entry in CARRIED if "S0-10-05" in entry.ids)
        clearance = self.granted(self.agent)
        with disabled(entry):
            clearance.with_user(self.second).action_confirm()
        self.assertEqual(clearance.state, "valid")

    def test_only_the_person_signs_the_undertaking(self):
        clearance = self.granted(self.agent)
        for user in (self.granter, self.second, self.people["admin"]):
            self.assertTurnedAway(user, "csm.clearance", "action_undertake", clearance.ids)
        with self.assertRaises(UserError):
            clearance.with_user(self.second).write({"undertaken_at": "2026-03-02 00:00:00"})
        self.assertFalse(clearance.undertaken_at)

    def test_a_second_granter_confirms_and_nobody_else(self):
        clearance = self.granted(self.second)
        clearance.with_user(self.second).action_undertake()
        for user in (self.granter, self.second):
            with self.assertRaisesRegex(UserError, "second granter"):
                self.rpc(user, "csm.clearance", "action_confirm", clearance.ids)
            with self.assertRaisesRegex(UserError, "second granter"):
                self.rpc(user, "csm.clearance", "write", clearance.ids, {"state": "valid"})
        for role in ("manager", "executive", "auditor", "admin", "internal"):
            with self.subTest(role=role):
                self.assertTurnedAway(
                    self.people[role], "csm.clearance", "action_confirm", clearance.ids
                )
        self.assertEqual(clearance.state, "granted")

    def test_nobody_grants_a_clearance_to_themselves_or_for_another(self):
        values = {
            "user_id": self.granter.id,
            "level": "3",
            "purpose": "x",
            "company_id": self.company.id,
            "valid_to": "2026-12-31",
        }
        with self.assertRaisesRegex(UserError, "themselves"):
            self.rpc(self.granter, "csm.clearance", "create", [values])
        other = {**values, "user_id": self.agent.id, "granted_by_id": self.second.id}
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.rpc(self.granter, "csm.clearance", "create", [other])
        with self.assertRaises(UserError):
            values |= {"user_id": self.agent.id, "state": "valid"}
            self.rpc(self.granter, "csm.clearance", "create", [values])

    @proves("S1-12-02", "S3-06-44")
    def test_no_outsider_is_cleared(self):
        portal = self.people["portal"]
        for number in ("s1_12_02", "s3_06_44"):
            self.assertTrue(self.env.ref(f"csm.csm_regulation_article_{number}").catalog_ids)
        with self.assertRaisesRegex(UserError, "no user of the house"):
            self.granted(portal)
        self.assertFalse(portal.has_group(GROUPS[1]))

    def test_it_counts_from_its_first_to_its_last_day_in_the_zone_of_the_company(self):
        self.cleared(self.agent, "3", valid_from="2026-03-03", valid_to="2026-03-04")
        # Midnight in Shanghai is 16:00 UTC of the day before.
        for moment, level in (
            ("2026-03-02 15:59:59", 0),
            ("2026-03-02 16:00:00", 3),
            ("2026-03-04 15:59:59", 3),
            ("2026-03-04 16:00:00", 0),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assertEqual(self.levels(self.agent), level)

    def test_its_days_are_those_of_the_company_at_both_ends_of_the_earth(self):
        self.cleared(self.agent, "3", valid_from="2026-03-03", valid_to="2026-03-04")
        for zone, first, last in (
            ("Pacific/Kiritimati", "2026-03-02 10:00:00", "2026-03-04 09:59:59"),
            ("Etc/GMT+12", "2026-03-03 12:00:00", "2026-03-05 11:59:59"),
        ):
            self.company.resource_calendar_id.tz = zone
            self.env.flush_all()
            second = timedelta(seconds=1)
            first, last = map(fields.Datetime.to_datetime, (first, last))
            for moment, level in ((first - second, 0), (first, 3), (last, 3), (last + second, 0)):
                with self.subTest(zone=zone, moment=moment):
                    self.at(str(moment))
                    self.assertEqual(self.levels(self.agent), level)

    def test_the_job_ends_it_and_takes_the_groups_away(self):
        self.cleared(self.agent, "2", personal_data=True, valid_to="2026-03-04")
        self.assertTrue(self.agent.has_group("csm.group_personal_data"))
        self.at("2026-03-04 15:00:00")
        self.env["csm.clearance"]._cron_end_clearances()
        self.assertTrue(self.agent.has_group(GROUPS[2]))
        self.at("2026-03-04 16:30:00")
        self.env["csm.clearance"]._cron_end_clearances()
        self.assertEqual(self.entries(road="clearance")[-1].operation, "end")
        self.assertFalse(self.agent.has_group(GROUPS[1]))
        self.assertFalse(self.agent.has_group("csm.group_personal_data"))

    def test_withdrawn_it_counts_no_more_at_the_next_call_of_the_same_worker(self):
        clearance = self.cleared(self.agent, "2", personal_data=True)
        companies = self.env["csm.clearance"].with_user(self.agent)._personal_companies()
        self.assertIn(self.company.id, companies)
        with self.assertRaisesRegex(UserError, "reason"):
            clearance.with_user(self.second).action_withdraw()
        clearance.with_user(self.second).withdraw_reason = "Left the team"
        clearance.with_user(self.second).action_withdraw()
        self.assertEqual(self.env["csm.clearance"].with_user(self.agent)._levels(), {})
        self.assertFalse(self.env["csm.clearance"].with_user(self.agent)._personal_companies())
        self.assertFalse(self.agent.has_group(GROUPS[1]))

    def test_the_level_is_the_lower_of_group_and_clearance(self):
        self.cleared(self.agent, "3")
        # The administrator takes the group down; the clearance alone is not enough.
        group = self.env.ref(GROUPS[3])
        group.user_ids -= self.agent
        self.assertEqual(self.levels(self.agent), 0)
        self.env.ref(GROUPS[2]).user_ids += self.agent
        self.assertEqual(self.levels(self.agent), 2)
        # And no group opens anything without a clearance.
        self.env.ref(GROUPS[3]).user_ids += self.outsider
        self.assertEqual(self.levels(self.outsider), 0)

    def test_what_was_granted_stays_and_another_takes_its_place(self):
        clearance = self.cleared(self.agent, "1")
        for name, value in (("level", "3"), ("valid_to", "2030-01-01"), ("personal_data", True)):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "stays as it was"):
                self.rpc(self.granter, "csm.clearance", "write", clearance.ids, {name: value})
        self.assertTurnedAway(self.granter, "csm.clearance", "unlink", clearance.ids)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "csm.clearance", "write", clearance.ids, {"purpose": "y"})
        higher = self.cleared(self.agent, "2")
        self.assertEqual(self.levels(self.agent), 2)
        higher.with_user(self.second).write({"withdraw_reason": "x", "state": "withdrawn"})
        self.assertEqual(self.levels(self.agent), 1)
        self.assertTrue(self.agent.has_group(GROUPS[1]))

    def test_a_clearance_counts_in_its_company_alone(self):
        self.cleared(self.agent, "2")
        self.agent.company_ids |= self.foreign_company
        levels = self.env["csm.clearance"].with_user(self.agent)._levels()
        self.assertEqual(levels, {self.company.id: 2})

    def test_the_reach_is_read_once_per_transaction(self):
        self.cleared(self.agent, "2", valid_from="2026-02-01")
        Clearance = self.env["csm.clearance"].with_user(self.agent)
        Clearance._forget_levels()
        self.env.flush_all()
        with self.assertQueryCount(1):
            for _time in range(5):
                Clearance._levels()
                Clearance._personal_companies()

    def test_one_sees_the_own_clearance_and_granters_see_all(self):
        mine, other = self.granted(self.agent), self.granted(self.outsider)
        Clearance = self.env["csm.clearance"].with_company(self.company)
        for user, found in (
            (self.agent, mine),
            (self.outsider, other),
            (self.manager, Clearance),
            (self.people["admin"], Clearance),
            (self.granter, mine | other),
            (self.auditor, mine | other),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(Clearance.with_user(user).search([]), found)
