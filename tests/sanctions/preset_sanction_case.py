"""What the tests of the shipped ladders share."""

from odoo.exceptions import UserError

from .sanction_case import SanctionCase

NOTHING = {
    "amount": 0,
    "amount_max": 0,
    "points": 0,
    "points_max": 0,
    "measure": "none",
    "suspension_days": 0,
    "withholds_bonus": False,
    "legal_action": False,
}


def money(amount, **more):
    return {"amount": amount, "amount_max": amount, **more}


def span(least, most, **more):
    return {"amount": least, "amount_max": most, **more}


def points(number, most=0, **more):
    return {"points": number, "points_max": most, **more}


def measure(name, **more):
    return {"measure": name, **more}


class PresetSanctionCase(SanctionCase):
    """A company that adopted shipped rules; real sanctions are proposed and read."""

    @classmethod
    def offence(cls, code):
        return cls.env.ref(f"csm.csm_offence_{code}")

    @classmethod
    def article(cls, rule_id):
        suffix = rule_id.lower().replace("-", "_")
        return cls.env.ref(f"csm.csm_regulation_article_{suffix}")

    @classmethod
    def rule(cls, name):
        """Return the company's copy of a shipped rule."""
        preset = cls.env.ref(f"csm.csm_sanction_rule_{name}")
        return cls.env["csm.sanction.rule"].search(
            [("preset_id", "=", preset.id), ("company_id", "=", cls.company.id)]
        )

    @classmethod
    def note(cls, code, *days, **values):
        return cls.propose(*days, offence=cls.offence(code), **values).sorted("id")

    def note_of_another(self, code, day, **values):
        """Note somebody's first act; what the worker did does not count there."""
        other = self.employee(self.leader)
        other.wage = self.worker.wage
        line = self.note(code, day, employee=other, **values)
        self.assertEqual(line.occurrence, 1)
        return line

    def days(self, count):
        return [f"2026-02-{2 + number:02}" for number in range(count)]

    def assert_brings(self, rule_id, code, *expected, **values):
        """So often in one month the act brings just this, by this article."""
        lines = self.note(code, *self.days(len(expected)), **values)
        self.assertEqual(lines.article_id, self.article(rule_id))
        for number, (line, figures) in enumerate(zip(lines, expected, strict=True), start=1):
            with self.subTest(act=code, time=number):
                found = {name: line[name] for name in NOTHING}
                self.assertEqual(found, {**NOTHING, **figures})
                self.assertEqual(line.occurrence, number)
        return lines

    def assert_noted(self, rule_id, *codes, **values):
        """Each of these acts is put on record by this article and counted; it brings no money."""
        lines = self.env["csm.sanction"]
        for code, day in zip(codes, self.days(len(codes)), strict=True):
            lines |= self.note(code, day, **values)
        for number, line in enumerate(lines, start=1):
            with self.subTest(act=line.offence_id.code):
                self.assertEqual(line.article_id, self.article(rule_id))
                self.assertEqual({name: line[name] for name in NOTHING}, NOTHING)
                self.assertEqual(line.occurrence, number)
        self.assertEqual(self.confirm(lines[-1]).state, "confirmed")
        return lines

    def assert_counted(self, code, window, **values):
        """The count begins anew with the window, or never."""
        before, after, year = self.note(code, "2025-11-30", "2025-12-01", "2026-01-01", **values)
        expected = {"month": [1, 1, 1], "ever": [1, 2, 3]}[window]
        self.assertEqual((before | after | year).sorted("id").mapped("occurrence"), expected)

    def assert_allowed(self, rule_id, code, minutes):
        """So many minutes are allowed, one more is an act."""
        with self.assertRaisesRegex(UserError, f"{minutes} minutes are within") as refused:
            self.note(code, "2026-02-02", minutes=minutes)
        self.assertIn(self.article(rule_id).display_name, str(refused.exception))
        self.assertEqual(self.note(code, "2026-02-02", minutes=minutes + 1).occurrence, 1)

    def assert_blank(self, name):
        """The source states no figure, so nobody adopts the rule before it is filled in."""
        preset = self.env.ref(f"csm.csm_sanction_rule_{name}")
        self.assertTrue(preset.is_incomplete)
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": preset.regulation_id.id,
                "company_id": self.new_company("Elsewhere").id,
                "adopted_on": "2020-01-01",
                "reason": "Test",
            }
        )
        with self.assertRaises(UserError) as refused:
            adoption.action_adopt()
        self.assertIn(preset.name, str(refused.exception))

    def filled(self, name, **figures):
        """Return what enters the company's own figures before the adoption."""
        preset = self.env.ref(f"csm.csm_sanction_rule_{name}")
        empty = dict.fromkeys(self.env["csm.sanction.rule"]._blank_fields, 0)

        def prepare(adoption):
            own = adoption.sanction_rule_ids.filtered(lambda rule: rule.preset_id == preset)
            own.write({**empty, **figures})

        return prepare

    def hear(self, line):
        mine = self.as_user(line, self.head)
        mine.write({"hearing_note": "Was asked and said nothing."})
        mine.action_hear()

    def choose(self, line, **chosen):
        """Let human resources choose within what the rule leaves open; returns the refusal."""
        mine = self.as_user(line, self.head)
        try:
            with self.env.cr.savepoint():
                mine.write(chosen)
                mine.action_confirm()
        except UserError as refusal:
            return str(refusal)
        return ""

    def assert_refused(self, line, **chosen):
        """What lies outside of what the rule leaves open is refused for that very reason."""
        self.assertRegex(self.choose(line, **chosen), "choose|does not know this measure")
