import re

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .road_case import MISSING, RoadCase, is_open
from .road_table import NARROW, WIDE


class Refused(UserError):
    """A road answered with a refusal instead of raising it."""


class Undone(Exception):
    """Ends a block whose work is to be rolled back."""


class RoadTest(RoadCase):
    """How the table is asked."""

    Refused = Refused

    def as_many(self, user, count, ids):
        """Return as many ids as a number counts: the right ones if the number is right."""
        reader = next(reader for reader in self.readers if reader.user == user)
        right = [cell.id for cell in self.cells if is_open(reader, cell)]
        return set(right if count == len(right) else ids[:count] or [MISSING])

    def may(self, user, model):
        return self.env[model].with_user(user).has_access("read")

    def leading_fields(self):
        """Return ``{(model, field)}``: the fields of other models that lead to a file."""
        secret = set(self.env.registry.descendants(["csm.secret.reach.mixin"], "_inherit"))
        return {
            (name, field.name)
            for name, model in self.env.registry.items()
            if name not in secret and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name in secret
        }

    def asked_wide(self, road, reader):
        """Return the ids a road gives a reader; none when it is refused."""
        ids = [cell.id for cell in self.cells]
        try:
            with self.env.cr.savepoint():
                return road.ask(self, reader.user, ids) or set()
        except UserError:
            return set()

    def asked_narrow(self, road, reader, id_):
        """Return ``(whether a road gave anything, the words of its refusal)``; nothing stays."""
        given, words = [], ""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.models.unlink", "odoo.sql_db"):
                given.append(road.ask(self, reader.user, id_))
                self.env.flush_all()
                raise Undone
        except Undone:
            pass
        except UserError as refusal:
            words = re.sub(r"\d+", "#", str(refusal))
        return bool(given and given[0]), words

    def wide_faults(self, road, readers):
        """Return the cells of a wide road that are not as the table says."""
        faults = []
        for reader in readers:
            given = self.asked_wide(road, reader)
            for cell in self.cells:
                expected = self.expected(road, reader, cell)
                if cell.id not in given and road.right == "at most":
                    continue
                if (cell.id in given) != expected:
                    faults.append(self.fault(road, reader, cell, expected))
        return faults

    def narrow_faults(self, road, readers, cells):
        faults = []
        for reader in readers:
            for cell in cells:
                given, words = self.asked_narrow(road, reader, cell.id)
                expected = self.expected(road, reader, cell)
                if given != expected:
                    faults.append(f"{self.fault(road, reader, cell, expected)} {words[:200]}")
        return faults

    def expected(self, road, reader, cell):
        if road.right == "never" or not is_open(reader, cell):
            return False
        return road.right != "write" or reader.role == "clerk"

    def fault(self, road, reader, cell, expected):
        about = f"level {cell.level}, need {cell.need}, company {cell.company}"
        verdict = "closed, should be open" if expected else "OPEN, should be closed"
        return f"{road.name}: {reader.role} {reader.clearance} / {about}: {verdict}"

    def narrow_readers(self):
        """Return clerks of every clearance and the other roles without and with one."""
        return [r for r in self.readers if r.role == "clerk" or r.clearance in (0, 2)]

    def narrow_cells(self):
        own = [cell for cell in self.cells if cell.company == "own"]
        return own + [c for c in self.cells if c.company == "other" and c.need == "team"][:2]


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsRoads(RoadTest):
    """The table of roads holds: level x clearance x role x need x company, for every road."""

    def test_wide_roads_give_what_is_open_and_nothing_else(self):
        for road in WIDE:
            with self.subTest(road=road.name):
                faults = self.wide_faults(road, self.readers)
                self.assertFalse(faults, f"{len(faults)} cells: {faults[:5]}")

    def test_narrow_roads_give_what_is_open_and_nothing_else(self):
        for road in NARROW:
            with self.subTest(road=road.name):
                faults = self.narrow_faults(road, self.narrow_readers(), self.narrow_cells())
                self.assertFalse(faults, f"{len(faults)} cells: {faults[:5]}")

    def test_what_is_closed_and_what_does_not_exist_answer_alike(self):
        closed = next(c for c in self.cells if c[:3] == (3, "none", "own"))
        for road in NARROW:
            for reader in self.narrow_readers():
                given, words = self.asked_narrow(road, reader, closed.id)
                missing, others = self.asked_narrow(road, reader, MISSING)
                with self.subTest(road=road.name, role=reader.role, clearance=reader.clearance):
                    self.assertEqual((given, words), (missing, others))
                    self.assertNotIn(closed.word, words)
