"""What the tests of the front desk's presets share."""

from odoo.exceptions import UserError

from ..presets.preset_case import ANSWERS, PresetCase

MONDAY = "2026-03-02 01:00:00"
WHOLE = {
    **ANSWERS,
    "description": "The door of the lift closes too fast.",
    "demand": "A slower door.",
    "sales_stage": "after_sale",
    "published_line": "400 800 1234",
    "has_appointment": "no",
    "is_first_visit": "yes",
    "internal_feedback": "The spare part list is out of date.",
    "suggestion_outcome": "adopted",
}


class DeskCase(PresetCase):
    """A company under one regulation, with colleagues to whom work may go."""

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.new_user("colleague", "group_agent", superior=cls.leader)
        cls.second = cls.new_user("second", "group_agent", superior=cls.leader)
        cls.team.member_ids |= cls.colleague | cls.second

    @classmethod
    def does(cls, code, *users):
        """Let these users do a class of work; returns the class."""
        skill = cls.env.ref(f"csm.csm_skill_{code}")
        skill.user_ids = [(6, 0, [user.id for user in users])]
        return skill

    def whole_case(self, **values):
        """Return a case that lacks nothing."""
        return self.new_case(**{**WHOLE, "introduced_by_id": self.leader.id, **values})

    def take(self, case, *steps):
        for step in steps:
            getattr(case, f"action_{step}")()
        return case

    def assert_demanded(self, move, article, *names, before=(), **values):
        """Without one of these entries the step is refused by this article; with all it goes."""
        for name in names:
            with self.subTest(missing=name):
                case = self.take(self.whole_case(**values), *before)
                case.sudo()[name] = False
                with self.assertRaises(UserError) as refusal:
                    self.take(case, move)
                self.assertIn(article, str(refusal.exception))
                self.assertIn(case._fact_label(name), str(refusal.exception))
        return self.take(self.whole_case(**values), *before, move)

    def told(self, case):
        """Return who was told of a case at once, by login."""
        case.invalidate_recordset()
        return sorted(
            report.told_user_id.login.removeprefix("csm_") for report in case.sudo().report_ids
        )
