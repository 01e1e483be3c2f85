"""What the tests of routes share: a route of three stations, the last but one on a condition."""

from odoo.exceptions import UserError

from ..common.csm_case_base import CsmBase

MONDAY = "2026-03-02 01:00:00"


class RouteCase(CsmBase):
    """Sales, the laboratory if needed, the office; then a decision, and sales carry it out."""

    follows_routes = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whom a task is given finds it on their list; that Odoo mails it too is no matter here.
        cls.env = cls.env(context={**cls.env.context, "mail_activity_quick_update": True})
        cls.at(MONDAY)
        cls.roles = {}
        for code in ("sales_manager", "research_head", "gm_office"):
            cls.roles[code] = cls.hold(code, cls.new_user(code, "group_agent"))
        cls.regulation = cls.new_regulation("T-13")
        cls.rule = cls.env["csm.route.rule"].create(
            {
                "name": "The form travels",
                "article_id": cls.regulation.article_ids.id,
                "domain": '[("kind", "=", "complaint"), ("judgement", "!=", "unfounded")]',
                "step_ids": [(0, 0, step) for step in cls.steps()],
            }
        )
        cls.adoption = cls.adopt_regulation(cls.regulation)

    @classmethod
    def hold(cls, code, user, **values):
        cls.give_role(code, user, **values)
        return user

    @classmethod
    def steps(cls):
        role = {
            code: cls.env.ref(f"csm.csm_role_{code}").id
            for code in ("sales_manager", "research_head", "gm_office")
        }
        return [
            {"sequence": 10, "name": "Sales", "role_id": role["sales_manager"], "needs": "demand"},
            {
                "sequence": 20,
                "name": "Laboratory",
                "role_id": role["research_head"],
                "domain": '[("needs_research", "=", True)]',
                "needs": "cause",
                "makes": "investigate",
            },
            {
                "sequence": 30,
                "name": "Office",
                "role_id": role["gm_office"],
                "limit": 2,
                "limit_unit": "working_day",
            },
            {"sequence": 40, "name": "Decision", "unit": "step", "awaits": "decide"},
            {
                "sequence": 50,
                "name": "Execution",
                "role_id": role["sales_manager"],
                "holds": "close",
            },
        ]

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    def on_its_way(self, **values):
        values = {"demand": "A new box.", "user_id": self.agent.id, **values}
        case = self.new_case(**values)
        case.action_register()
        return case

    def here(self, case):
        """Return the stay of a case that is open, as the system sees it."""
        case.invalidate_recordset(["station_ids"])
        return case.sudo().station_ids.filtered(lambda stay: stay.state == "here")

    def name_here(self, case):
        return self.here(case).route_step_id.name

    def hand_on(self, case, user=None, **values):
        """Let the person of the station hand the case on."""
        stay = self.here(case)
        stay = stay.with_user(user or stay.user_id)
        stay.write({"opinion": "Seen.", **values})
        stay.action_hand_back()
        return stay

    def refusal(self, work, *args, **kwargs):
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            work(*args, **kwargs)
        return str(refused.exception)
