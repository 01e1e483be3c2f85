from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_intake_import import EXCERPT, ImportCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImportBarred(ImportCase):
    """What a register says about somebody is kept from them, as the case is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.barred = cls.new_user("barred", "group_manager")

    def setUp(self):
        super().setUp()
        self.register = self.bring_in(EXCERPT.read_bytes())
        self.row = self.register.row_ids[0]
        self.complaint = self.row.case_id.with_env(self.env)

    def accuse(self, *users):
        people = self.env["hr.employee"].union(*(self.employee(user) for user in users))
        self.complaint.accused_employee_ids = [Command.set(people.ids)]

    def reads(self, user):
        """Return which of the models of an import this user reads something of."""
        samples = (self.register, self.register.column_ids, self.row)
        return {
            sample._name
            for sample in samples
            if sample.with_user(user).search([("id", "in", sample.ids)])
        }

    def test_nobody_reads_the_row_of_a_case_about_themselves(self):
        everything = {"csm.case.import", "csm.case.import.column", "csm.case.import.row"}
        self.assertEqual(self.reads(self.barred), everything)
        self.accuse(self.barred)
        self.assertEqual(self.reads(self.barred), set())
        self.assertEqual(self.reads(self.manager), everything)
        self.complaint.is_open_to_accused = True
        self.assertEqual(self.reads(self.barred), everything)

    def test_the_file_is_no_road_to_the_row(self):
        files = [("res_model", "=", "csm.case.import"), ("res_id", "=", self.register.id)]
        Attachment = self.env["ir.attachment"].with_context(skip_res_field_check=True)
        found = Attachment.with_user(self.barred).search([*files, ("res_field", "=", "file")])
        self.assertTrue(found)
        self.accuse(self.barred)
        found = Attachment.with_user(self.barred).search([*files, ("res_field", "=", "file")])
        self.assertFalse(found)

    def test_whoever_brought_the_file_in_keeps_it_without_that_row(self):
        self.accuse(self.leader)
        self.assertEqual(self.reads(self.leader), {"csm.case.import", "csm.case.import.column"})
        self.row = self.register.row_ids[1]
        self.assertIn("csm.case.import.row", self.reads(self.leader))


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImportKept(ImportCase):
    """Rows come in with the rights of who imports; nobody lends themselves another's."""

    def test_nobody_imports_in_anothers_name(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        for vals in ({"user_id": self.manager.id}, {"state": "running"}, {"log": "All is well"}):
            with self.subTest(vals=vals):
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    record.with_user(self.leader).write(vals)
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    self.upload(EXCERPT.read_bytes(), **vals)
        record.with_user(self.manager).action_import()
        self.assertEqual((record.user_id, record.state), (self.manager, "running"))
