from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .duty_case import DutyCase


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesHandover(DutyCase):
    """What waits for somebody who has left is passed on, and says so."""

    def leave(self, user):
        user.active = False

    def to_do(self, duty):
        """Return who finds the duty among the things to do."""
        own = self.env.ref("mail.mail_activity_data_todo")
        mine = [("res_model", "=", "csm.duty"), ("res_id", "=", duty.id)]
        return self.env["mail.activity"].search([*mine, ("activity_type_id", "=", own.id)])

    def test_a_duty_of_a_person_goes_to_the_next_superior_who_is_there(self):
        self.adopted(scope="person")
        duty = self.make_duties().filtered(lambda duty: duty.user_id == self.agent)
        self.leave(self.agent)
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual(duty.user_id, self.leader)
        self.assertEqual(duty.former_user_id, self.agent)
        self.assertEqual(str(duty.passed_on_at), "2026-03-02 02:00:00")
        self.assertEqual(self.to_do(duty).user_id, self.leader)
        self.assertIn("has left", self.to_do(duty).summary)
        # Nothing is told twice.
        self.make_duties("2026-03-02 03:00:00")
        self.assertEqual(str(duty.passed_on_at), "2026-03-02 02:00:00")
        self.assertEqual(len(self.to_do(duty)), 1)
        self.as_user(duty, self.leader).action_do()
        self.assertFalse(self.to_do(duty))

    def test_who_is_there_keeps_the_duty(self):
        self.adopted(scope="person")
        duties = self.make_duties()
        before = {duty: duty.user_id for duty in duties}
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual({duty: duty.user_id for duty in duties}, before)
        self.assertFalse(any(duties.mapped("passed_on_at")))

    def test_a_leader_who_left_is_followed_by_the_new_leader_of_the_team(self):
        self.adopted(scope="team")
        duty = self.make_duties()
        self.assertEqual(duty.user_id, self.leader)
        self.team.leader_id = self.agent
        self.leave(self.leader)
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual((duty.user_id, duty.former_user_id), (self.agent, self.leader))

    def test_without_a_new_leader_the_superior_takes_it(self):
        self.adopted(scope="team")
        duty = self.make_duties()
        self.leave(self.leader)
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual(duty.user_id, self.manager)

    def test_who_signs_is_replaced_also_when_the_duty_is_done(self):
        self.adopted(scope="team", sign_off="superior")
        duty = self.make_duties()
        self.assertEqual(duty.signer_id, self.manager)
        self.as_user(duty, self.leader).action_do()
        self.leave(self.manager)
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual((duty.user_id, duty.former_user_id.id), (self.leader, False))
        self.assertEqual(duty.signer_id, self.executive)
        self.assertEqual(duty.former_signer_id, self.manager)
        self.assertEqual(self.to_do(duty).user_id, self.executive)

    def test_what_is_done_stays_with_who_did_it(self):
        self.adopted(scope="team")
        duty = self.make_duties()
        self.as_user(duty, self.leader).action_do()
        self.leave(self.leader)
        self.make_duties("2026-03-02 02:00:00")
        self.assertEqual((duty.user_id, duty.passed_on_at), (self.leader, False))

    def test_where_nobody_is_left_it_is_the_teams(self):
        self.adopted(scope="team")
        duty = self.make_duties()
        for user in (self.leader, self.manager, self.executive):
            self.leave(user)
        self.make_duties("2026-03-02 02:00:00")
        self.assertFalse(duty.user_id)
        self.assertEqual(duty.former_user_id, self.leader)
        self.as_user(duty, self.agent).action_do()

    # What a rule of one's own may ask

    def deadline_rule(self, article, domain):
        field = {
            name: self.env["ir.model.fields"]._get("csm.duty", name).id
            for name in ("opens_at", "done_at", "due_at")
        }
        return self.env["csm.deadline.rule"].create(
            {
                "name": "Mine",
                "article_id": article.id,
                "obligation_id": self.env.ref("csm.csm_obligation_duty").id,
                "model_id": self.env["ir.model"]._get_id("csm.duty"),
                "domain": domain,
                "start_field_id": field["opens_at"],
                "stop_field_id": field["done_at"],
                "due_field_id": field["due_at"],
                "has_delay": False,
            }
        )

    def test_no_rule_of_ones_own_picks_single_duties(self):
        article = self.new_regulation("T-09").article_ids[:1]
        for name in ("res_id", "level", "is_confined", "team_id", "user_id", "state", "due_at"):
            with self.subTest(field=name), self.assertRaisesRegex(ValidationError, "classified"):
                self.deadline_rule(article, f"[('{name}', '!=', False)]")
        rule = self.deadline_rule(article, "[('article_id.catalog_ids', '=', 'S0-10-15')]")
        with self.assertRaisesRegex(ValidationError, "classified"):
            rule.domain = "['|', ('rule_id', '!=', False), ('res_id', '=', 1)]"
