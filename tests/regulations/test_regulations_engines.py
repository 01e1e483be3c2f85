import re

from odoo.tests import tagged

from ..common.csm_case_base import CsmBase

CATALOG_ID = re.compile(r"S\d-\d\d-\d\d")


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsEngines(CsmBase):
    """What every engine of rules owes to regulations, whichever engines there are."""

    def engines(self):
        for model in self.env["csm.rule.mixin"]._rule_models():
            yield self.env[model]

    def presets(self, Engine):
        return Engine.with_context(active_test=False).search([("company_id", "=", False)])

    def test_every_shipped_rule_rests_on_an_article_that_names_catalogued_rules(self):
        faults = []
        for Engine in self.engines():
            for preset in self.presets(Engine):
                ids = re.split(r"[,\s]+", (preset.article_id.catalog_ids or "").strip())
                if not all(CATALOG_ID.fullmatch(text) for text in ids):
                    faults.append((preset._name, preset.name, preset.article_id.display_name))
        self.assertEqual(faults, [])

    def test_every_engine_knows_the_preset_of_a_rule_and_keeps_it(self):
        for Engine in self.engines():
            with self.subTest(engine=Engine._name):
                self.assertEqual(Engine._fields["preset_id"].comodel_name, Engine._name)
                self.assertIn("preset_id", Engine._kept_fields)

    def test_every_engine_says_what_its_rules_demand(self):
        for Engine in self.engines():
            with self.subTest(engine=Engine._name):
                self.assertTrue(Engine._demand_heading())
                silent = self.presets(Engine).filtered(lambda rule: not rule.demand_sentence)
                self.assertEqual(silent.mapped("name"), [])

    def test_all_regulations_are_shipped_with_kind_and_source(self):
        shipped = self.env["csm.regulation"].search([("source", "!=", False)])
        codes = {
            f"S{c}-{n:02}" for c, last in enumerate((15, 14, 17, 13)) for n in range(1, last + 1)
        }
        self.assertEqual(set(shipped.mapped("code")), codes)
        self.assertTrue(all(shipped.mapped("company_kind_id")))
        self.assertTrue(all(shipped.mapped("summary")))
        self.assertEqual(len(set(shipped.mapped("source"))), len(codes))

    def test_every_regulation_can_be_prepared_and_says_what_is_missing(self):
        Adoption = self.env["csm.adoption"].with_user(self.manager).with_company(self.company)
        for regulation in self.env["csm.regulation"].search([("source", "!=", False)]):
            with self.subTest(regulation=regulation.code):
                adoption = Adoption.create({"regulation_id": regulation.id, "reason": "Test"})
                rules = [rule for group in adoption._rules() for rule in group]
                self.assertEqual(len(rules), len(list(regulation._preset_rules())))
                blank = any(rule.is_incomplete for rule in rules)
                self.assertEqual(bool(adoption.missing), blank)
                self.assertEqual(bool(adoption._why_not_adopt()), blank)

    def test_a_repeat_brings_the_rules_of_what_it_repeats(self):
        first, second, third = (self.new_regulation(f"T-0{n}") for n in (1, 2, 3))
        self.new_rule(first, delay=24)
        second.write({"repeats_id": first.id, "repeat_kind": "same"})
        third.write({"repeats_id": first.id, "repeat_kind": "excerpt"})
        self.assertEqual(len(self.adopt_regulation(second).deadline_rule_ids), 1)
        self.assertFalse(self.adopt_regulation(third).deadline_rule_ids)

    def test_opening_a_regulation_asks_a_constant_number_of_questions(self):
        regulation = self.new_regulation()
        counts = []
        for _round in range(2):
            for _each in range(5):
                self.new_rule(regulation, steps=[{"kind": "breach", "when": "at"}])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            regulation.read(["demands", "missing"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
