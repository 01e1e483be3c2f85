from odoo.tests import freeze_time, tagged

from .deadline_rows_base import BREACH, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesBoard(DeadlineRowsBase):
    """The board shows what falls due next, to whoever may see it."""

    def setUp(self):
        super().setUp()
        self.regulate({"delay": 24, "steps": [BREACH]})

    def board(self, user, scope="mine", rows=25):
        Board = self.env["csm.deadline.board"].with_user(user).with_company(self.company)
        board = Board.read_board(scope, rows)
        return {column["code"]: column for column in board["columns"]}

    def counts(self, user, scope="mine"):
        found = self.board(user, scope)
        return {code: column["count"] for code, column in found.items() if column["count"]}

    def received(self, moment, user=None):
        self.at(moment)
        return self.new_case(user_id=(user or self.agent).id)

    def test_each_deadline_stands_in_the_column_of_its_moment(self):
        for moment in (
            "2026-03-02 01:00:00",
            "2026-03-02 02:30:00",
            "2026-03-02 15:59:59",
            "2026-03-02 16:00:00",
            "2026-03-03 16:00:00",
        ):
            self.received(moment)
        with self.env.cr.savepoint():
            self.freeze("2026-03-03 02:00:00")
            found = self.counts(self.agent)
        self.assertEqual(found, {"late": 1, "hour": 1, "today": 1, "tomorrow": 1, "week": 1})

    def freeze(self, text):
        frozen = freeze_time(text)
        frozen.start()
        self.addCleanup(frozen.stop)

    def test_rights_decide_what_it_shows(self):
        self.freeze("2026-03-02 02:00:00")
        case = self.received("2026-03-02 01:00:00")
        self.assertEqual(self.counts(self.agent), {"tomorrow": 1})
        self.assertEqual(self.counts(self.leader), {})
        self.assertEqual(self.counts(self.leader, "team"), {"tomorrow": 1})
        self.assertEqual(self.counts(self.manager, "everyone"), {"tomorrow": 1})
        self.assertEqual(self.counts(self.outsider, "everyone"), {})
        case.sudo().accused_employee_ids = self.employee(self.leader)
        self.assertEqual(self.counts(self.leader, "team"), {})

    def test_paused_and_ended_clocks_are_not_on_it(self):
        self.freeze("2026-03-02 02:00:00")
        case = self.received("2026-03-02 01:00:00")
        case._pause_deadlines("Waiting for the winery")
        self.assertEqual(self.counts(self.agent), {})
        self.at("2026-03-02 01:30:00")
        case._resume_deadlines()
        self.assertEqual(self.counts(self.agent), {"tomorrow": 1})
        self.reply(case)
        self.assertEqual(self.counts(self.agent), {})

    def test_a_column_shows_its_first_rows_and_how_many_there_are(self):
        self.freeze("2026-03-02 02:00:00")
        for second in range(4):
            self.received(f"2026-03-02 01:00:0{second}")
        column = self.board(self.agent, rows=3)["tomorrow"]
        self.assertEqual((column["count"], len(column["rows"])), (4, 3))
        first = column["rows"][0]
        self.assertEqual(first["due_at"], "2026-03-03 01:00:00")
        self.assertEqual(first["user"], self.agent.name)
        self.assertIn("Cork taint", first["name"])

    def test_its_queries_do_not_grow_with_the_rows(self):
        self.freeze("2026-03-02 02:00:00")
        for second in range(9):
            self.received(f"2026-03-02 01:00:0{second}")
        self.board(self.agent)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self.board(self.agent)
