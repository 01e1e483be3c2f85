import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .client_case import ClientCase

TEXTS = {
    "S0-10-08": (
        "features",
        "service_area sales_ability growth_potential culture business_policy management_traits",
    ),
    "S0-10-09": (
        "business",
        "sales_history staff_quality competitor_relations cooperation_attitude",
    ),
    "S0-10-10": (
        "trading",
        "sales_activity trading_problems strengths measures reputation credit_standing "
        "trading_terms",
    ),
    "S2-17-16": ("care", "products_of_interest opinion suggestions"),
}


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsSections(ClientCase):
    """The sections of a file: what is in them, how complete they are, what changed."""

    @proves("S0-10-06")
    def test_seven_sections_count_alike(self):
        file = self.new_file()
        self.assertEqual(file.completeness, 0)
        steps = (
            ("organisation", {"organisation": "Two branches", "management_system": "Family"}),
            ("procedure", {"purchase_procedure": "By tender", "purchase_criteria": "Price"}),
            (
                "investment",
                {"investment_scale": 1, "demand_plan": "A hall", "service_demand": "Fitting"},
            ),
            ("analysis", {"analysis": "Grows."}),
        )
        for number, (section, values) in enumerate(steps, start=1):
            with self.subTest(section=section):
                file.write(values)
                self.assertEqual(file.completeness, round(100 * number / 7))
        boss = self.add_person(file, is_key_person=True)
        self.assertEqual(file.completeness, round(100 * 5 / 7))
        boss.is_decision_maker = True
        self.env["csm.client.person.private"].with_user(self.clerk).create(
            {"person_id": boss.id, "sex": "female"}
        )
        self.assertEqual(file.completeness, round(100 * (6 + 1 / 9) / 7))
        boss.write({"is_owner": True, "is_manager": True})
        file.write(self.basic())
        self.assertEqual((file.completeness, file.missing_text), (100, ""))
        boss.is_former = True
        self.assertIn("Key Persons: Key Person", file.missing_text)

    def basic(self):
        return {
            "legal_form": "Limited",
            "qualification": "Licence",
            "founded_on": "1999-01-01",
            "first_traded_on": "2005-01-01",
            "size": "small",
            "industry_id": self.env["res.partner.industry"].create({"name": "Inns"}).id,
        }

    @proves("S0-10-07")
    def test_basic_data_are_nine_things(self):
        file = self.new_file()
        for number, (name, value) in enumerate(self.basic().items(), start=1):
            file.write({name: value})
            self.assertEqual(file.completeness, round(100 * number / 9 / 7))
        for number, part in enumerate(("owner", "manager", "decision_maker"), start=7):
            self.add_person(file, **{f"is_{part}": True})
            self.assertEqual(file.completeness, round(100 * number / 9 / 7))
        self.assertIn(("Founded", "", "01/01/1999"), self.history(file, "basic"))

    @proves("S0-10-08", "S0-10-09", "S0-10-10", "S2-17-16")
    def test_each_section_keeps_its_own_history(self):
        file = self.new_file()
        for section, names in TEXTS.values():
            for name in names.split():
                with self.subTest(name=name):
                    label = file._fields[name]._description_string(self.env)
                    file.write({name: "First"})
                    file.write({name: "Second"})
                    lines = [line for line in self.history(file, section) if line[0] == label]
                    self.assertEqual(lines, [(label, "", "First"), (label, "First", "Second")])
        file.write({"employee_count": 30, "turnover": 2_000_000})
        self.assertEqual(self.history(file, "features")[-2][2], "30")
        file.write({"relation_closeness": "close"})
        self.assertEqual(self.history(file, "care")[-1], ("Closeness", "", "Close"))

    def test_what_stays_the_same_leaves_no_line(self):
        file = self.new_file(analysis="Grows.")
        self.assertEqual(self.history(file, "analysis"), [("Analysis", "", "Grows.")])
        file.write({"analysis": "Grows."})
        self.assertEqual(len(self.history(file, "analysis")), 1)

    def test_a_line_says_who_when_and_whence(self):
        file = self.new_file()
        file.with_user(self.colleague).write({"analysis": "Grows.", "source_note": "Trade fair"})
        line = file.change_ids.filtered(lambda line: line.section == "analysis")
        self.assertEqual((line.user_id, line.source), (self.colleague, "Trade fair"))
        self.assertEqual(str(line.changed_at), "2026-03-02 01:00:00")

    def test_the_history_is_written_once(self):
        file = self.new_file(analysis="Grows.")
        line = file.change_ids.filtered("new")[:1]
        with self.assertRaisesRegex(UserError, "stays on record"):
            line.with_user(self.clerk).write({"new": "Shrinks."})
        self.assertFalse(line.with_user(self.clerk).has_access("write"))
        with self.assertRaisesRegex(UserError, "stays on record"):
            line.sudo().write({"new": "Shrinks."})
        with self.assertRaisesRegex(UserError, "stays on file"):
            line.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["csm.client.change"].with_user(self.clerk).create(
                {"file_id": file.id, "section": "basic", "label": "x", "user_id": self.clerk.id}
            )
        self.env.flush_all()
        for query in (
            "UPDATE csm_client_change SET new = 'x' WHERE id = %s",
            "DELETE FROM csm_client_change WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RaiseException),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, (line.id,))

    def test_the_history_follows_the_level_of_its_file(self):
        file = self.new_file(analysis="Grows.")
        self.assertTrue(file.with_user(self.novice).change_ids)
        file.sudo()._with_pass(["secrecy_level_id"]).write({"secrecy_level_id": self.level[2].id})
        self.env.invalidate_all()
        mine = self.env["csm.client.change"].with_user(self.novice)
        self.assertFalse(mine.search([("file_id", "=", file.id)]))
        self.assertTrue(mine.with_user(self.clerk).search([("file_id", "=", file.id)]))

    def test_parts_of_a_closed_file_are_closed(self):
        file = self.new_file(secrecy_level_id=self.level[2].id)
        person = self.add_person(file)
        for who in (self.novice, self.cleared, self.agent):
            with self.assertRaises(AccessError):
                person.with_user(who).read(["name"])
            self.assertFalse(self.env["csm.client.person"].with_user(who).search([]))
            with self.assertRaises(AccessError):
                self.add_person(file, who=who)
        own = self.new_file(partner_id=self.new_customer("Other").id)
        with self.assertRaisesRegex(UserError, "stays with its file"):
            person.file_id = own

    def test_persons_leave_a_trace(self):
        file = self.new_file()
        person = self.add_person(file, job_title="Cook")
        person.job_title = "Chef"
        lines = self.history(file, "persons")
        self.assertIn(("Li Hong: Job Position", "", "Cook"), lines)
        self.assertIn(("Li Hong: Job Position", "Cook", "Chef"), lines)
        person.unlink()
        self.assertIn(("Li Hong: Job Position", "Chef", ""), self.history(file, "persons"))

    def test_personal_data_ask_for_one_more_right(self):
        file = self.new_file()
        person = self.add_person(file, is_decision_maker=True)
        Private = self.env["csm.client.person.private"]
        sheet = Private.with_user(self.clerk).create(
            {"person_id": person.id, "birthday": "1980-05-05", "hobby": "Chess"}
        )
        with self.assertRaises(AccessError):
            sheet.with_user(self.colleague).read(["hobby"])
        with self.assertRaises(AccessError):
            person.with_user(self.colleague).read(["private_ids"])
        self.assertNotIn("private_ids", person.with_user(self.colleague).fields_get())
        # The right belongs to a company: the group alone opens nothing.
        self.colleague.sudo().group_ids = [(4, self.env.ref("csm.group_personal_data").id)]
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            sheet.with_user(self.colleague).read(["hobby"])
        self.assertFalse(Private.with_user(self.colleague).search([]))
        # Nothing of it stands in the history that everybody with the file reads.
        told = file.change_ids.filtered(lambda line: "Chess" in f"{line.label}{line.new}")
        self.assertFalse(told)
        Change = self.env["csm.client.person.change"]
        mine = Change.with_user(self.clerk).search([("file_id", "=", file.id)])
        self.assertIn("Chess", mine.mapped("new"))
        self.assertFalse(Change.with_user(self.colleague).search([]))

    def test_a_reader_of_personal_data_changes_nothing(self):
        file = self.new_file(team_id=self.keepers.id)
        person = self.add_person(file)
        self.keepers.sudo().member_ids |= self.cleared
        self.give_personal(self.cleared)
        sheet = (
            self.env["csm.client.person.private"]
            .with_user(self.clerk)
            .create({"person_id": person.id, "hobby": "Chess"})
        )
        self.env.invalidate_all()
        self.assertEqual(sheet.with_user(self.cleared).hobby, "Chess")
        with self.assertRaises(AccessError):
            sheet.with_user(self.cleared).hobby = "Go"
