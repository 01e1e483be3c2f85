from odoo.exceptions import AccessError
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsReaders(ApprovalCase):
    """Who reads what was asked of no team: those who ask and decide, managers and above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere, cls.mate = cls.new_users(
            ("elsewhere", "group_supervisor", None), ("mate", "group_agent", None)
        )
        cls.auditor = cls.new_user("auditor", "group_auditor")

    def readers(self, *records):
        """Return who can read these records, by every road to them."""
        found = []
        people = (self.agent, self.mate, self.leader, self.elsewhere, self.gm, self.quality)
        for user in (*people, self.manager, self.executive, self.auditor):
            for record in records:
                mine = record.with_user(user).sudo(False)
                may = mine.has_access("read")
                domain = [("id", "=", record.id)]
                self.assertEqual(bool(mine.search(domain)), may, user.login)
                self.assertEqual(bool(mine._read_group(domain, [], ["__count"])[0][0]), may)
                if not may:
                    with self.assertRaises(AccessError):
                        mine.read(["display_name"])
                found.append((user.login.removeprefix("csm_"), may))
        return [name for name in dict.fromkeys(n for n, _may in found) if (name, True) in found]

    def test_what_was_asked_of_no_team(self):
        self.adopt_rules(self.step("gm"))
        request = self.request(10, team_id=False)
        asked = self.asked(request)
        self.assertFalse(asked.team_id)
        expected = ["agent", "gm", "quality_head", "manager", "executive", "auditor"]
        self.assertEqual(self.readers(asked), expected)
        self.assertEqual(self.readers(asked.vote_ids), expected)
        self.assertEqual(self.readers(request), expected)

    def test_what_was_asked_of_a_team(self):
        self.adopt_rules(self.step("gm"))
        asked = self.asked(self.request(10))
        expected = ["agent", "leader", "gm", "quality_head", "manager", "executive", "auditor"]
        self.assertEqual(self.readers(asked), expected)
        self.assertEqual(self.readers(asked.vote_ids), expected)

    def test_what_no_rule_gives_to_anybody_waits_for_the_supervisors(self):
        draft = self.request(10, team_id=False, submit=False)
        self.assertNotIn("elsewhere", self.readers(draft))
        draft.action_submit()
        readers = self.readers(draft)
        self.assertEqual({"leader", "elsewhere"} & set(readers), {"leader", "elsewhere"})
        self.assertNotIn("mate", readers)
