from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .incident_case import IncidentCase


@tagged("post_install", "-at_install", "csm", "csm_incidents_tour")
class TestIncidentsTour(IncidentCase, CsmHttpBase):
    """In the browser: a major fault over a holiday, from the first word to the closing."""

    def setUp(self):
        super().setUp()
        # A browser lives in the present.
        now = fields.Datetime.now().replace(microsecond=0)
        self.at(str(now))
        self.adopt("csm_regulation_s0_06")
        self.adopt("csm_regulation_s1_09")
        day = timedelta(days=1)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": str(now - day),
                "date_to": str(now + day),
            }
        )
        self.env["csm.watch"].create(
            {
                "company_id": self.company.id,
                "starts_at": now - day,
                "ends_at": now + day,
                "user_id": self.outsider.id,
            }
        )

    def test_a_major_fault_over_a_holiday(self):
        self.start_tour("/odoo/incidents", "csm_incident_report", login=self.agent.login)
        incident = self.env["csm.incident"].search([("name", "like", "Servers of tower 2")])
        self.assertEqual((incident.user_id, incident.is_off_hours), (self.outsider, True))
        self.assertEqual(self.told(incident), {})
        incident.with_user(self.agent).severity = "major"
        people = self.told(incident)
        self.assertEqual(people["Matters of great importance"], ["gm"])
        self.assertEqual(people["Major fault in a project"], ["manager", "salesperson"])
        self.assertEqual(len(incident.sudo().report_ids), 3)
        mails = self.env["mail.mail"].search_count([])
        self.run_steps(str(fields.Datetime.now().replace(microsecond=0)))
        self.assertEqual(self.env["mail.mail"].search_count([]) - mails, 3)

        self.start_tour("/odoo/incidents", "csm_incident_upward", login=self.agent.login)
        self.assertEqual(incident.upward_ids.told_user_id, self.leader | self.manager)
        self.assertEqual(set(incident.upward_ids.mapped("state")), {"told"})

        incident.with_user(self.manager).action_file()
        self.assertEqual(self.told(incident)["Major fault passed on"], ["deputy_gm", "gm"])
        self.start_tour("/odoo/incidents", "csm_incident_close", login=self.agent.login)
        self.assertEqual(incident.state, "closed")
