from odoo.fields import Domain
from odoo.tests import tagged

from .insight_case import InsightCase

FRIDAY = "2026-03-06 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightDashboard(InsightCase):
    """The page of the morning tells what its lists hold, and no more than one may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        regulation = cls.new_regulation()
        cls.new_rule(regulation, delay=24)
        cls.adopt_regulation(regulation)

    def board(self, user, at=FRIDAY):
        self.at(at)
        self.env.flush_all()
        env = self.env(user=user, context={"allowed_company_ids": self.company.ids})
        return env["csm.case.dashboard"].read_dashboard()

    def tiles(self, board):
        return {tile["code"]: tile for tile in board["tiles"]}

    def listed(self, user, action):
        """Return the records of the list behind a figure."""
        model = self.env[action["res_model"]].with_user(user).with_company(self.company)
        return model.search(Domain(action["domain"]))

    def test_each_tile_is_as_long_as_its_list(self):
        self.played(("2026-03-02 01:00:00", "register"))
        self.played(("2026-03-05 15:59:59", "register"))
        self.played(("2026-03-05 16:00:00", "register"), user_id=self.leader.id)
        self.closed("2026-03-05 17:00:00", "2026-03-05 18:00:00")
        board = self.board(self.manager)
        tiles = self.tiles(board)
        shown = {code: tile["value"] for code, tile in tiles.items()}
        self.assertEqual(shown["received"], "2")
        self.assertEqual((shown["open"], shown["overdue"], shown["due"]), ("3", "1", "1"))
        self.assertEqual(tiles["overdue"]["tone"], "danger")
        for user in (self.agent, self.leader, self.manager, self.outsider):
            for tile in self.board(user)["tiles"]:
                with self.subTest(user=user.login, tile=tile["code"]):
                    self.assertEqual(tile["value"], str(len(self.listed(user, tile["action"]))))
        self.assertEqual(self.tiles(self.board(self.outsider))["open"]["value"], "0")
        self.assertEqual(self.tiles(self.board(self.agent))["mine"]["value"], "2")

    def test_the_month_stands_beside_the_one_before(self):
        self.closed("2026-02-10 01:00:00", "2026-02-10 03:00:00", judgement="unfounded")
        self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        self.closed("2026-03-03 01:00:00", "2026-03-05 01:00:00", judgement="unfounded")
        rows = {row["code"]: row for row in self.board(self.manager)["month"]}
        self.assertEqual((rows["cases"]["value"], rows["cases"]["before"]), ("2", "1"))
        self.assertEqual(rows["founded_rate"]["value"], "50.0 %")
        self.assertEqual(rows["founded_rate"]["before"], "0.0 %")
        self.assertEqual(rows["overdue_rate"]["value"], "50.0 %")
        self.assertEqual(rows["overdue_rate"]["trend"], "worse")
        self.assertEqual(rows["reply_mean"]["before"], "02:00 h")
        self.assertEqual(rows["satisfied_rate"]["value"], "–")
        self.assertEqual(len(self.listed(self.manager, rows["overdue_rate"]["action"])), 1)
        self.assertEqual(len(self.listed(self.manager, rows["cases"]["action_before"])), 1)

    def test_hot_spots_lead_to_their_cases(self):
        for _number in range(3):
            self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        self.closed(
            "2026-03-03 01:00:00", "2026-03-03 02:00:00", category_id=self.other_category.id
        )
        board = self.board(self.manager)
        self.assertEqual([spot["value"] for spot in board["hot_spots"]], [3, 1])
        first = board["hot_spots"][0]
        self.assertEqual((first["id"], first["before"]), (self.category.id, 0))
        self.assertEqual(len(self.listed(self.manager, first["action"])), 3)
        self.assertIn("<svg", board["trend"]["svg"])
        self.assertFalse(board["trend"]["is_empty"])
        self.assertEqual(self.board(self.outsider)["hot_spots"], [])

    def test_a_day_without_cases_says_so(self):
        board = self.board(self.manager, at="2020-01-15 01:00:00")
        self.assertTrue(board["trend"]["is_empty"])
        self.assertEqual({row["value"] for row in board["month"]}, {"0", "–"})

    def test_what_is_read_is_only_read(self):
        method = type(self.env["csm.case.dashboard"]).read_dashboard
        self.assertTrue(method._readonly)
