from odoo import fields, models

from .csm_deadline_rule import UNITS, PlannedStep

# Roughly how long a unit is, to put the steps of a rule in order.
ROUGH_HOURS = {
    "minute": 1 / 60,
    "hour": 1,
    "working_minute": 1 / 20,
    "working_hour": 3,
    "day": 24,
    "working_day": 34,
}


class CsmDeadlineStep(models.Model):
    """One rung: somebody hears of a deadline before, at or after its due moment."""

    _name = "csm.deadline.step"
    _description = "Deadline Step"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.deadline.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("remind", "Remind"), ("breach", "Report the Breach"), ("climb", "Climb")],
        required=True,
        default="remind",
    )
    when = fields.Selection(
        [("before", "before the due moment"), ("at", "at the due moment"), ("after", "after it")],
        required=True,
        default="before",
    )
    amount = fields.Integer("How Many")
    unit = fields.Selection(
        [entry for entry in UNITS if entry[0] not in ("week", "month")],
        required=True,
        default="hour",
    )
    hold = fields.Boolean(
        "In Working Hours Only",
        help="Outside working hours of the record's calendar the step itself waits for their "
        "beginning: nothing is recorded and nobody hears before. The settings can also hold back "
        "the mails alone until the reader's own working hours; then the step is taken and stands "
        "on their list at once.",
    )
    answer_amount = fields.Integer(
        "To Be Taken Care of within",
        help="Whoever hears of it says within this time that they take care of it; else their "
        "superior hears as well, and so on to the top. 0: nobody need say anything.",
    )
    answer_unit = fields.Selection(
        [entry for entry in UNITS if entry[0] not in ("week", "month")],
        "Unit of the Answer",
        required=True,
        default="working_hour",
    )
    addressee = fields.Selection(
        [
            ("responsible", "The person responsible"),
            ("team_leader", "The team leader"),
            ("department_manager", "The manager of the department"),
            ("superior", "A superior of the person responsible"),
            ("role", "Who holds a role"),
        ],
        required=True,
        default="responsible",
    )
    level = fields.Integer(default=1, help="1 is the direct superior, 2 the superior's superior …")
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    is_from_source = fields.Boolean(
        "Stated in the Regulation", help="Otherwise the company itself chose this step."
    )

    _has_its_distance = models.Constraint(
        "CHECK((\"when\" = 'at' AND amount = 0) OR (\"when\" <> 'at' AND amount > 0))",
        "A step before or after the due moment needs a distance above 0; one at the due moment "
        "has none.",
    )
    _breach_is_at_due = models.Constraint(
        "CHECK((kind = 'breach') = (\"when\" = 'at') AND (kind <> 'remind' OR \"when\" = 'before')"
        " AND (kind <> 'climb' OR \"when\" = 'after'))",
        "Remind before the due moment, report the breach at it, climb after it.",
    )
    _answer_is_to_a_breach = models.Constraint(
        "CHECK(answer_amount = 0 OR (answer_amount > 0 AND kind <> 'remind'))",
        "Only a breach or a climb can ask to be taken care of, within a time above 0.",
    )
    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)",
        "Choose the role this step addresses.",
    )

    def _demand_sentence(self):
        """Return in words who hears of the deadline, and when."""
        if self.when == "at":
            return self.env._("Once it is overdue: %(who)s is told.", who=self._who())
        distance = self.env["csm.deadline.wording"]._length(self.amount, self.unit)
        if self.when == "before":
            return self.env._(
                "%(distance)s before: %(who)s is reminded.", distance=distance, who=self._who()
            )
        return self.env._(
            "%(distance)s after: %(who)s is told.", distance=distance, who=self._who()
        )

    def _who(self):
        if self.addressee == "role":
            return self.role_id.name
        return {
            "responsible": self.env._("the person responsible"),
            "team_leader": self.env._("the team leader"),
            "department_manager": self.env._("the manager of the department"),
            "superior": self.env._("the superior %(level)s step(s) up", level=self.level),
        }[self.addressee]

    # The plan of a rule

    def _planned(self):
        """Return the steps of one rule as the engine needs them.

        The second reminder of a rule is another rung than the first, though it goes to the same
        person.
        """
        seen, planned = {}, []
        for step in self.sorted(lambda step: (step._rough_hours(), step.id)):
            name = step._rung()
            seen[name] = seen.get(name, 0) + 1
            planned.append(step._plan((*name, seen[name])))
        return tuple(planned)

    def _plan(self, rung):
        return PlannedStep(
            self.id,
            self.kind,
            self.when,
            self.amount,
            self.unit,
            self.hold,
            rung=rung,
            asks=bool(self.answer_amount),
        )

    def _rung(self):
        level = self.level if self.addressee == "superior" else 0
        role = self.role_id.id if self.addressee == "role" else 0
        return (self.kind, self.addressee, level, role)

    def _rough_hours(self):
        sign = -1 if self.when == "before" else 1
        return sign * self.amount * ROUGH_HOURS[self.unit]
