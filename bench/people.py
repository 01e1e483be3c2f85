"""A believable department to measure with: 20 teams, 300 users, four time limits on each case."""

from odoo.fields import Command

TEAMS, USERS, PARTNERS = 20, 300, 5000
GROUPS = ("csm.group_agent", "sales_team.group_sale_salesman_all_leads")
STEPS = (
    {"kind": "remind", "when": "before", "amount": 4, "unit": "hour", "addressee": "responsible"},
    {"kind": "breach", "when": "at", "amount": 0, "unit": "hour", "addressee": "team_leader"},
    {
        "kind": "climb",
        "when": "after",
        "amount": 1,
        "unit": "working_day",
        "hold": True,
        "addressee": "superior",
        "level": 2,
    },
)
# What is owed, until which fact, how much of which unit.
LIMITS = (
    ("register", "registered_at", 8, "working_hour"),
    ("first_reply", "replied_at", 24, "hour"),
    ("report", "reported_at", 3, "working_day"),
    ("close", "closed_at", 7, "day"),
)


class Department:
    """Users, teams, customers and an adopted regulation."""

    def __init__(self, env):
        # No mail is sent while the people are made.
        self.env = env = env(context={**env.context, "no_reset_password": True})
        self.company = env.company
        self.company.country_id = env.ref("base.cn")
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        groups = [env.ref(name).id for name in GROUPS]
        self.users = env["res.users"].create(
            [
                {
                    "name": f"Agent {number}",
                    "login": f"bench{number}",
                    "email": f"bench{number}@example.com",
                    "group_ids": [Command.set([env.ref("base.group_user").id, *groups])],
                }
                for number in range(USERS)
            ]
        )
        self.make_employees()
        self.make_teams()
        self.partners = env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"customer{number}@example.com"}
                for number in range(PARTNERS)
            ]
        )
        self.category = env.ref("csm.csm_case_category_quality")
        self.adopt()
        env.cr.commit()

    def make_employees(self):
        """Each tenth user leads nine others; the first leads the leaders."""
        employees = self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "date_version": "2010-01-01"}
                for user in self.users
            ]
        )
        for number, employee in enumerate(employees[1:], start=1):
            above = 0 if number % 10 == 0 else number - number % 10
            employee.parent_id = employees[above]

    def make_teams(self):
        size = USERS // TEAMS
        crews = [self.users[start : start + size] for start in range(0, USERS, size)]
        self.teams = self.env["csm.team"].create(
            [
                {
                    "name": f"Team {number}",
                    "leader_id": crew[0].id,
                    "member_ids": [Command.set(crew.ids)],
                }
                for number, crew in enumerate(crews)
            ]
        )
        self.sales_teams = self.env["crm.team"].create(
            [
                {
                    "name": f"Sales {number}",
                    "user_id": crew[0].id,
                    "member_ids": [Command.set(crew.ids)],
                }
                for number, crew in enumerate(crews)
            ]
        )

    def adopt(self, code="B-01", **act):
        """Adopt a regulation with all limits; ``act`` says what else the adoption does."""
        env = self.env
        regulation = env["csm.regulation"].create(
            {"code": code, "name": "Bench", "company_kind": "bench"}
        )
        article = env["csm.regulation.article"].create(
            {"regulation_id": regulation.id, "number": "1", "name": "Limits", "text": "Bench"}
        )
        field = env["ir.model.fields"]._get
        env["csm.deadline.rule"].create(
            [
                {
                    "name": f"Bench {obligation}",
                    "article_id": article.id,
                    "obligation_id": env.ref(f"csm.csm_obligation_{obligation}").id,
                    "model_id": env["ir.model"]._get_id("csm.case"),
                    "domain": "[('kind', '=', 'complaint')]",
                    "start_field_id": field("csm.case", "received_at").id,
                    "stop_field_id": field("csm.case", stop).id,
                    "delay": delay,
                    "unit": unit,
                    "step_ids": [Command.create(step) for step in STEPS],
                }
                for obligation, stop, delay, unit in LIMITS
            ]
        )
        adoption = env["csm.adoption"].create(
            {"regulation_id": regulation.id, "adopted_on": "2010-01-01", "reason": "Bench", **act}
        )
        adoption.action_adopt()

    # One record each, the same for both models; whoever makes it is responsible for it, so that
    # nobody is told by mail of an assignment

    @property
    def agent(self):
        return self.teams[0].member_ids[1]

    def case_vals(self, number):
        return {
            "name": f"Cork taint {number}",
            "kind": "complaint",
            "partner_id": self.partners[number % PARTNERS].id,
            "team_id": self.teams[0].id,
            "user_id": self.agent.id,
            "category_id": self.category.id,
        }

    def lead_vals(self, number):
        return {
            "name": f"Cork taint {number}",
            "type": "opportunity",
            "partner_id": self.partners[number % PARTNERS].id,
            "team_id": self.sales_teams[0].id,
            "user_id": self.agent.id,
        }
