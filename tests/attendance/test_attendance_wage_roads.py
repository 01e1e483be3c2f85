import re
from base64 import b64decode
from contextlib import ExitStack, contextmanager, suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.sanctions.csm_sanction_forecast_mixin import FORECAST
from ..common.csm_case_base import CsmBase
from . import wage_rows
from .wage_road_table import (
    AMOUNT,
    CHANGES,
    FIGURES,
    LEADING,
    LINE,
    MARKS,
    PAY,
    REPORTS,
    ROADS,
    WAGE,
)

GROUPS = {
    "superior": "csm.group_supervisor",
    "manager": "csm.group_manager",
    "executive": "csm.group_executive",
    "auditor": "csm.group_auditor",
    "colleague": "csm.group_agent",
    "internal": "base.group_user",
    "settings": "base.group_user,base.group_system",
    "officer": "base.group_user,hr.group_hr_user",
    "hr_manager": "base.group_user,hr.group_hr_manager",
}
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")


def told_by(text):
    """Tell whether a figure of the wage stands in a text, not just its digits in another number."""
    marks = "|".join(map(re.escape, MARKS))
    text = text.replace("\\xa0", " ")
    return re.search(rf"(?<![\d.,:])(?:{marks})(?!\d)", text)


class WageRoadCase(CsmBase):
    """One person of every role, and an employee whose wage each of them asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.foreign = cls.new_company("Testlabor")
        cls.people = {"owner": cls.agent}
        cls.agent.group_ids = [(4, cls.env.ref("base.group_allow_export").id)]
        for role, groups in GROUPS.items():
            cls.people[role] = cls.new_reader(role, groups, cls.company)
        cls.people["abroad"] = cls.new_reader("abroad", GROUPS["hr_manager"], cls.foreign)
        cls._the_wage()
        cls.month = wage_rows.MONTH
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def new_reader(cls, role, groups, company):
        return new_test_user(
            cls.env,
            login=f"csm_{role}_wage",
            password=f"csm_{role}_wage",
            groups=f"{groups},base.group_allow_export",
            name=role.title(),
            email=f"{role}@example.com",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            context={"no_reset_password": True},
        )

    @classmethod
    def _the_wage(cls):
        worker = cls.employee(cls.agent)
        superior = cls.env["hr.employee"].create(
            {
                "name": "Superior",
                "user_id": cls.people["superior"].id,
                "company_id": cls.company.id,
                "date_version": "2010-01-01",
            }
        )
        department = cls.env["hr.department"].create(
            {"name": "Cellar", "company_id": cls.company.id, "manager_id": superior.id}
        )
        worker.write({"parent_id": superior.id, "department_id": department.id})
        worker.version_id.wage = WAGE
        cls.made = wage_rows.sanction(cls.env, worker, "SAN-WAGE", wage=WAGE)
        cls.pay = cls.made.pay_ids
        # A fine above any cap, before its month is handed over.
        floor = {"company_id": cls.company.id, "amount": 2000, "valid_on": "2020-01-01"}
        cls.env["csm.wage.floor"].create(floor)
        cls.coming = wage_rows.sanction(
            cls.env, worker, "SAN-COMING", amount=9000, state="confirmed"
        )
        wage_rows.finding(cls.env, worker, cls.made)
        cls.closed = wage_rows.run(cls.env, cls.company)
        cls.line = wage_rows.payroll_line(cls.env, cls.made)
        cls.statement = wage_rows.statement(cls.env, worker)
        cls.sheet = cls.env["csm.attendance.sheet"].create(
            {
                "department_id": department.id,
                "company_id": cls.company.id,
                "month": wage_rows.MONTH,
            }
        )

    # How the table is asked

    def rpc(self, user, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.call_kw(user, model, method, *args, **kwargs)

    def call_kw(self, user, model, method, *args, **kwargs):
        env = self.env(user=user, context={}, su=False)
        context = {"allowed_company_ids": user.company_ids.ids}
        return call_kw(env[model], method, list(args), {**kwargs, "context": context})

    def may(self, user, model):
        return self.env[model].with_user(user).has_access("read")

    def fields_of(self, user, model):
        fields = self.env[model].with_user(user).fields_get(attributes=("type",))
        return [name for name, field in fields.items() if field["type"] != "binary"]

    def each_field(self, user, model, domain, names=None):
        """Read field by field: one that is refused must not hide what the others tell."""
        told, ids = [], self.rpc(user, model, "search", domain)
        for name in names or self.fields_of(user, model):
            with suppress(AccessError, UserError):
                rows = self.call_kw(user, model, "read", ids, [name])
                told += [self.said(row[name]) for row in rows if name in row and name != "id"]
        return told

    @staticmethod
    def said(value):
        """Return what a value says beside numbers of records, which may hold any digits."""
        if isinstance(value, tuple):
            return value[-1]
        return "" if isinstance(value, list) else value

    def leading_fields(self):
        """Return ``{(model, field)}``: the fields of other models that lead to a wage."""
        return {
            (name, field.name)
            for name, model in self.env.registry.items()
            if name not in (PAY, LINE) and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name in (PAY, LINE)
        }

    def printed(self, user, report, record):
        Report = self.env["ir.actions.report"].with_user(user)
        Report = Report.with_context(allowed_company_ids=user.company_ids.ids)
        return Report._render_qweb_html(report, record.ids)[0].decode()

    @staticmethod
    def decoded(file):
        return b64decode(file).decode("utf-8-sig")

    def told(self, road, user):
        """Return what a road tells; a refusal tells nothing."""
        try:
            with self.env.cr.savepoint(), mute_logger(*QUIET):
                return str(road.ask(self, user))
        except (AccessError, UserError, ValueError):
            return ""

    def leaks(self, road, roles=None):
        """Return the roles that learn the figure by a road."""
        return {
            role for role in roles or self.people if told_by(self.told(road, self.people[role]))
        }


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendanceWageRoads(WageRoadCase):
    """The table of roads holds: a wage is told to the employee and to HR managers, nobody else."""

    def test_each_road_is_open_to_whom_the_table_says(self):
        self.assertIn(f"{AMOUNT}", MARKS)
        for road in ROADS:
            with self.subTest(road=road.name):
                self.assertEqual(self.leaks(road), set(road.open_to))

    def test_without_its_guard_each_road_turns_red(self):
        for road in ROADS:
            if road.guard:
                with self.subTest(road=road.name), self.without(road.guard):
                    self.assertTrue(self.leaks(road, ["officer", "internal"]))

    @contextmanager
    def without(self, guard):
        """Take a guard away."""
        if guard == "forecast":
            with ExitStack() as opened:
                for name in FORECAST:
                    field = self.env["csm.sanction"]._fields[name]
                    opened.enter_context(patch.object(field, "groups", "base.group_user"))
                yield
            return
        if guard in ("pay", "statement"):
            rule = self.env.ref("csm.csm_sanction_pay_rule_user")
            rules = rule | self.env.ref("csm.csm_sanction_rule_user")
            before = rules.mapped("domain_force")
            rules.domain_force = "[(1, '=', 1)]"
            yield
            for each, domain in zip(rules, before, strict=True):
                each.domain_force = domain
            return
        access = self.env.ref("csm.access_csm_payroll_line_hr_manager").copy(
            {"group_id": self.env.ref("base.group_user").id}
        )
        wizard = self.env.ref("csm.access_csm_payroll_export_wizard_hr_manager").copy(
            {"group_id": self.env.ref("base.group_user").id}
        )
        run = self.env.ref("csm.access_csm_attendance_run_hr_user").copy(
            {"group_id": self.env.ref("base.group_user").id}
        )
        maker = type(self.env["csm.payroll.export.wizard"])
        with patch.object(maker, "_check_may", lambda *_args: None):
            yield
        (access | wizard | run).unlink()

    def test_nobody_changes_a_line_or_a_wage_by_a_remote_call(self):
        records = {
            PAY: self.pay,
            LINE: self.line,
            "csm.sanction": self.made,
            "csm.attendance.run": self.closed,
            "csm.attendance.line": self.closed.line_ids,
        }
        for model, method, values in CHANGES:
            for role, user in self.people.items():
                args = [] if method == "create" else [records[model].ids]
                args += [] if values is None else [values]
                with (
                    self.subTest(model=model, method=method, role=role, values=values),
                    mute_logger(*QUIET),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.rpc(user, model, method, *args)

    def test_naming_a_sanction_tells_nothing_about_it(self):
        colleague = self.people["colleague"]
        wizard = self.rpc(
            colleague,
            "csm.sanction.word.wizard",
            "create",
            [{"sanction_id": self.made.id, "kind": "speak", "text": "x"}],
        )
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.rpc(colleague, "csm.sanction.word.wizard", "read", wizard, ["offence_on"])
        with self.assertRaises(UserError), mute_logger(*QUIET):
            self.rpc(colleague, "csm.sanction.word.wizard", "action_send", wizard)

    # Nothing holds a wage without a row

    def test_every_field_that_holds_or_leads_to_a_wage_has_a_road(self):
        names = {road.name for road in ROADS}
        self.assertLessEqual({*FIGURES.values(), *REPORTS.values()}, names)
        found = {
            f"{model}.{field.name}"
            for model in (PAY, LINE)
            for field in self.env[model]._fields.values()
            if field.type in ("monetary", "float")
        }
        found |= {
            f"csm.sanction.{field.name}"
            for field in self.env["csm.sanction"]._fields.values()
            if field.groups == "hr.group_hr_manager"
        }
        self.assertEqual(found, set(FIGURES))
        self.assertEqual({f"{model}.{field}" for model, field in self.leading_fields()}, LEADING)

    def test_every_paper_about_a_month_has_a_road(self):
        models = ("csm.attendance.statement", "csm.attendance.sheet", "csm.attendance.run")
        reports = self.env["ir.actions.report"].search([("model", "in", (*models, LINE, PAY))])
        self.assertEqual(set(reports.mapped("report_name")), set(REPORTS))

    def test_nothing_with_a_wage_carries_a_conversation(self):
        for model in (PAY, LINE):
            self.assertNotIn("message_ids", self.env[model]._fields)
