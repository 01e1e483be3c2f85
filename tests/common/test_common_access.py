from base64 import b64encode
from contextlib import contextmanager
from copy import deepcopy
from functools import cached_property

from odoo.exceptions import UserError
from odoo.tests import tagged

from .access_rooms import ROOMS, of_all_rooms
from .access_table import ROLES, rows
from .csm_people_base import CsmPeopleBase


class Undone(Exception):
    """Ends a block whose work is to be rolled back."""


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonAccess(CsmPeopleBase):
    """The table of who may do what holds for every model, role and operation, by remote call."""

    # Thousands of calls: rights do not depend on what has been read before.
    forgets = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_steps("2026-03-02 21:30:00")
        cls.run_steps("2026-03-03 02:00:00")
        cls.case._pause_deadlines("Waiting for the winery")
        cls.case.with_user(cls.leader)._correct_fact(
            "received_at", "2026-03-01 23:00:00", "The clock was wrong"
        )
        cls.draft = cls.env["csm.adoption"].create(
            {
                "regulation_id": cls._second_regulation().id,
                "company_id": cls.company.id,
                "reason": "Test",
            }
        )
        cls.checklist = cls.env["csm.checklist"].create({})
        cls.news = cls.env["csm.adoption.news.wizard"].create({"adoption_id": cls.draft.id})
        cls.outlook = cls.env["csm.deadline.outlook.wizard"].create({"adoption_id": cls.draft.id})
        cls.samples = cls._samples()

    @classmethod
    def _second_regulation(cls):
        regulation = cls.new_regulation("T-02")
        cls.new_rule(regulation, steps=[{"kind": "breach", "when": "at"}])
        cls.new_entry_rule(regulation, "close", "demand")
        values = {"name": "Test", "article_id": regulation.article_ids.id}
        cls.env["csm.category.rule"].create({**values, "category_ids": [(4, cls.category.id)]})
        role = cls.env.ref("csm.csm_role_gm")
        cls.env["csm.handler.rule"].create({**values, "role_id": role.id})
        for room in ROOMS:
            if hasattr(room, "presets"):
                room.presets(cls, regulation)
        return regulation

    @classmethod
    def _register_vals(cls):
        return {
            "file": b64encode(b"Subject,Received\nCork,2026-03-01\n"),
            "file_name": "register.csv",
            "company_id": cls.company.id,
            "team_id": cls.team.id,
        }

    @classmethod
    def _samples(cls):
        """Return one record of every kept model, all of the company and most of the case."""
        deadline = cls.case.deadline_ids
        rule = cls.env["csm.deadline.rule"].search([("adoption_id", "=", cls.draft.id)])
        spare = cls.new_regulation("T-03")
        register = cls.env["csm.case.import"].create(cls._register_vals())
        return {
            "csm.fact.correction": cls.env["csm.fact.correction"].search([], limit=1),
            "csm.number.counter": cls.env["csm.number.counter"].search(
                [("company_ref", "=", cls.company.id)], limit=1
            ),
            "csm.number.loan": cls.env["csm.number.loan"].create(
                {
                    "res_model": "csm.case",
                    "company_ref": cls.company.id,
                    "prefix": "2601",
                    "value": 7,
                    "draw": 7,
                    "state": "free",
                    "drawn_at": "2026-01-05 08:00:00",
                }
            ),
            "csm.makeup.day": cls.env["csm.makeup.day"].create(
                {
                    "calendar_id": cls.company.resource_calendar_id.id,
                    "date": "2026-02-28",
                    "worked_as": "0",
                }
            ),
            "csm.role": cls.env["csm.role"].create({"code": "taster", "name": "Taster"}),
            "csm.role.holder": cls.env["csm.role.holder"].create(
                {
                    "role_id": cls.env.ref("csm.csm_role_gm").id,
                    "company_id": cls.company.id,
                    "employee_id": cls.employee(cls.executive).id,
                }
            ),
            "csm.team": cls.env["csm.team"].create({"name": "T", "company_id": cls.company.id}),
            "csm.company.kind": cls.env["csm.company.kind"].create({"name": "Test"}),
            "csm.regulation": spare,
            "csm.regulation.article": spare.article_ids,
            "csm.adoption": cls.draft,
            "csm.entry.rule": cls.draft.entry_rule_ids,
            "csm.category.rule": cls.draft.category_rule_ids,
            "csm.handler.rule": cls.draft.handler_rule_ids,
            "csm.obligation": cls.env["csm.obligation"].create({"code": "t", "name": "Test"}),
            "csm.deadline.rule": rule,
            "csm.deadline.step": rule.step_ids,
            "csm.deadline": deadline,
            "csm.deadline.event": deadline.event_ids[:1],
            "csm.deadline.notice": cls.env["csm.deadline.notice"].search(
                [("deadline_id", "=", deadline.id)], limit=1
            ),
            "csm.pause.reason": cls.env["csm.pause.reason"].create({"code": "t", "name": "Test"}),
            "csm.deadline.pause": cls.case.pause_ids,
            "csm.deadline.recompute": cls.env["csm.deadline.recompute"].create(
                {
                    "company_id": cls.company.id,
                    "res_model": "csm.case",
                    "reason": "Test",
                    "requested_by_id": cls.manager.id,
                    "state": "done",
                }
            ),
            "csm.deadline.digest": cls.env["csm.deadline.digest"].create(
                {"user_id": cls.agent.id, "day": "2026-02-27"}
            ),
            "csm.case.station": cls.env["csm.case.station"].create(
                {"case_id": cls.case.id, "role_id": cls.env.ref("csm.csm_role_gm").id}
            ),
            "csm.case.category": cls.env["csm.case.category"].create({"name": "Smell"}),
            "csm.case": cls.case,
            "csm.case.import": register,
            "csm.case.import.column": cls.env["csm.case.import.column"].create(
                {"import_id": register.id, "position": 7}
            ),
            "csm.case.import.row": cls.env["csm.case.import.row"].create(
                {"import_id": register.id, "line_number": 7, "case_id": cls.case.id}
            ),
            **of_all_rooms("samples", cls),
        }

    def _values(self, model):
        # Told once: whatever a cell does is undone, so they hold for the next one as well.
        return deepcopy(self._told[model])

    @cached_property
    def _told(self):
        """Return ``{model: (values to write, to create)}`` that only a missing right refuses."""
        ids = {"res_model": "csm.case", "res_id": self.case.id}
        article = self.samples["csm.regulation.article"]
        rule = self.samples["csm.deadline.rule"]
        moment = "2026-03-02 08:00:00"
        return {
            "csm.fact.correction": (
                {"reason": "x"},
                {
                    **ids,
                    "fact": "received_at",
                    "reason": "x",
                    "user_id": self.agent.id,
                    "corrected_at": moment,
                },
            ),
            "csm.number.counter": (
                {"last": 99},
                {
                    "res_model": "csm.case",
                    "company_ref": self.company.id,
                    "prefix": "x",
                    "last": 1,
                },
            ),
            "csm.number.loan": (
                {"state": "out"},
                {
                    "res_model": "csm.case",
                    "company_ref": self.company.id,
                    "prefix": "x",
                    "value": 1,
                    "draw": 1,
                    "state": "free",
                    "drawn_at": moment,
                },
            ),
            "csm.makeup.day": (
                {"worked_as": "1"},
                {
                    "calendar_id": self.company.resource_calendar_id.id,
                    "date": "2026-10-10",
                    "worked_as": "0",
                },
            ),
            "csm.role": ({"rank": 3}, {"code": "nose", "name": "Nose"}),
            "csm.role.holder": (
                {"sequence": 3},
                {
                    "role_id": self.samples["csm.role"].id,
                    "company_id": self.company.id,
                    "employee_id": self.employee(self.leader).id,
                },
            ),
            "csm.team": ({"color": 3}, {"name": "Dock", "company_id": self.company.id}),
            "csm.checklist": ({}, {}),
            "csm.checklist.step": ({}, {"checklist_id": self.checklist.id, "code": "company"}),
            "csm.fact.correct.wizard": (
                {},
                {**ids, "fact": "received_at", "new_value": moment, "reason": "x"},
            ),
            "csm.company.kind": ({"sequence": 5}, {"name": "Another Test"}),
            "csm.regulation": (
                {"company_kind": "x"},
                {"code": "T-9", "name": "Test", "company_kind": "test"},
            ),
            "csm.regulation.article": (
                {"sequence": 3},
                {
                    "regulation_id": article.regulation_id.id,
                    "number": "9",
                    "name": "Test",
                    "text": "Test",
                },
            ),
            "csm.adoption": (
                {"reason": "x"},
                {
                    "regulation_id": article.regulation_id.id,
                    "company_id": self.company.id,
                    "reason": "x",
                },
            ),
            "csm.entry.rule": (
                {"field_names": "plan"},
                {
                    "name": "Test",
                    "article_id": article.id,
                    "model_id": rule.model_id.id,
                    "move": "close",
                    "field_names": "demand",
                },
            ),
            "csm.category.rule": (
                {"kind": "inquiry"},
                {
                    "name": "Test",
                    "article_id": article.id,
                    "category_ids": [(4, self.category.id)],
                },
            ),
            "csm.handler.rule": (
                {"may_appoint": True},
                {
                    "name": "Test",
                    "article_id": article.id,
                    "role_id": self.samples["csm.role"].id,
                },
            ),
            "csm.rule.compare.wizard": ({}, {"res_model": "csm.deadline.rule", "res_id": rule.id}),
            "csm.adoption.news.wizard": ({}, {"adoption_id": self.draft.id}),
            "csm.adoption.news.line": (
                {},
                {"wizard_id": self.news.id, "res_model": rule._name, "preset_ref": rule.id},
            ),
            "csm.rule.version.wizard": (
                {},
                {"res_model": "csm.deadline.rule", "res_id": rule.id, "valid_on": "2030-01-01"},
            ),
            "csm.obligation": ({"sequence": 3}, {"code": "t9", "name": "Test"}),
            "csm.deadline.rule": (
                {"delay": 3},
                {
                    "name": "Test",
                    "article_id": article.id,
                    "obligation_id": rule.obligation_id.id,
                    "model_id": rule.model_id.id,
                    "start_field_id": rule.start_field_id.id,
                    "stop_field_id": rule.stop_field_id.id,
                    "delay": 3,
                },
            ),
            "csm.deadline.step": (
                {"sequence": 3},
                {"rule_id": rule.id, "kind": "climb", "when": "after", "amount": 1},
            ),
            "csm.deadline": (
                {"due_at": "2030-01-01 00:00:00"},
                {
                    **ids,
                    "rule_id": rule.id,
                    "obligation_id": rule.obligation_id.id,
                    "started_at": moment,
                },
            ),
            "csm.deadline.event": (
                {"note": "x"},
                {
                    "deadline_id": self.case.deadline_ids.id,
                    "due_version": 9,
                    "kind": "release",
                    "happened_at": moment,
                },
            ),
            "csm.deadline.notice": (
                {"is_delivered": True},
                {
                    "user_id": self.agent.id,
                    "event_id": self.samples["csm.deadline.event"].id,
                },
            ),
            "csm.pause.reason": ({"sequence": 3}, {"code": "t9", "name": "Test"}),
            "csm.deadline.pause": (
                {"reason": "x"},
                {
                    **ids,
                    "company_id": self.company.id,
                    "user_id": self.agent.id,
                    "reason": "x",
                    "started_at": moment,
                    "ended_at": moment,
                },
            ),
            "csm.deadline.pause.wizard": ({}, {**ids, "reason": "x"}),
            "csm.deadline.recompute": (
                {"reason": "x"},
                {
                    "company_id": self.company.id,
                    "res_model": "csm.case",
                    "reason": "x",
                    "requested_by_id": self.manager.id,
                },
            ),
            "csm.deadline.digest": (
                {"count": 9},
                {"user_id": self.agent.id, "day": "2026-02-26"},
            ),
            "csm.case.station": (
                {"task": "x"},
                {
                    "case_id": self.case.id,
                    "role_id": self.samples["csm.role"].id,
                    "is_joint": True,
                },
            ),
            "csm.deadline.outlook.wizard": ({}, {"adoption_id": self.draft.id}),
            "csm.deadline.outlook.line": (
                {},
                {
                    "wizard_id": self.outlook.id,
                    "res_model": "csm.case",
                    "obligation_id": rule.obligation_id.id,
                },
            ),
            "csm.case.reassign.wizard": ({}, {"user_id": self.leader.id, "reason": "x"}),
            "csm.case.category": ({"sequence": 3}, {"name": "Test"}),
            "csm.case": (
                {"demand": "x"},
                {
                    "name": "Test",
                    "company_id": self.company.id,
                    "team_id": False,
                    "partner_name": "Ms Li",
                },
            ),
            "csm.case.import": (
                {"create_categories": False},
                {**self._register_vals(), "file_name": "other.csv"},
            ),
            "csm.case.import.column": (
                {"target": "keep"},
                {"import_id": self.samples["csm.case.import"].id, "position": 8},
            ),
            "csm.case.import.row": (
                {"reason": "x"},
                {"import_id": self.samples["csm.case.import"].id, "line_number": 8},
            ),
            **of_all_rooms("values", self),
        }

    # The table

    def test_every_kept_model_has_a_sample_and_every_role_a_person(self):
        kept = {model for model in rows() if not self.env[model]._transient}
        self.assertEqual(set(self.samples), kept)
        self.assertEqual(set(self.people), set(ROLES))
        for model, record in self.samples.items():
            self.assertEqual(len(record), 1, model)

    def test_the_table_holds(self):
        for model, cells in rows().items():
            for role, letters in cells.items():
                self._check_cell(model, role, letters)

    def _check_cell(self, model, role, letters):
        for operation, letter in self._operations(model):
            with self.subTest(model=model, role=role, operation=operation):
                self.refusal = ""
                verdict = getattr(self, f"_can_{operation}")(self.people[role], model)
                self.assertEqual(verdict, letter in letters, self.refusal)

    def _operations(self, model):
        if self.env[model]._transient:
            return [("create", "C")]
        reading = ["read", "search", "count", "group", "name"]
        # What a query reckons has no external ids to export.
        reading += ["export"] if self.env[model]._auto else []
        return [
            *((name, "R") for name in reading),
            ("write", "W"),
            ("create", "C"),
            ("unlink", "U"),
        ]

    @contextmanager
    def _allowed(self, verdict):
        """Set ``verdict`` to whether the block was let through; undo what it did."""
        try:
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
                verdict.append(True)
                raise Undone
        except Undone:
            pass
        except UserError as refusal:
            self.refusal = str(refusal)
            verdict.append(False)

    def _let_through(self, user, model, method, *args, **kwargs):
        verdict = []
        with self._allowed(verdict):
            self.rpc(user, model, method, *args, **kwargs)
        if verdict[0] and method in ("write", "create", "unlink"):
            # What was read while the work stood must not outlive it.
            self.env.registry.clear_cache()
        return verdict[0]

    def _finds(self, user, model, method, *args, **kwargs):
        """Return what reading gives; it changes nothing, so there is nothing to undo."""
        try:
            return self.rpc(user, model, method, *args, **kwargs)
        except UserError as refusal:
            self.refusal = str(refusal)
            return None

    def _me(self, model):
        return [("id", "=", self.samples[model].id)]

    def _can_read(self, user, model):
        return bool(self._finds(user, model, "read", self.samples[model].ids))

    def _can_search(self, user, model):
        return bool(self._finds(user, model, "search", self._me(model)))

    def _can_count(self, user, model):
        return bool(self._finds(user, model, "search_count", self._me(model)))

    def _can_group(self, user, model):
        found = self._finds(user, model, "formatted_read_group", self._me(model), [], ["__count"])
        return bool(found and found[0]["__count"])

    def _can_name(self, user, model):
        return bool(self._finds(user, model, "name_search", "", self._me(model)))

    def _can_export(self, user, model):
        if user == self.people["portal"]:
            return self._can_read(user, model)
        ids = self.samples[model].ids
        return bool(self._finds(user, model, "export_data", ids, ["id", "display_name"]))

    def _can_write(self, user, model):
        ids = self.samples[model].ids
        return self._let_through(user, model, "write", ids, self._values(model)[0])

    def _can_create(self, user, model):
        return self._let_through(user, model, "create", [self._values(model)[1]])

    def _can_unlink(self, user, model):
        return self._let_through(user, model, "unlink", self.samples[model].ids)

    def test_the_customer_of_the_case_has_no_more_rights_than_a_stranger(self):
        portal = self.people["portal"]
        self.case.partner_id = portal.partner_id
        self.case.message_subscribe(portal.partner_id.ids)
        for model, cells in rows().items():
            self._check_cell(model, "portal", cells["portal"])

    def test_nothing_is_exported_without_the_right_to_export(self):
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(UserError):
            self.rpc(self.manager, "csm.case", "export_data", self.case.ids, ["name"])
