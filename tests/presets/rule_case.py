"""What the tests of the shipped entry, report, category and handler rules share."""

from odoo.exceptions import UserError

from .preset_case import PresetCase

MONDAY = "2026-03-02 01:00:00"
CHAIN = (
    "register",
    "judge",
    "forward",
    "return_measures",
    "investigate",
    "apologise",
    "decide",
    "tell",
    "execute",
    "close",
)
# Which step brings a fact about; a fact is missing when its step was left out.
STEP_OF = {"forwarded_at": "forward", "measures_at": "return_measures", "told_at": "tell"}
STEP_OF |= {"apologised_at": "apologise", "executed_at": "execute"}


class RuleCase(PresetCase):
    """A company that adopted one shipped regulation, and a case on which everything is on record.

    A department with the head ``head`` is named in the case; the agent works for the leader, the
    leader for the manager, the manager for the executive.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.new_user("head", "group_supervisor", superior=cls.manager)
        cls.department.manager_id = cls.employee(cls.head)
        cls.code = cls.adoption.regulation_id.code

    @classmethod
    def adopt_regulation(cls, regulation, company=None, on="2010-01-01", ladders=True):
        """Adopt the regulation with the rules of the articles that this class proves alone."""
        values = {"company_id": cls.company.id, "adopted_on": on, "reason": "Test"}
        adoption = cls.env["csm.adoption"].create({**values, "regulation_id": regulation.id})
        tests = (getattr(cls, name) for name in dir(cls))
        proved = {rule_id for test in tests for rule_id in getattr(test, "_proves", ())}
        for rules in adoption._rules():
            for rule in rules:
                left_out = not ladders and rules._name == "csm.sanction.rule"
                if left_out or proved.isdisjoint((rule.article_id.catalog_ids or "").split()):
                    rule.write({"active": False, "is_blank": False})
        cls.complete(adoption)
        cls.env.flush_all()
        cls.env.invalidate_all()
        adoption.action_adopt()
        return adoption

    @classmethod
    def complete(cls, adoption):
        """Hook: enter the figures that the source leaves to the company."""

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    def whole(self, **values):
        """Return a case on which everything is on record."""
        case = self.new_case(**self.entries(**values))
        self.appoint(case)
        return case

    def lead(self, case, move, skip=()):
        """Make all steps that lead up to a move, in the order of the chain."""
        for step in CHAIN[: CHAIN.index(move)]:
            unfounded = step == "apologise" and case.judgement != "founded"
            if step not in skip and not unfounded:
                getattr(case, f"action_{step}")()
        return case

    def make(self, case, move):
        return getattr(case, f"action_{move}")()

    def refusal(self, case, move):
        """Return the sentences that refuse a move."""
        with self.assertRaises(UserError) as refused:
            self.make(case, move)
        return str(refused.exception)

    def article(self, number):
        article = self.adoption.regulation_id.article_ids.filtered(
            lambda article: article.number == str(number)
        )
        return article.display_name

    def lacking(self, names):
        """Return ``(values, skipped steps)`` of a case that lacks just these entries."""
        facts = [name for name in names if name in STEP_OF]
        return (
            {name: False for name in names if name not in facts},
            [STEP_OF[name] for name in facts],
        )

    def assert_demanded(self, move, number, *names, **values):
        """The article demands just these entries before a move, each of them, and no others."""
        groups = [[name] for name in names] + ([list(names)] if len(names) > 1 else [])
        for group in groups:
            with self.subTest(missing=group):
                empty, skip = self.lacking(group)
                case = self.lead(self.whole(**{**values, **empty}), move, skip)
                labels = ", ".join(case._fact_label(name) for name in sorted(group))
                text = self.refusal(case, move)
                self.assertIn(f"({self.article(number)}) wants on record: {labels}.", text)
                self.assertIn(case.display_name, text)
        case = self.lead(self.whole(**values), move)
        self.make(case, move)

    def assert_not_demanded(self, move, *names, skip=(), **values):
        """Without these entries the move goes."""
        empty, facts = self.lacking(names)
        case = self.lead(self.whole(**{**values, **empty}), move, [*facts, *skip])
        self.make(case, move)

    def assert_forbidden(self, move, number, **values):
        """The article does not allow a move at all."""
        case = self.lead(self.whole(**values), move)
        text = self.refusal(case, move)
        self.assertIn(f"({self.article(number)}) does not allow this step here.", text)

    def heard(self, case, number):
        """Return who was told by an article, by login."""
        case.invalidate_recordset(["report_ids"])
        reports = case.sudo().report_ids.filtered(
            lambda report: report.rule_id.article_id.number == str(number)
        )
        return sorted(
            (report.told_user_id.login or "nobody").removeprefix("csm_") for report in reports
        )

    def assert_handled(self, number, move, holder, **values):
        """A case nobody handles goes to the holder; another handler is refused the move."""
        case = self.lead(self.whole(user_id=False, **values), move)
        self.assertEqual(case.user_id.login, f"csm_{holder}")
        self.make(case, move)
        other = self.whole(**values)
        for step in CHAIN[: CHAIN.index(move)]:
            self.make(other, step)
        self.assertIn(f"({self.article(number)})", self.refusal(other, move))
        self.assertIn(holder.title(), self.refusal(other, move))

    def assert_appointed(self, move, holder, **values):
        """The holder may choose somebody else as handler."""
        person = self.env["res.users"].search([("login", "=", f"csm_{holder}")])
        case = self.lead(self.whole(**values), move)
        self.refusal(case, move)
        case.with_user(person).write({"user_id": self.agent.id})
        self.make(case, move)
        self.assertEqual(case.user_id, self.agent)
