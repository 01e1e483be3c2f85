from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsShipped(CsmPeopleBase):
    """What came with the program is shared by all companies: no Manager of one rewrites it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = cls.env.ref("csm.csm_regulation_s2_09")
        cls.article = cls.shipped.article_ids[0]
        cls.wording = cls.article.text

    def assert_refused(self, model, method, *args):
        with (
            self.subTest(model=model, method=method, args=args),
            self.assertRaisesRegex(UserError, "came with the program"),
            self.env.cr.savepoint(),
        ):
            self.rpc(self.manager, model, method, *args)

    def test_nobody_rewrites_a_shipped_regulation_or_its_articles(self):
        regulation, article = self.shipped.ids, self.article.ids
        for model, ids, vals in (
            ("csm.regulation", regulation, {"name": "Mine"}),
            ("csm.regulation", regulation, {"active": False}),
            (
                "csm.regulation",
                regulation,
                {"article_ids": [Command.update(self.article.id, {"text": "Mine"})]},
            ),
            ("csm.regulation.article", article, {"text": "Mine"}),
            ("csm.regulation.article", article, {"catalog_ids": "S2-09-99"}),
        ):
            self.assert_refused(model, "write", ids, vals)
            self.assert_refused(model, "web_save", ids, vals, {"display_name": {}})
        self.assert_refused("csm.regulation.article", "unlink", article)
        self.assertEqual(self.article.text, self.wording)

    def test_the_other_languages_are_no_road(self):
        self.assert_refused(
            "csm.regulation.article",
            "update_field_translations",
            self.article.ids,
            "text",
            {"en_US": "Mine"},
        )

    def test_nothing_is_slipped_into_a_shipped_regulation(self):
        vals = {"regulation_id": self.shipped.id, "number": "99", "name": "Mine", "text": "Mine"}
        self.assert_refused("csm.regulation.article", "create", [vals])
        own = self.regulation.article_ids
        self.assert_refused(
            "csm.regulation.article",
            "write",
            own.ids,
            {"regulation_id": self.shipped.id, "number": "99"},
        )

    def test_ones_own_regulation_is_written_and_rewritten(self):
        vals = {"code": "OWN-1", "name": "Ours", "company_kind": "Winery"}
        [own] = self.rpc(self.manager, "csm.regulation", "create", [vals])
        article = {"regulation_id": own, "number": "1", "name": "Replies", "text": "At once."}
        [first] = self.rpc(self.manager, "csm.regulation.article", "create", [article])
        self.rpc(self.manager, "csm.regulation.article", "write", [first], {"text": "Today."})
        self.rpc(self.manager, "csm.regulation", "write", [own], {"name": "Ours, Revised"})
        self.rpc(self.manager, "csm.regulation.article", "unlink", [first])

    def test_the_screen_shows_what_is_locked(self):
        locked = self.article | self.shipped.article_ids
        self.assertTrue(all(locked.with_user(self.manager).mapped("is_locked")))
        self.assertFalse(self.regulation.with_user(self.manager).is_locked)
        self.assertFalse(self.article.with_user(self.people["admin"]).is_locked)

    def test_the_administrator_of_the_system_may(self):
        self.rpc(
            self.people["admin"],
            "csm.regulation.article",
            "write",
            self.article.ids,
            {"text": "Corrected."},
        )
        self.assertEqual(self.article.text, "Corrected.")
