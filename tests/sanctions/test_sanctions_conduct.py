from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.proves import proves
from .preset_sanction_case import PresetSanctionCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # noqa: E501


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsConduct(PresetSanctionCase):
    """Conduct noted on a phone: by whom, of whom, and what comes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adopt_only("S1-11-01", "S1-11-02", "S1-11-10")

    def conduct(self, user):
        return self.as_user(self.env["csm.conduct"], user)

    def reached(self, user):
        return {person["id"] for person in self.conduct(user).read_board()["people"]}

    def test_the_board_shows_what_is_answered(self):
        groups = self.conduct(self.leader).read_board()["groups"]
        names = {tile["name"] for group in groups for tile in group["tiles"]}
        self.assertIn(self.offence("uniform_outside").name, names)
        self.assertNotIn(self.offence("leak").name, names)

    def test_a_leader_notes_the_team(self):
        self.assertIn(self.worker.id, self.reached(self.leader))
        noted = self.conduct(self.leader).note(self.offence("uniform_outside").id, self.worker.id)
        line = self.env["csm.sanction"].browse(noted["id"])
        self.assertEqual((line.proposer_id, line.state), (self.leader, "proposed"))
        self.assertEqual((line.employee_id, line.amount), (self.worker, 20))

    @proves("S1-11-10")
    def test_an_inspector_notes_any_department(self):
        boss = self.employee(self.executive)
        self.assertNotIn(boss.id, self.reached(self.outsider))
        with self.assertRaisesRegex(AccessError, "those you lead"):
            self.conduct(self.outsider).note(self.offence("dress").id, boss.id)
        self.give_role("conduct_inspector", self.outsider)
        self.assertIn(boss.id, self.reached(self.outsider))
        noted = self.conduct(self.outsider).note(self.offence("dress").id, boss.id)
        line = self.env["csm.sanction"].browse(noted["id"])
        self.assertEqual((line.employee_id, line.amount), (boss, 10))

    def test_nobody_notes_oneself_nor_another_company(self):
        self.give_role("conduct_inspector", self.leader)
        reached = self.reached(self.leader)
        self.assertNotIn(self.employee(self.leader).id, reached)
        strange = self.new_company("Elsewhere")
        user = self.new_user("strange", "group_agent", company=strange)
        self.assertNotIn(self.employee(user).id, reached)

    def test_a_photo_and_words_of_who_noted_it(self):
        noted = self.conduct(self.leader).note(self.offence("dress").id, self.worker.id)
        self.conduct(self.leader).add_picture(noted["id"], "badge.jpg", PIXEL)
        self.conduct(self.leader).add_words(noted["id"], "No badge at nine.")
        line = self.env["csm.sanction"].browse(noted["id"])
        self.assertEqual(line.evidence_ids.name, "badge.jpg")
        self.assertEqual(line.description, "No badge at nine.")
        with self.assertRaises(AccessError):
            self.conduct(self.manager).add_words(noted["id"], "x")
        self.confirm(line)
        with self.assertRaises(AccessError):
            self.conduct(self.leader).add_words(noted["id"], "Later.")
