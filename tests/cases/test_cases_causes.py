from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesCauses(CsmBase):
    """Causes are counted with the share of those before, by whoever may read the cases."""

    def setUp(self):
        super().setUp()
        self.label = self.env["csm.case.category"].create({"name": "Label"})
        self.mine = [self.new_case() for _number in range(3)]
        self.other = self.new_case(user=self.leader, category_id=self.label.id)

    def rows(self, user):
        Pareto = self.env["csm.case.pareto"].with_user(user).with_company(self.company)
        rows = Pareto.search([("company_id", "=", self.company.id)])
        return [(row.rank, row.case_count, row.cumulative_share) for row in rows]

    def groups(self, user):
        """Count as the graph does."""
        action = self.env["ir.actions.actions"]._for_xml_id("csm.csm_case_action_causes")
        Case = self.env[action["res_model"]].with_user(user).with_company(self.company)
        domain = [("state", "!=", "void"), ("company_id", "=", self.company.id)]
        self.assertEqual(action["domain"], '[("state", "!=", "void")]')
        groups = Case.formatted_read_group(domain, ["category_id"], ["__count"])
        return sorted((group["__count"] for group in groups), reverse=True)

    def test_shares_are_added_up_from_the_most_frequent(self):
        self.assertEqual(self.rows(self.manager), [(1, 3, 75.0), (2, 1, 100.0)])

    def test_what_is_void_does_not_count(self):
        self.other.with_user(self.leader).void_reason = "Twice"
        self.other.with_user(self.leader).action_void()
        self.assertEqual(self.rows(self.manager), [(1, 3, 100.0)])
        self.assertEqual(self.groups(self.manager), [3])

    def test_whoever_reads_counts_the_cases_they_may_read(self):
        cellar = {"name": "Cellar", "company_id": self.company.id, "leader_id": self.manager.id}
        team = self.env["csm.team"].create(cellar)
        self.other.with_user(self.manager).write({"team_id": team.id, "user_id": self.manager.id})
        for user, found in ((self.agent, [3]), (self.outsider, []), (self.manager, [3, 1])):
            self.assertEqual([row[1] for row in self.rows(user)], found, user.login)
            self.assertEqual(self.groups(user), found, user.login)

    def test_cases_against_the_reader_are_not_counted(self):
        self.other.sudo().accused_employee_ids = self.employee(self.manager)
        self.assertEqual(self.rows(self.manager), [(1, 3, 100.0)])
        self.assertEqual(self.groups(self.manager), [3])

    def test_nobody_without_a_role_counts_cases(self):
        stranger = new_test_user(self.env, "csm_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.rows(stranger)
