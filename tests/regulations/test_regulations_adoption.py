from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase

SHIPPED = ("s0_07", "s0_13", "s1_04", "s2_09")


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsAdoption(CsmBase):
    """Adopting a regulation: a dated act with a reason, complete, undone only before first use."""

    def prepare(self, regulation, user=None, **values):
        """Return a draft of an adoption, made by the manager."""
        Adoption = self.env["csm.adoption"].with_user(user or self.manager)
        return Adoption.with_company(self.company).create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2026-03-02",
                "reason": "Decided by the management on 27 February.",
                **values,
            }
        )

    def rules_of(self, adoption):
        return adoption.env["csm.deadline.rule"].search([("adoption_id", "=", adoption.id)])

    def assert_refused(self, sentence, function, *args):
        with self.assertRaises(UserError) as refusal:
            function(*args)
        self.assertIn(sentence, str(refusal.exception))

    # What adoption does

    def test_adoption_gives_the_company_its_own_copy_of_every_preset(self):
        columns = ["name", "delay", "unit", "domain", "is_blank", "sequence"]
        steps = ["kind", "when", "amount", "unit", "hold", "addressee", "is_from_source"]
        for code in SHIPPED:
            with self.subTest(regulation=code):
                regulation = self.env.ref(f"csm.csm_regulation_{code}")
                presets = self.env["csm.deadline.rule"].search(
                    [("regulation_id", "=", regulation.id), ("company_id", "=", False)]
                )
                adoption = self.prepare(regulation)
                copies = self.rules_of(adoption)
                self.assertTrue(presets)
                self.assertEqual(copies.preset_id, presets)
                self.assertEqual(copies.company_id, self.company)
                for copy in copies:
                    preset = copy.preset_id
                    self.assertEqual(
                        copy.read(columns)[0] | {"id": 0}, preset.read(columns)[0] | {"id": 0}
                    )
                    self.assertEqual(copy.article_id, preset.article_id)
                    self.assertEqual(copy.obligation_id, preset.obligation_id)
                    self.assertEqual(copy.start_field_id, preset.start_field_id)
                    self.assertEqual(copy.stop_field_id, preset.stop_field_id)
                    self.assertEqual(
                        [step.read(steps)[0] | {"id": 0} for step in copy.step_ids],
                        [step.read(steps)[0] | {"id": 0} for step in preset.step_ids],
                    )
                self.fill_in(adoption)
                # Of two ladders for one offence only one can be in force.
                adoption.sanction_rule_ids.active = False
                adoption.action_adopt()
                self.assertEqual(
                    set(map(str, copies.mapped("valid_from"))), {"2026-03-01 16:00:00"}
                )
                self.assertFalse(any(presets.mapped("valid_from")))

    def test_the_act_records_who_decided_and_when(self):
        self.at("2026-02-27 03:00:00")
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        adoption.action_adopt()
        self.assertEqual(adoption.state, "adopted")
        self.assertEqual(adoption.adopted_by_id, self.manager)
        self.assertEqual(str(adoption.adopted_at), "2026-02-27 03:00:00")

    def test_a_draft_and_a_preset_bind_nobody(self):
        self.at("2026-03-02 01:00:00")
        self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        self.assertFalse(self.new_case().sudo().deadline_ids)

    def test_a_regulation_counts_from_the_first_moment_of_its_day(self):
        self.prepare(self.env.ref("csm.csm_regulation_s0_07")).action_adopt()
        self.at("2026-03-01 15:59:59")
        self.assertFalse(self.new_case().sudo().deadline_ids)
        self.at("2026-03-01 16:00:00")
        self.assertTrue(self.new_case().sudo().deadline_ids)

    def test_roles_nobody_holds_are_listed_before_adoption(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        self.assertEqual(
            set(adoption.unheld_roles.split(", ")),
            {"Marketing Director", "Head of the Marketing Office"},
        )
        self.env["csm.role.holder"].create(
            {
                "role_id": self.env.ref("csm.csm_role_marketing_director").id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.executive).id,
                "date_from": "2010-01-01",
            }
        )
        adoption.invalidate_recordset()
        self.env["csm.role"].invalidate_model()
        self.assertEqual(adoption.unheld_roles, "Head of the Marketing Office")

    # What it refuses

    def test_without_a_reason_nothing_is_adopted(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"), reason=False)
        self.assert_refused("Write why the company adopts it.", adoption.action_adopt)
        self.assertEqual(adoption.state, "draft")

    def test_an_agent_adopts_nothing(self):
        with self.assertRaises(AccessError):
            self.prepare(self.env.ref("csm.csm_regulation_s0_07"), user=self.agent)
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        with self.assertRaises(AccessError):
            adoption.with_user(self.agent).action_adopt()

    def test_a_figure_the_source_leaves_blank_must_be_filled_in_first(self):
        regulation = self.new_regulation()
        preset = self.new_rule(regulation, name="Limit of the unit", delay=0, is_blank=True)
        self.assertIn("Limit of the unit (T-01 § 1 Replies)", regulation.missing)
        adoption = self.prepare(regulation)
        rule = self.rules_of(adoption)
        self.assertTrue(rule.is_blank)
        self.assert_refused(
            "Limit of the unit (T-01 § 1 Replies): the source states no figure.",
            adoption.action_adopt,
        )
        rule.delay = 5
        self.assertFalse(rule.is_blank)
        adoption.invalidate_recordset(["missing"])
        adoption.action_adopt()
        self.assertEqual(adoption.state, "adopted")
        self.assertTrue(preset.is_blank)

    def test_a_company_adopts_a_regulation_once_at_a_time(self):
        regulation = self.env.ref("csm.csm_regulation_s0_07")
        self.prepare(regulation)
        action = regulation.with_user(self.manager).with_company(self.company)
        opened = action.action_prepare_adoption()["res_id"]
        self.assertEqual(opened, action.adoption_id.id)

    def test_what_was_decided_stays_as_it_is(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        adoption.adopted_on = "2026-03-09"
        adoption.action_adopt()
        for change in ({"adopted_on": "2026-01-01"}, {"team_ids": [(4, self.team.id)]}):
            with self.subTest(change=change):
                self.assert_refused("has been decided and stays as it is", adoption.write, change)
        self.assert_refused("stays on file", adoption.unlink)
        self.assert_refused("has been adopted and stays on file", adoption.regulation_id.unlink)

    def test_a_draft_given_up_takes_its_copies_along(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        rules = self.rules_of(adoption)
        adoption.unlink()
        self.assertFalse(rules.exists())

    # Undo and end

    def test_an_unused_adoption_can_be_undone_and_made_anew(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        adoption.action_adopt()
        adoption.action_undo()
        self.assertEqual(adoption.state, "undone")
        self.at("2026-03-02 01:00:00")
        self.assertFalse(self.new_case().sudo().deadline_ids)
        again = self.prepare(adoption.regulation_id)
        again.action_adopt()
        self.assertEqual(again.state, "adopted")

    def test_an_adoption_in_use_is_not_undone(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        adoption.action_adopt()
        self.at("2026-03-02 01:00:00")
        self.new_case()
        self.assert_refused("records already follow its rules", adoption.action_undo)
        self.assertEqual(adoption.state, "adopted")

    def test_an_ended_regulation_keeps_what_it_began(self):
        adoption = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        adoption.action_adopt()
        self.assert_refused("needs a last day", adoption.action_end)
        self.at("2026-03-31 15:59:59")
        last = self.new_case()
        adoption.ends_on = "2026-03-31"
        adoption.action_end()
        self.assertEqual(str(last.next_due_at), "2026-04-01 15:59:59")
        self.assertTrue(self.new_case().sudo().deadline_ids)
        self.at("2026-03-31 16:00:00")
        self.assertFalse(self.new_case().sudo().deadline_ids)
        last.severity = "serious"
        last.is_special = True
        self.assertEqual(str(last.next_due_at), "2026-04-01 15:59:59")

    # Whom it binds

    def test_adopted_for_one_team_it_binds_that_team_only(self):
        other = self.env["csm.team"].create(
            {"name": "Back Desk", "company_id": self.company.id, "leader_id": self.leader.id}
        )
        adoption = self.prepare(
            self.env.ref("csm.csm_regulation_s0_07"), team_ids=[(4, self.team.id)]
        )
        adoption.action_adopt()
        self.at("2026-03-02 01:00:00")
        self.assertFalse(self.new_case(self.leader, team_id=other.id).sudo().deadline_ids)
        case = self.new_case(self.leader)
        self.assertEqual(str(case.next_due_at), "2026-03-03 01:00:00")
        case.team_id = other
        self.assertFalse(case.next_due_at)
        self.at("2026-03-02 05:00:00")
        case.team_id = self.team
        self.assertEqual(str(case.next_due_at), "2026-03-03 01:00:00")

    def test_each_company_has_its_own_copies(self):
        other = self.new_company("Testlabor")
        boss = self.new_user("boss", "group_manager", company=other)
        ours = self.prepare(self.env.ref("csm.csm_regulation_s0_07"))
        ours.action_adopt()
        self.at("2026-03-02 01:00:00")
        theirs = {"company_id": other.id, "team_id": False, "category_id": self.category.id}
        Case = self.env["csm.case"].with_user(boss).with_company(other)
        free = Case.create({"name": "Late report", "partner_name": "Mr Wu", **theirs})
        self.assertFalse(free.sudo().deadline_ids)
        adoption = self.adopt("csm_regulation_s0_07", company=other)
        self.rules_of(adoption).sudo().write({"delay": 1})
        bound = Case.create({"name": "Late again", "partner_name": "Mr Wu", **theirs})
        self.assertEqual(str(bound.next_due_at), "2026-03-02 02:00:00")
        self.assertEqual(str(self.new_case().next_due_at), "2026-03-03 01:00:00")
        self.assertFalse(self.env["csm.adoption"].with_user(boss).search([("id", "=", ours.id)]))
