"""The cast of the access tests: one person of every role, and one case they may see or not."""

from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .csm_case_base import CsmBase
from .stage import stage

MONDAY = "2026-03-02 01:00:00"
STEPS = [
    {"kind": "remind", "when": "before", "amount": 4, "unit": "hour", "addressee": "responsible"},
    {"kind": "breach", "when": "at", "addressee": "team_leader"},
]
SCENE = (
    "people",
    "foreign_company",
    "other_team",
    "regulation",
    "preset",
    "adoption",
    "accused_employees",
    "case",
)


class CsmPeopleBase(CsmBase):
    """One person of every role in ``self.people`` and a case of the front desk in ``self.case``."""

    # Whether a call begins without anything read before, as a client's does.
    forgets = True
    # All classes with this cast follow each other.
    test_sequence = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not stage.enter(CsmPeopleBase, cls):
            cls.make_people()
            stage.keep(CsmPeopleBase, cls, *SCENE)
        cls.at(MONDAY)

    @classmethod
    def make_people(cls):
        cls.at(MONDAY)
        cls.foreign_company = cls.new_company("Testlabor", tz="Europe/Berlin")
        cls.people = cls._cast()
        export = cls.env.ref("base.group_allow_export")
        staff = cls.env["res.users"].union(
            *(user for role, user in cls.people.items() if role != "portal")
        )
        staff.group_ids = [(4, export.id)]
        cls.other_team = cls.env["csm.team"].create(
            {
                "name": "Workshop",
                "company_id": cls.company.id,
                "leader_id": cls.people["elsewhere"].id,
                "member_ids": [(4, cls.outsider.id)],
            }
        )
        cls.team.member_ids |= cls.people["accused"]
        cls.regulation = cls.new_regulation()
        cls.preset = cls.new_rule(cls.regulation, steps=STEPS)
        cls.adoption = cls.adopt_regulation(cls.regulation)
        cls.accused_employees = cls.employee(cls.people["accused"]) | cls.employee(
            cls.people["accused_manager"]
        )
        cls.case = cls.new_case(
            name="Insulted at the counter",
            user_id=cls.agent.id,
            partner_id=cls.env["res.partner"].create({"name": "Ms Zhou"}).id,
            accused_employee_ids=[(6, 0, cls.accused_employees.ids)],
        ).with_env(cls.env)

    @classmethod
    def _cast(cls):
        admin = cls.env.ref("base.user_admin")
        admin.company_ids |= cls.company
        elsewhere, auditor, accused, accused_manager = cls.new_users(
            ("elsewhere", "group_supervisor", cls.manager),
            ("auditor", "group_auditor", None),
            ("accused", "group_agent", cls.leader),
            ("accused_manager", "group_manager", None),
        )
        return {
            "agent": cls.agent,
            "outside": cls.outsider,
            "supervisor": cls.leader,
            "elsewhere": elsewhere,
            "manager": cls.manager,
            "abroad": cls.new_user("abroad", "group_manager", company=cls.foreign_company),
            "executive": cls.executive,
            "auditor": auditor,
            "internal": cls.new_plain_user("internal", "base.group_user"),
            "portal": cls.new_plain_user("portal", "base.group_portal"),
            "accused": accused,
            "accused_manager": accused_manager,
            "admin": admin,
        }

    @classmethod
    def new_plain_user(cls, login, group):
        return new_test_user(
            cls.env,
            login=f"csm_{login}",
            groups=group,
            name=login.title(),
            email=f"{login}@example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def rpc(self, user, model, method, *args, **kwargs):
        """Call a method as a client of this user would: public methods only, JSON values only."""
        self.env.flush_all()
        if self.forgets:
            self.env.invalidate_all()
        env = self.env(user=user, context={}, su=False)
        companies = [self.company.id] if self.company in user.company_ids else []
        context = {"allowed_company_ids": companies} if companies else {}
        kwargs["context"] = {**context, **kwargs.get("context", {})}
        return call_kw(env[model], method, list(args), kwargs)
