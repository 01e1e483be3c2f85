from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.proves import proves
from .secrecy_case import SecrecyCase

GUARDED = (
    "csm.group_clearance_secret",
    "csm.group_clearance_confidential",
    "csm.group_clearance_top_secret",
    "csm.group_personal_data",
    "csm.group_file_clerk",
    "csm.group_clearance_granter",
)


@tagged("post_install", "-at_install", "csm", "csm_secrecy")
class TestSecrecyRights(SecrecyCase):
    """No administrator gives the rights to client files to themselves, by whatever road."""

    def setUp(self):
        super().setUp()
        self.admin = self.people["admin"]

    def assertRefused(self, model, method, *args):
        refusal = self.assertTurnedAway(self.admin, model, method, *args)
        self.assertIn("cannot give yourself", refusal)
        self.env.invalidate_all()
        for name in GUARDED:
            self.assertFalse(self.admin.has_group(name), name)

    def test_the_administrator_starts_without_any_of_them(self):
        for name in GUARDED:
            self.assertFalse(self.env.ref("base.user_admin").has_group(name), name)

    def test_not_by_writing_the_user(self):
        for name in GUARDED:
            group = self.env.ref(name)
            with self.subTest(name=name):
                vals = {"group_ids": [(4, group.id)]}
                self.assertRefused("res.users", "write", self.admin.ids, vals)
        everything = [(6, 0, [*self.admin.group_ids.ids, group.id])]
        self.assertRefused("res.users", "write", self.admin.ids, {"group_ids": everything})
        self.assertRefused(
            "res.users", "web_save", self.admin.ids, {"group_ids": [(4, group.id)]}, {}
        )

    def test_not_by_writing_the_group(self):
        for name in GUARDED:
            group = self.env.ref(name)
            with self.subTest(name=name):
                vals = {"user_ids": [(4, self.admin.id)]}
                self.assertRefused("res.groups", "write", group.ids, vals)
        vals = {"all_user_ids": [(4, self.admin.id)]}
        self.assertRefused("res.groups", "write", group.ids, vals)

    def test_not_by_a_group_that_implies_it(self):
        secret = self.env.ref("csm.group_clearance_secret")
        own = self.env.ref("csm.group_executive")
        self.assertRefused("res.groups", "write", own.ids, {"implied_ids": [(4, secret.id)]})
        self.assertRefused("res.groups", "write", secret.ids, {"implied_by_ids": [(4, own.id)]})
        vals = {
            "name": "Backdoor",
            "implied_ids": [(4, secret.id)],
            "user_ids": [(4, self.admin.id)],
        }
        self.assertRefused("res.groups", "create", [vals])
        system = self.env.ref("base.group_system")
        vals = {"name": "Above", "implied_ids": [(4, secret.id)]}
        vals["implied_by_ids"] = [(4, system.id)]
        self.assertRefused("res.groups", "create", [vals])

    def test_not_by_import(self):
        fields = [".id", "group_ids/id"]
        row = [str(self.admin.id), "csm.group_clearance_top_secret"]
        answer = {}
        try:
            answer = self.rpc(self.admin, "res.users", "load", fields, [row])
        except AccessError:
            answer = {"ids": False}
        self.assertFalse(answer["ids"])
        self.env.invalidate_all()
        self.assertFalse(self.admin.has_group("csm.group_clearance_top_secret"))

    def test_not_with_a_forged_pass_in_the_context(self):
        group = self.env.ref("csm.group_clearance_secret")
        context = {"csm_clearance_pass": {"user_ids": [self.admin.id]}}
        with self.assertRaisesRegex(AccessError, "cannot give yourself"):
            self.rpc(
                self.admin,
                "res.users",
                "write",
                self.admin.ids,
                {"group_ids": [(4, group.id)]},
                context=context,
            )

    def test_not_in_the_name_of_the_system(self):
        group = self.env.ref("csm.group_clearance_secret")
        with self.assertRaisesRegex(AccessError, "cannot give yourself"):
            self.admin.with_user(self.admin).sudo().group_ids += group

    def test_what_is_given_to_others_is_logged_and_reported_and_opens_nothing(self):
        group = self.env.ref("csm.group_clearance_top_secret")
        before = self.last_entry()
        told = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.rpc(
            self.admin, "res.users", "write", self.outsider.ids, {"group_ids": [(4, group.id)]}
        )
        entry = self.new_entries(before).filtered(lambda entry: entry.road == "rights")
        self.assertEqual(entry.operation, "given")
        self.assertEqual(entry.login, self.admin.login)
        self.assertIn(self.outsider.login, entry.detail)
        self.assertEqual(entry.company_ref, self.company.id)
        messages = self.env["mail.message"].search([("id", ">", told)])
        watchers = (self.granter | self.second | self.auditor).partner_id
        self.assertLessEqual(watchers, messages.notified_partner_ids)
        self.assertIn(self.outsider.name, messages[0].body)
        self.assertEqual(self.levels(self.outsider), 0)

    def test_what_is_tried_and_what_is_taken_is_logged_too(self):
        before = self.last_entry()
        self.test_not_with_a_forged_pass_in_the_context()
        tried = self.new_entries(before).filtered(lambda entry: entry.road == "rights")
        self.assertEqual(tried.mapped("outcome"), ["refused"])
        self.cleared(self.agent)
        before = self.last_entry()
        group = self.env.ref("csm.group_clearance_secret")
        self.rpc(self.admin, "res.groups", "write", group.ids, {"user_ids": [(3, self.agent.id)]})
        self.assertIn("taken", self.new_entries(before).mapped("operation"))
        self.assertEqual(self.levels(self.agent), 0)

    def test_a_clearance_gives_its_groups_without_a_report(self):
        before = self.last_entry()
        self.cleared(self.agent)
        self.assertEqual(set(self.new_entries(before).mapped("road")), {"clearance"})

    # Teams

    def keeps_files(self, *teams):
        """Let these teams count as keepers of files."""
        cls = type(self.env["csm.team"])
        self.patch(cls, "_keeping_files", lambda team: team.filtered(lambda one: one in teams))

    @proves("S1-12-14")
    def test_nobody_joins_a_team_that_keeps_files_by_their_own_hand(self):
        article = self.env.ref("csm.csm_regulation_article_s1_12_14")
        self.assertEqual(article.catalog_ids, "S1-12-14")
        self.keeps_files(self.team)
        manager, before = self.manager, self.last_entry()
        for vals in (
            {"member_ids": [(4, manager.id)]},
            {"leader_id": manager.id},
            {"member_ids": [(6, 0, [manager.id, self.agent.id])]},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(AccessError, "own hand"):
                self.rpc(manager, "csm.team", "write", self.team.ids, vals)
        self.assertNotIn(manager, self.team.member_ids)
        tried = self.new_entries(before).filtered(lambda entry: entry.road == "team")
        self.assertEqual(set(tried.mapped("outcome")), {"refused"})
        # A team that keeps none is the manager's to arrange.
        self.rpc(
            manager, "csm.team", "write", self.other_team.ids, {"member_ids": [(4, manager.id)]}
        )

    def test_who_joins_or_leaves_a_team_that_keeps_files_is_logged(self):
        self.keeps_files(self.team)
        before = self.last_entry()
        for command in (4, 3):
            vals = {"member_ids": [(command, self.outsider.id)]}
            self.rpc(self.manager, "csm.team", "write", self.team.ids, vals)
        entries = self.new_entries(before).filtered(lambda entry: entry.road == "team")
        self.assertEqual(entries.mapped("operation"), ["joined", "left"])
        self.assertEqual(entries.mapped("detail"), [self.outsider.login] * 2)

    def test_every_model_that_is_classified_counts(self):
        models = self.env["csm.team"]._classified_models()
        mixin = self.env.registry["csm.secret.mixin"]
        for name, model in self.env.registry.items():
            if issubclass(model, mixin) and not model._abstract:
                self.assertIn(name, models)

    def test_a_plain_user_cannot_even_ask(self):
        self.assertTurnedAway(
            self.agent,
            "res.users",
            "write",
            self.agent.ids,
            {"group_ids": [(4, self.env.ref(GUARDED[0]).id)]},
        )
