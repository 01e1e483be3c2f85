from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase
from ..deadlines.test_deadlines_story import LADDER


@tagged("post_install", "-at_install", "csm", "csm_cases_tour")
class TestCasesTour(CsmHttpBase):
    """The main job in the browser: a call is registered, nobody answers, it climbs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        cls.new_rule(cls.regulation, steps=LADDER)
        cls.adopt_regulation(cls.regulation)

    def heard(self, case):
        """Return how many things to do and how many mails each person got about a case."""
        self.env.flush_all()
        heard = {}
        for person in (self.agent, self.leader, self.manager, self.executive):
            tasks = case.activity_ids.filtered(lambda task, p=person: task.user_id == p)
            mails = self.env["mail.mail"].search([("email_to", "ilike", person.email)])
            if tasks or mails:
                heard[person.name] = (len(tasks), len(mails))
        return heard

    def test_a_call_is_registered_and_climbs_to_the_right_persons_once_each(self):
        self.start_tour("/odoo/my-cases", "csm_case_call", login=self.agent.login)
        case = self.env["csm.case"].search([("name", "=", "Cork taint in three cartons")])
        self.assertEqual(
            (case.state, case.channel, case.kind), ("registered", "phone", "complaint")
        )
        self.assertEqual((case.user_id, case.team_id), (self.agent, self.team))
        self.assertEqual(self.heard(case), {})

        self.time_passes(hours=20, minutes=1)
        self.assertEqual(self.heard(case), {"Agent": (1, 1)})
        self.time_passes(hours=4)
        self.assertEqual(self.heard(case), {"Agent": (1, 1), "Leader": (1, 1)})
        self.time_passes(hours=4)
        self.time_passes(minutes=1)
        told = {"Agent": (1, 1), "Leader": (1, 1), "Manager": (1, 1)}
        self.assertEqual(self.heard(case), told)
        self.time_passes(hours=20)
        self.assertEqual(self.heard(case), {**told, "Executive": (1, 1)})
        self.assertEqual(self.events(case).mapped("kind"), ["remind", "breach", "climb", "climb"])

        self.start_tour("/odoo/my-cases", "csm_case_climbed", login=self.manager.login)

    def test_a_forbidden_drag_explains_itself_and_the_card_goes_back(self):
        case = self.new_case(user_id=self.agent.id)
        # The server notes every refusal; this one is wanted.
        with mute_logger("odoo.http"):
            self.start_tour("/odoo/my-cases", "csm_case_kanban", login=self.agent.login)
        self.assertEqual(case.state, "registered")
