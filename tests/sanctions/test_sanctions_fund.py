from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .preset_sanction_case import PresetSanctionCase


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsFund(PresetSanctionCase):
    """Fines go into the fund of the department, whose book is open to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Front Desk",
                "company_id": cls.company.id,
                "manager_id": cls.employee(cls.leader).id,
            }
        )
        (cls.worker | cls.employee(cls.outsider)).department_id = cls.department

    def hand_over(self, *lines):
        for line in lines:
            self.confirm(line)
        self.settle("2026-02-01")

    def fund(self):
        return self.env["csm.fund"].search([("department_id", "=", self.department.id)])

    @proves("S3-08-18")
    def test_fines_go_into_the_fund(self):
        self.adopt_only("S3-08-04", "S3-08-18")
        lines = self.note("handover_missing", "2026-02-02", "2026-02-03")
        self.hand_over(lines)
        fund = self.fund()
        self.assertEqual(lines.mapped("destination"), ["fund", "fund"])
        self.assertEqual(fund.balance, 80)
        self.assertEqual(set(fund.entry_ids.mapped("source_text")), set(lines.mapped("number")))
        self.assertEqual(lines.mapped("state"), ["handed_over"] * 2)

    @proves("S3-08-18")
    def test_the_department_reads_the_book(self):
        self.adopt_only("S3-08-04", "S3-08-18")
        self.hand_over(self.note("handover_missing", "2026-02-02"))
        fund = self.fund()
        for user, expected in ((self.outsider, 30), (self.leader, 30)):
            self.assertEqual(self.as_user(fund, user).balance, expected)
        stranger = self.new_user("stranger", "group_agent")
        with self.assertRaises(AccessError):
            self.as_user(fund, stranger).read(["balance"])
        entries = self.as_user(self.env["csm.fund.entry"], stranger).search([])
        self.assertFalse(entries)

    @proves("S3-08-18")
    def test_it_pays_for_what_the_department_does(self):
        self.adopt_only("S3-08-04", "S3-08-18")
        self.hand_over(self.note("handover_missing", "2026-02-02"))
        fund = self.fund()
        values = {"fund_id": fund.id, "spent_amount": 20, "purpose": "Tea for the desk"}
        Entry = self.env["csm.fund.entry"]
        self.as_user(Entry, self.leader).create(values)
        self.assertEqual((fund.balance, fund.spent), (10, 20))
        with self.assertRaisesRegex(ValidationError, "does not hold that much"):
            self.as_user(Entry, self.leader).create({**values, "spent_amount": 10.01})
        with self.assertRaisesRegex(AccessError, "is kept by the head"):
            self.as_user(Entry, self.outsider).create({**values, "spent_amount": 1})

    def test_the_book_stays(self):
        self.adopt_only("S3-08-04", "S3-08-18")
        self.hand_over(self.note("handover_missing", "2026-02-02"))
        entry = self.fund().entry_ids
        for attempt in (lambda: entry.write({"amount": 1}), lambda: entry.unlink()):
            with self.assertRaises(UserError):
                attempt()
        for statement in ("UPDATE csm_fund_entry SET amount = 1", "DELETE FROM csm_fund_entry"):
            with (
                self.assertRaisesRegex(RaiseException, "written once"),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
        with self.assertRaisesRegex(AccessError, "when they are handed over"):
            self.as_user(self.env["csm.fund.entry"], self.leader).create(
                {"fund_id": self.fund().id, "kind": "fine", "amount": 5}
            )

    def test_wages_only_as_the_total_of_five(self):
        offence = self.new_offence("test_month")
        self.adopted({"amount_kind": "month_wage"}, offence=offence, destination="fund")
        people = self.env["hr.employee"]
        for number in range(5):
            user = self.new_user(f"mate{number}", "group_agent")
            person = self.employee(user)
            person.wage, person.department_id = 3000 + number, self.department
            people |= person
        first = self.env["csm.sanction"]
        for person in people[:4]:
            first |= self.propose("2026-02-03", offence=offence, employee=person)
        self.hand_over(first)
        self.assertFalse(self.fund().entry_ids)
        last = self.propose("2026-02-03", offence=offence, employee=people[4])
        self.hand_over(last)
        entry = self.fund().entry_ids
        self.assertEqual((len(entry), entry.person_count, entry.is_total), (1, 5, True))
        taken = sum((first | last).pay_ids.mapped("deductible"))
        self.assertEqual(entry.amount, taken)
        self.assertTrue(taken)
