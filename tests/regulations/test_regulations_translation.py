from odoo import fields
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsTranslation(CsmBase):
    """What a company adopts speaks the languages of the preset, whoever adopts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.regulation = cls.new_regulation()
        preset = cls.new_rule(cls.regulation, name="Reply")
        preset.update_field_translations("name", {"zh_CN": "答复"})
        cls.manager.lang = "zh_CN"
        adoption = (
            cls.env["csm.adoption"]
            .with_user(cls.manager)
            .with_context(lang="zh_CN")
            .create({"regulation_id": cls.regulation.id, "reason": "试行"})
        )
        adoption.action_adopt()
        cls.rule = adoption.deadline_rule_ids

    def names(self, rule):
        return [rule.with_context(lang=lang).name for lang in ("en_US", "zh_CN")]

    def test_the_copies_of_the_company_keep_all_languages(self):
        self.assertEqual(self.names(self.rule), ["Reply", "答复"])

    def test_a_new_version_keeps_all_languages(self):
        rule = self.rule.with_context(lang="zh_CN")
        later = fields.Date.add(fields.Date.today(), days=2)
        version = rule._new_version(rule.adoption_id._first_moment(later), {"delay": 12})
        self.assertEqual(self.names(version), ["Reply", "答复"])
