import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common.house_tree import tree
from .road_case import FILE, MISSING, RoadCase, is_open
from .road_table import FIELDS, MODELS, NARROW, POINTING, REPORTS, ROUTES, TEMPLATES, WIDE


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

    def signals(self):
        """Return what is told on the bus at the end of this transaction."""
        return self.env.cr.precommit.data.get("bus.bus.values", [])

    def opens_files(self, user):
        return any(reader.user == user and reader.clearance == 3 for reader in self.readers)

    def secret_models(self):
        """Return the models whose records only the readers of a file see."""
        names = self.env.registry.descendants(["csm.secret.reach.mixin"], "_inherit")
        return {name for name in names if not self.env[name]._abstract}

    def pointing_models(self):
        """Return the kept models whose rows name a record of any model."""
        return {
            name
            for name, model in self.env.registry.items()
            if not (model._abstract or model._transient) and model._auto
            if {"res_model", "res_id"} <= model._fields.keys()
        }

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
                if given != expected and (given or road.right != "at most"):
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
        """Return clerks of every clearance, and one of each other role."""
        return [r for r in self.readers if r.role == "clerk" or r.clearance == 2]

    def narrow_cells(self):
        own = [cell for cell in self.cells if cell.company == "own"]
        samples = [c for c in own if c.need in ("none", "active") or c.level == 2]
        return samples + [c for c in self.cells if c[1:3] == ("team", "other")][:2]


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

    # Each guard is felt

    def guards(self):
        reach = self.env.registry["csm.secret.reach.mixin"]
        message = self.env.registry["mail.message"]
        partner = self.env.registry["res.partner"]
        everything = patch.object(reach, "_open_condition", lambda *_args: SQL("TRUE"))
        return {
            "rule": everything,
            "message": patch.object(message, "_is_about_secret", lambda *_args: False),
            "counter": self.without_rule("csm.csm_number_counter_rule_files"),
            "external id": self.without_rule("csm.ir_model_data_rule_files"),
            "opener": patch.object(partner, "_csm_opens_files", lambda *_args: True),
        }

    @contextmanager
    def without_rule(self, xmlid):
        rule = self.env.ref(xmlid)
        rule.active = False
        yield
        rule.active = True

    def test_without_its_guard_each_road_turns_red(self):
        kinds = (("clerk", 0), ("manager", 3), ("settings", 0))
        readers = [r for r in self.readers if (r.role, r.clearance) in kinds]
        cells = [c for c in self.cells if c.company == "own" and c.need in ("none", "team")]
        for road in filter(lambda road: road.guard, (*WIDE, *NARROW)):
            with self.subTest(road=road.name), self.guards()[road.guard]:
                wide = road in WIDE
                faults = (
                    self.wide_faults(road, readers)
                    if wide
                    else self.narrow_faults(road, readers, cells)
                )
                self.assertTrue([fault for fault in faults if "OPEN" in fault])

    def test_without_one_condition_the_list_turns_red(self):
        reach = self.env.registry["csm.secret.reach.mixin"]
        for name in ("_cleared_condition", "_needed_condition"):
            with (
                self.subTest(condition=name),
                patch.object(reach, name, lambda *_args: SQL("TRUE")),
            ):
                self.assertTrue(self.wide_faults(WIDE[0], self.readers))
        rule = self.env.ref("csm.csm_client_file_rule_company")
        rule.active = False
        with self.subTest(condition="company"):
            self.assertTrue(self.wide_faults(WIDE[0], self.readers))
        rule.active = True
        self.assertFalse(self.wide_faults(WIDE[0], self.readers))

    def test_without_the_common_answer_missing_files_are_told_apart(self):
        reach = self.env.registry["csm.secret.reach.mixin"]
        clerk = next(r for r in self.readers if (r.role, r.clearance) == ("clerk", 3))
        closed = next(c for c in self.cells if c[:3] == (3, "none", "own"))
        read, write = NARROW[0], next(road for road in NARROW if road.name == "write")
        for road, name in ((read, "_fetch_query"), (write, "_check_access")):
            base = getattr(self.env.registry["base"], name)
            with self.subTest(road=road.name), patch.object(reach, name, base):
                self.assertNotEqual(
                    self.asked_narrow(road, clerk, closed.id),
                    self.asked_narrow(road, clerk, MISSING),
                )

    # Nothing touches a file without a row

    def test_every_model_with_classified_records_has_a_road(self):
        self.assertEqual(self.secret_models(), set(MODELS))
        names = {road.name for road in (*WIDE, *NARROW)}
        self.assertLessEqual(set(MODELS.values()), names)
        rules = self.env["ir.rule"].search([("model_id.model", "in", list(MODELS))])
        for model in MODELS:
            with self.subTest(model=model):
                own = rules.filtered(lambda rule, model=model: rule.model_id.model == model)
                self.assertIn("is_open_to_me", " ".join(own.mapped("domain_force")))
                self.assertIn("company_id", " ".join(own.mapped("domain_force")))
                self.assertFalse([rule for rule in own if rule.groups])

    def test_no_classified_record_carries_a_conversation_or_a_calendar(self):
        roads = ("mail.thread", "mail.activity.mixin", "rating.mixin", "portal.mixin")
        for model in MODELS:
            for road in roads:
                if road in self.env.registry:
                    mixin = self.env.registry[road]
                    with self.subTest(model=model, road=road):
                        self.assertFalse(issubclass(self.env.registry[model], mixin))

    def test_nothing_of_a_file_is_sent_about(self):
        """Changing a file tells nobody: no mail, no message, no signal of the bus, no digest."""
        cell = next(cell for cell in self.cells if cell[:3] == (2, "team", "own"))
        kinds = ("mail.message", "mail.mail", "mail.activity", "mail.notification", "bus.bus")
        before = {kind: self.env[kind].sudo().search_count([]) for kind in kinds}
        clerk = next(r.user for r in self.readers if r[:2] == ("clerk", 3))
        self.rpc(clerk, FILE, "write", [cell.id], {"relation": "key"})
        self.rpc(clerk, FILE, "action_keep", [cell.id])
        self.env.flush_all()
        after = {kind: self.env[kind].sudo().search_count([]) for kind in kinds}
        self.assertEqual(before, after)
        waiting = str(self.env.cr.precommit.data.get("bus.bus.values", ""))
        self.assertNotIn("csm.client", waiting)
        figures = self.env["digest.digest"]._fields if "digest.digest" in self.env else ()
        self.assertFalse([name for name in figures if "csm" in name])

    def test_deleting_a_customer_does_not_tell_that_there_is_a_file(self):
        manager = self.env["res.users"].create(
            self.user_values("partners", "base.group_partner_manager", self.company)
        )
        closed = next(cell for cell in self.cells if cell[:3] == (3, "none", "own"))
        partner = self.env[FILE].browse(closed.id).partner_id
        with self.assertRaisesRegex(UserError, "refer to") as refused:
            self.rpc(manager, "res.partner", "unlink", partner.ids)
        self.assertNotIn("ile", str(refused.exception))

    def test_every_field_that_leads_to_a_file_has_a_road(self):
        found = {f"{model}.{field}" for model, field in self.leading_fields()}
        self.assertEqual(found, set(FIELDS))
        self.assertEqual(self.pointing_models(), set(POINTING))

    def test_no_external_id_of_a_classified_record_is_shown(self):
        domain = self.env.ref("csm.ir_model_data_rule_files").domain_force
        for model in MODELS:
            self.assertIn(f'"{model}"', domain)

    def test_every_report_and_template_about_a_file_has_a_road(self):
        reports = self.env["ir.actions.report"].search([("model", "in", list(MODELS))])
        self.assertEqual(set(reports.mapped("report_name")), set(REPORTS))
        views = self.env["ir.ui.view"].search([("type", "=", "qweb"), ("key", "=like", "csm.%")])
        about = views.filtered(lambda view: re.search(r"csm[._]client[._]", view.arch_db or ""))
        named = views.filtered(lambda view: view.key.startswith("csm.csm_client_"))
        self.assertEqual(set((about | named).mapped("key")), set(TEMPLATES))

    def test_every_route_that_names_a_file_has_a_road(self):
        folder = tree() / "controllers"
        found = {
            str(path.relative_to(folder))
            for path in folder.rglob("*.py")
            if re.search(r"csm[._](client|secre)", path.read_text())
        }
        self.assertEqual(found, set(ROUTES))
