"""The people, teams and clock that tests of this addon share."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.tests import TransactionCase

from odoo.addons.base.models.ir_cron import IrCron

from .stage import stage

# dev/mutate sets this to a callable(env): it spoils one figure or one rule before anything is
# adopted, so that a test which still passes does not watch it.
MUTATION = None

CAST = ("company", "executive", "manager", "leader", "agent", "outsider", "team")


class CsmBase(TransactionCase):
    """A company with working hours Mon-Fri 9:00-12:00 and 13:00-18:00 in Shanghai.

    The chain of superiors is agent -> leader -> manager -> executive. Everything a test needs is
    made here; nothing comes from demo data.
    """

    # Whether cases travel the routes of what is adopted; most tests look at single steps.
    follows_routes = False
    # The catalogued rules that the tests adopt without: they would stop the steps they make.
    leaves_out = ()
    # Whether the ladders of shipped regulations count: two of them for one offence exclude each
    # other, and some leave blanks.
    follows_ladders = False

    @classmethod
    def setUpClass(cls):
        with stage.lend(cls):
            super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True, "tz": "UTC"})
        for model in ("csm.number.counter", "csm.access.log"):
            cls.startClassPatcher(
                patch.object(type(cls.env[model]), "_own_transaction", own_transaction_in_test)
            )
        if MUTATION:
            MUTATION(cls.env)
        if not stage.enter(CsmBase, cls):
            cls.make_cast()
            stage.keep(CsmBase, cls, *CAST)
        cls.category = cls.env.ref("csm.csm_case_category_quality")

    @classmethod
    def make_cast(cls):
        cls.company = cls.new_company("Weingut Test")
        cls.executive, cls.manager, cls.leader, cls.agent, cls.outsider = cls.new_users(
            ("executive", "group_executive", None),
            ("manager", "group_manager", "executive"),
            ("leader", "group_supervisor", "manager"),
            ("agent", "group_agent", "leader"),
            ("outsider", "group_agent", "leader"),
        )
        cls.team = cls.env["csm.team"].create(
            {
                "name": "Front Desk",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [(4, cls.agent.id)],
            }
        )

    def setUp(self):
        with stage.caches_kept():
            super().setUp()

    @classmethod
    def _gc_filestore(cls):
        # While the cast stands, nobody else knows which of its files are needed.
        return None if stage.cr else super()._gc_filestore()

    # People

    @classmethod
    def new_company(cls, name, tz="Asia/Shanghai"):
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "email": "desk@example.com",
                # What some regulations want published before they are adopted.
                "csm_hotline": "400 820 0000",
                "csm_desk_address": "1 Cellar Lane",
                "csm_desk_owner_id": cls.env.ref("base.user_admin").id,
            }
        )
        cls.env.user.company_ids |= company
        company.resource_calendar_id = cls.new_calendar(company, tz)
        return company

    @classmethod
    def new_calendar(cls, company, tz="Asia/Shanghai", days="01234", hours=((9, 12), (13, 18))):
        return cls.env["resource.calendar"].create(
            {
                "name": f"Hours of {company.name}",
                "company_id": company.id,
                "tz": tz,
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {"name": f"{day}", "dayofweek": day, "hour_from": start, "hour_to": stop},
                    )
                    for day in days
                    for start, stop in hours
                ],
            }
        )

    @classmethod
    def new_user(cls, login, group, superior=None, company=None):
        return cls.new_users((login, group, superior), company=company)

    @classmethod
    def new_users(cls, *people, company=None):
        """Return users made at once, each from (login, group, superior: a user or a login)."""
        company = company or cls.company
        # Nobody reads how they came to be, or looks at them.
        quiet = cls.env(context={**cls.env.context, "tracking_disable": True})
        users = quiet["res.users"].create(
            [cls.user_values(login, f"csm.{group}", company) for login, group, _superior in people]
        )
        with patch.object(type(quiet["hr.employee"]), "_avatar_generate_svg", lambda _one: False):
            employees = quiet["hr.employee"].create(
                [
                    {
                        "name": user.name,
                        "user_id": user.id,
                        "company_id": company.id,
                        "date_version": "2010-01-01",
                    }
                    for user in users
                ]
            )
        made = {user.login.removeprefix("csm_"): user for user in users}
        for employee, (_login, _group, superior) in zip(employees, people, strict=True):
            if superior:
                employee.parent_id = cls.employee(made.get(superior, superior))
        return users.with_env(cls.env)

    @classmethod
    def user_values(cls, login, group, company):
        return {
            "login": f"csm_{login}",
            "password": f"csm_{login}".ljust(8, "x"),
            "group_ids": [(6, 0, cls.env.ref(group).ids)],
            "name": login.title(),
            "email": f"{login}@example.com",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "tz": "Asia/Shanghai",
        }

    @classmethod
    def employee(cls, user):
        return cls.env["hr.employee"].search([("user_id", "=", user.id)], limit=1)

    @classmethod
    def on_leave(cls, user, start, stop):
        """Give a user approved time off, without the ceremony of a request."""
        leave_type = cls.env["hr.leave.type"].create(
            {"name": "Away", "requires_allocation": False, "leave_validation_type": "no_validation"}
        )
        return cls.env["hr.leave"].create(
            {
                "employee_id": cls.employee(user).id,
                "holiday_status_id": leave_type.id,
                "request_date_from": start,
                "request_date_to": stop,
            }
        )

    @classmethod
    def give_role(cls, code, user, **values):
        """Let a user hold a role of the company; returns who holds it."""
        return cls.env["csm.role.holder"].create(
            {
                "role_id": cls.env.ref(f"csm.csm_role_{code}").id,
                "company_id": cls.company.id,
                "employee_id": cls.employee(user).id,
                "date_from": "2010-01-01",
                **values,
            }
        )

    # Regulations

    @classmethod
    def adopt(cls, xmlid, company=None, on="2010-01-01"):
        """Let a company adopt a shipped regulation; returns the adoption."""
        return cls.adopt_regulation(cls.env.ref(f"csm.{xmlid}"), company, on, cls.follows_ladders)

    @classmethod
    def adopt_regulation(cls, regulation, company=None, on="2010-01-01", ladders=True):
        adoption = cls.new_adoption(regulation, company, on)
        if not ladders:
            adoption.sanction_rule_ids.active = False
        if not cls.follows_routes:
            adoption.route_rule_ids.active = False
        if cls.leaves_out:
            cls.switch_off(adoption, lambda ids: not ids.isdisjoint(cls.leaves_out))
        adoption.action_adopt()
        return adoption

    @classmethod
    def adopt_only(cls, *ids, on="2010-01-01", prepare=None):
        """Let the company adopt just the rules of these catalogued ids; returns the adoption.

        ``prepare`` is called with the adoption before it is in force.
        """
        code = ids[0].rpartition("-")[0].lower().replace("-", "_")
        adoption = cls.new_adoption(cls.env.ref(f"csm.csm_regulation_{code}"), on=on)
        cls.switch_off(adoption, lambda named: named.isdisjoint(ids))
        if prepare:
            prepare(adoption)
        cls.env.flush_all()
        cls.env.invalidate_all()
        adoption.action_adopt()
        return adoption

    @classmethod
    def new_adoption(cls, regulation, company=None, on="2010-01-01"):
        """Return an adoption with all its figures, not yet in force."""
        company = company or cls.company
        adoption = (
            cls.env["csm.adoption"]
            .with_company(company)
            .create(
                {
                    "regulation_id": regulation.id,
                    "company_id": company.id,
                    "adopted_on": on,
                    "reason": "Test",
                }
            )
        )
        CsmBase.fill_in(adoption)
        return adoption

    @staticmethod
    def switch_off(adoption, is_unwanted):
        """Switch rules off of whose catalogued ids (a set) this holds."""
        for rules in adoption._rules():
            for rule in rules:
                if is_unwanted(set((rule.article_id.catalog_ids or "").split())):
                    rule.active = False

    @staticmethod
    def fill_in(adoption, figure=30):
        """Enter a figure of the company's own wherever the regulation states none."""
        for rules in adoption._rules():
            for number, rule in enumerate(rules.filtered("is_incomplete"), start=1):
                # Each band of amounts ends elsewhere.
                value = figure * number if rule._name == "csm.approval.rule" else figure
                figures = dict.fromkeys(rule._blank_fields, value)
                rule.write({**figures, "is_blank": False})

    @classmethod
    def new_regulation(cls, code="T-01"):
        """Return a regulation of our own with one article, to hang test rules on."""
        regulation = cls.env["csm.regulation"].create(
            {"code": code, "name": "Test Regulation", "company_kind": "test"}
        )
        cls.env["csm.regulation.article"].create(
            {
                "regulation_id": regulation.id,
                "number": "1",
                "name": "Replies",
                "text": "A customer is answered.",
            }
        )
        return regulation

    @classmethod
    def new_rule(cls, regulation, start="received_at", stop="replied_at", **values):
        """Return a preset deadline rule on cases; ``steps`` is a list of step values."""
        steps = values.pop("steps", ())
        obligation = values.pop("obligation", "first_reply")
        return cls.env["csm.deadline.rule"].create(
            {
                "name": "Rule",
                "article_id": regulation.article_ids[:1].id,
                "obligation_id": cls.env.ref(f"csm.csm_obligation_{obligation}").id,
                "model_id": cls.env["ir.model"]._get_id("csm.case"),
                "start_field_id": cls.env["ir.model.fields"]._get("csm.case", start).id,
                "stop_field_id": cls.env["ir.model.fields"]._get("csm.case", stop).id,
                "delay": 24,
                "unit": "hour",
                "step_ids": [(0, 0, step) for step in steps],
                **values,
            }
        )

    @classmethod
    def new_entry_rule(cls, regulation, move, *names, **values):
        """Return a preset entry rule on cases: what must be on record before a step."""
        return cls.env["csm.entry.rule"].create(
            {
                "name": "Entries",
                "article_id": regulation.article_ids[:1].id,
                "model_id": cls.env["ir.model"]._get_id("csm.case"),
                "move": move,
                **({"field_names": ", ".join(names)} if names else {}),
                **values,
            }
        )

    # Cases and the clock

    @classmethod
    def new_case(cls, user=None, **values):
        values = {
            "name": "Cork taint",
            "team_id": cls.team.id,
            "company_id": cls.company.id,
            "category_id": cls.category.id,
            "partner_name": "Ms Zhou",
            **values,
        }
        model = cls.env["csm.case"].with_user(user or cls.agent).with_company(cls.company)
        return model.create(values)

    @classmethod
    def at(cls, text):
        """Set the clock of the transaction to a moment in UTC, e.g. 2026-03-02 01:00:00."""
        cls.env.cr._now = datetime.fromisoformat(text)

    @classmethod
    def run_steps(cls, text=None):
        """Let the job run once, at a moment."""
        if text:
            cls.at(text)
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            cls.env["csm.deadline.run"]._cron_take_steps()

    def events(self, case, kind=None):
        """Return the deadline events of a case, oldest first."""
        events = case.sudo().deadline_ids.event_ids.sorted("id")
        return events.filtered(lambda event: not kind or event.kind == kind)


@contextmanager
def own_transaction_in_test(counter):
    """Numbers of a test are drawn on the test's own cursor, and roll back with it; so the log."""
    counter.env.flush_all()
    yield counter.env.cr
