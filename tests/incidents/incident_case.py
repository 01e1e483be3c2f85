"""What the tests of incidents share."""

from ..common.csm_case_base import CsmBase

ROLES = (
    "gm",
    "deputy_gm",
    "gm_office",
    "service_manager",
    "sales_manager",
    "security_head",
    "area_head",
    "stock_leader",
    "centre_manager",
)
ANALYSIS = {
    "handling": "The valve was shut.",
    "impact": "Two floors without water for an hour.",
    "cause": "A joint had rusted.",
    "correction": "The joint was replaced.",
    "prevention": "Joints are looked at every spring.",
}


class IncidentCase(CsmBase):
    """A company whose roles are held, on Monday 2 March 2026 at 9:00 in Shanghai.

    Office hours are 01:00-04:00 and 05:00-10:00 UTC, Monday to Friday.
    """

    regulation = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ROLES:
            cls.hold(code, cls.new_user(code, "group_agent"))
        cls.salesperson = cls.new_user("salesperson", "group_agent")
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Engineering",
                "company_id": cls.company.id,
                "manager_id": cls.employee(cls.manager).id,
            }
        )
        cls.employee(cls.agent).department_id = cls.department
        cls.customer = cls.env["res.partner"].create(
            {"name": "Tower 2", "user_id": cls.salesperson.id}
        )
        if cls.regulation:
            cls.adoption = cls.adopt(cls.regulation)

    @classmethod
    def hold(cls, code, user):
        cls.give_role(code, user)

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def new_incident(self, user=None, **values):
        Incident = self.env["csm.incident"].with_user(user or self.agent)
        return Incident.with_company(self.company).create(
            {
                "name": "Water in the basement",
                "company_id": self.company.id,
                "team_id": self.team.id,
                "symptom": "Water stands at the ankles.",
                "place": "Tower 2",
                "plan": "Shut the valve.",
                **values,
            }
        )

    def told(self, incident):
        """Return ``{rule's name: sorted logins}`` of who was told at once."""
        found = {}
        for report in incident.sudo().report_ids:
            login = (report.told_user_id.login or "nobody").removeprefix("csm_")
            found.setdefault(report.rule_id.name, []).append(login)
        return {name: sorted(logins) for name, logins in found.items()}

    def entries(self, incident, kind=None):
        entries = incident.sudo().entry_ids
        return entries.filtered(lambda entry: not kind or entry.kind == kind)

    def to_analysis(self, incident):
        """Bring an incident to where it has been analysed."""
        incident.write({"user_id": self.agent.id, **ANALYSIS})
        for step in ("handle", "contain", "analyse"):
            getattr(incident, f"action_{step}")()
        return incident

    def report_up(self, incident, user=None, **values):
        Report = self.env["csm.incident.report"].with_user(user or self.agent)
        return Report.create(
            {"incident_id": incident.id, "proposal": "Pump the basement dry.", **values}
        )
