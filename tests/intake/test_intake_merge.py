from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeMerge(CsmPeopleBase):
    """Cases that are one matter are merged and parted again without losing anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.new_user("second", "group_agent", superior=cls.leader)
        cls.team.member_ids |= cls.second

    def two(self, **values):
        """Return a case and a second one that says the same, came in earlier and has things."""
        target = self.new_case(user_id=self.agent.id)
        source = self.new_case(user_id=self.agent.id, received_at="2026-03-01 01:00:00", **values)
        (target | source).action_register()
        return target.with_user(self.leader), source.with_user(self.leader)

    def with_things(self, source):
        message = source.message_post(body="The bottle leaks", subtype_xmlid="mail.mt_comment")
        attachment = self.env["ir.attachment"].create(
            {"name": "leak.txt", "raw": b"x", "res_model": "csm.case", "res_id": source.id}
        )
        activity = source.sudo().activity_schedule(
            "mail.mail_activity_data_todo", summary="Taste it", user_id=self.second.id
        )
        source.sudo().message_subscribe(self.second.partner_id.ids)
        return message.sudo(), attachment, activity

    def snapshot(self, cases, *things):
        """Return everything of cases and things that a merging could change."""
        self.env.flush_all()
        self.env.invalidate_all()
        names = ("state", "void_reason", "voided_at", "received_at", "merged_into_id", "user_id")
        state = [[str(case.sudo()[name]) for name in names] for case in cases]
        state += [sorted(case.sudo().message_partner_ids.ids) for case in cases]
        state += [sorted(case.sudo().accused_employee_ids.ids) for case in cases]
        state += [
            [(row.rule_id.id, row.state, str(row.due_at)) for row in case.sudo().deadline_ids]
            for case in cases
        ]
        return [*state, *((thing._name, thing.res_id) for thing in things)]

    def test_everything_passes_to_one_case_and_the_earliest_receipt_counts(self):
        target, source = self.two()
        message, attachment, activity = self.with_things(source)
        target._merge(source, "Same bottle")
        self.assertEqual(str(target.received_at), "2026-03-01 01:00:00")
        self.assertEqual({message.res_id, attachment.res_id, activity.res_id}, {target.id})
        self.assertIn(self.second.partner_id, target.sudo().message_partner_ids)
        self.assertEqual((source.state, source.merged_into_id), ("void", target))
        self.assertIn(target.number, source.void_reason)
        self.assertTrue(source.number)
        self.assertEqual(set(source.sudo().deadline_ids.mapped("state")), {"released"})
        # The clock runs from the earliest receipt now.
        self.assertEqual(str(target.sudo().deadline_ids.due_at), "2026-03-02 01:00:00")

    def test_undoing_restores_everything(self):
        target, source = self.two()
        things = self.with_things(source)
        before = self.snapshot(target | source, *things)
        merge = target._merge(source, "Same bottle")
        self.assertNotEqual(self.snapshot(target | source, *things), before)
        merge.action_undo()
        self.assertEqual(self.snapshot(target | source, *things), before)
        self.assertEqual(merge.undone_by_id, self.leader)
        with self.assertRaises(UserError):
            merge.action_undo()

    def test_what_came_after_the_merging_stays(self):
        target, source = self.two()
        merge = target._merge(source, "Same bottle")
        later = target.message_post(body="Thank you").sudo()
        merge.action_undo()
        self.assertEqual(later.res_id, target.id)

    def test_a_closed_case_is_not_parted_again(self):
        target, source = self.two()
        merge = target._merge(source, "Same bottle")
        target.write({"judgement": "unfounded"})
        target.action_judge()
        target.action_tell()
        target.action_close()
        with self.assertRaisesRegex(UserError, "its merging stays"):
            merge.action_undo()

    def test_mergings_are_undone_last_first(self):
        target, source = self.two()
        third = self.new_case(user_id=self.agent.id).with_user(self.leader)
        first = target._merge(source, "Same bottle")
        second = target._merge(third, "Same bottle")
        with self.assertRaisesRegex(UserError, "Undo that first"):
            first.action_undo()
        second.action_undo()
        first.action_undo()

    def test_whoever_one_case_complains_about_is_kept_from_all_of_it(self):
        target, source = self.two(accused_employee_ids=[(6, 0, self.employee(self.second).ids)])
        target.sudo().message_subscribe(self.second.partner_id.ids)
        merge = target._merge(source, "Same matter")
        self.assertNotIn(self.second.partner_id, target.sudo().message_partner_ids)
        with self.assertRaises(AccessError):
            self.rpc(self.second, "csm.case", "read", target.ids, ["name"])
        merge.action_undo()
        self.assertFalse(target.sudo().accused_employee_ids)

    def test_a_handler_complained_about_gets_nothing(self):
        target, source = self.two()
        source.sudo().user_id = self.leader
        source.sudo().accused_employee_ids = self.employee(self.agent)
        with self.assertRaisesRegex(UserError, "complains about Agent"):
            target._merge(source, "Same matter")

    def test_who_may_merge_what(self):
        target, source = self.two()
        with self.assertRaisesRegex(UserError, "Only a supervisor"):
            target.with_user(self.agent)._merge(source, "x")
        elsewhere = self.people["elsewhere"]
        with self.assertRaisesRegex(UserError, "not yours to merge"):
            target.with_user(elsewhere)._merge(source, "x")
        with self.assertRaisesRegex(UserError, "at least two"):
            target._merge(target.browse(), "x")
        source.sudo().write({"void_reason": "Twice", "state": "void"})
        with self.assertRaisesRegex(UserError, "done with"):
            target._merge(source, "x")

    def test_nobody_writes_the_journal(self):
        target, source = self.two()
        merge = target._merge(source, "Same bottle")
        for user in (self.leader, self.manager, self.people["admin"]):
            for values in ({"state": "undone"}, {"reason": "x"}):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    self.rpc(user, "csm.case.merge", "write", merge.ids, values)
            with self.assertRaises(UserError):
                self.rpc(user, "csm.case", "write", source.ids, {"merged_into_id": False})

    def test_the_dialogue_proposes_the_oldest_case(self):
        target, source = self.two()
        wizard = (
            self.env["csm.case.merge.wizard"]
            .with_user(self.leader)
            .with_context(active_model="csm.case", active_ids=(target | source).ids)
            .create({"reason": "Same bottle"})
        )
        self.assertEqual(wizard.target_id, source)
        wizard.action_merge()
        self.assertEqual(target.state, "void")

    # Splitting

    def test_a_part_has_its_own_number_and_the_clock_of_the_whole(self):
        _target, source = self.two()
        message, attachment, _activity = self.with_things(source)
        message.attachment_ids = attachment
        wizard = (
            self.env["csm.case.split.wizard"]
            .with_user(self.agent)
            .create(
                {
                    "case_id": source.id,
                    "name": "The invoice is wrong too",
                    "description": "Twelve bottles were charged.",
                    "message_ids": [(6, 0, message.ids)],
                }
            )
        )
        part = self.env["csm.case"].browse(wizard.action_split()["res_id"])
        self.assertNotIn(part.number, (False, source.number))
        self.assertEqual(part.received_at, source.received_at)
        self.assertEqual(part.sudo().deadline_ids.started_at, source.received_at)
        self.assertIn("Twelve bottles", part.description)
        copied = part.message_ids.filtered(lambda m: "leaks" in (m.body or ""))
        self.assertEqual(len(copied), 1)
        self.assertEqual(copied.attachment_ids.name, "leak.txt")
        self.assertEqual(message.res_id, source.id)
        self.assertEqual((part.link_ids.other_id, part.link_ids.kind), (source, "split"))

    def test_a_split_takes_no_message_of_another_case(self):
        target, source = self.two()
        foreign = target.message_post(body="Not yours").sudo()
        part = source._split({"name": "Part"}, foreign)
        self.assertFalse(part.message_ids.filtered(lambda m: "Not yours" in (m.body or "")))
