from typing import NamedTuple

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools import bands
from ...tools.listed import listed


class Matter(NamedTuple):
    """What an approval is about besides the record and the step: its fingerprint, and the order."""

    amount: float
    currency: models.Model
    payee: models.Model
    kind: str
    order: str


class Need(NamedTuple):
    """What the rules in force want: which rules, whose signatures in order, and what was found."""

    rules: models.Model
    steps: tuple
    notes: tuple
    refusal: str


class CsmApprovalDemand(models.AbstractModel):
    """Finds out whose approval the regulations in force want before a step of a record."""

    _name = "csm.approval.demand"
    _description = "What Approval Is Needed"

    @api.model
    def _need(self, record, move, is_afterwards=False, beside=None):
        """Return the :class:`Need` of a step, None when no rule speaks to it.

        :param beside: a ``csm.approval`` of the same record, which does not count against itself
        """
        # Rules may look at fields the user cannot read.
        record = record.sudo()
        groups = self._speaking(record, move, is_afterwards)
        if not groups:
            return None
        matter = record._approval_matter(move)
        refusal = self._why_not_matter(record, matter, groups)
        chosen, notes = [], []
        for plans in groups if not refusal else ():
            plan, found = self._choose(record, move, matter, plans, beside)
            chosen += [plan] if plan else []
            notes += found
        if not (chosen or refusal):
            return None
        rules = self.env["csm.approval.rule"].sudo().browse([plan.rule_id for plan in chosen])
        return Need(rules, self._union(chosen), tuple(dict.fromkeys(notes)), refusal)

    @api.model
    def _speaking(self, record, move, is_afterwards):
        """Return the rules that speak to a record now, as lists of the bands of one regulation."""
        company = record._approval_company()
        plans = self.env["csm.approval.rule"]._plans(record._name, company.id).get(move, ())
        groups = {}
        for plan in plans:
            if plan.is_afterwards == is_afterwards and plan.speaks_to(
                record, record._approval_team(), record._approval_start()
            ):
                groups.setdefault(plan.group, []).append(plan)
        return list(groups.values())

    @api.model
    def _why_not_matter(self, record, matter, groups):
        """Refuse an amount nobody can judge: below zero, or in money without a rate."""
        values = {"record": record.display_name}
        if matter.currency.compare_amounts(matter.amount, 0) < 0:
            return self.env._(
                "%(record)s: the amount (%(amount)s) lies below zero. Enter what is to be "
                "approved as a positive amount.",
                amount=self._money(matter.amount, matter.currency),
                **values,
            )
        company = record._approval_company()
        wanted = {plans[0].currency_id for plans in groups}
        foreign = matter.currency | matter.currency.browse(wanted) | company.currency_id
        lacking = [
            currency.name
            for currency in foreign - company.currency_id
            if len(foreign) > 1 and matter.amount and not self._has_rate(currency, company)
        ]
        if lacking:
            return self.env._(
                "%(record)s: there is no rate of %(currencies)s for today, so nobody can tell "
                "whose approval is needed. Enter the rate, then try again.",
                currencies=listed(self.env, lacking),
                **values,
            )
        return ""

    @api.model
    def _has_rate(self, currency, company):
        rates = [
            ("currency_id", "=", currency.id),
            ("company_id", "in", (False, company.root_id.id)),
            ("name", "<=", self._today(company)),
        ]
        # Rates are nobody's secret; whoever asks need not be able to read them.
        return bool(self.env["res.currency.rate"].sudo().search_count(rates, limit=1))

    @api.model
    def _union(self, plans):
        """Return the steps of all these rules, each once, the highest authority last."""
        steps = {}
        for plan in plans:
            for step in plan.steps:
                steps.setdefault(step.key, step)
        return tuple(sorted(steps.values(), key=lambda step: (step.rank, step.sequence)))

    # Bands and what counts together

    @api.model
    def _choose(self, record, move, matter, plans, beside):
        """Return the band of an amount, and what was found about amounts that count together."""
        first = plans[0]
        company = record._approval_company()
        currency = self.env["res.currency"].browse(first.currency_id)
        own = self._converted(matter.amount, matter.currency, currency, company)
        alone = self._band(plans, own)
        guards = {plan.guard for plan in plans} - {"none"}
        together, notes = own, []
        for guard in sorted(guards):
            earlier = self._earlier(guard, record, move, matter, alone, beside)
            if not earlier:
                continue
            total = own + sum(
                self._converted(row.amount, row.currency_id, currency, company) for row in earlier
            )
            if self._band(plans, total) != alone and total > together:
                together = total
                notes = [self._split_sentence(guard, matter, earlier, currency, total)]
        return self._band(plans, together), notes

    @api.model
    def _band(self, plans, amount):
        index = bands.band_of([plan.band for plan in plans], amount)
        return None if index is None else plans[index]

    @api.model
    def _converted(self, amount, source, target, company):
        if source == target or not amount:
            return target.round(amount)
        return source._convert(amount, target, company, self._today(company))

    @api.model
    def _earlier(self, guard, record, move, matter, plan, beside):
        """Return what was approved before in this month and counts together with a matter."""
        Approval = self.env["csm.approval"].sudo()
        whose = getattr(self, f"_domain_of_{guard}")(record, matter, plan)
        if whose is None:
            return Approval
        company = record._approval_company()
        start, stop = self._month(company)
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("res_model", "=", record._name),
                ("move", "=", move),
                ("state", "in", ("approved", "used")),
                ("approved_at", ">=", start),
                ("approved_at", "<", stop),
            ]
        )
        if beside:
            # What was approved later looks back on this one, not the other way round.
            domain &= Domain("id", "!=", beside.id)
            if beside.approved_at:
                domain &= Domain("approved_at", "<", beside.approved_at) | (
                    Domain("approved_at", "=", beside.approved_at) & Domain("id", "<", beside.id)
                )
        return Approval.search(domain & whose)

    @api.model
    def _domain_of_customer(self, record, matter, plan):
        return Domain("payee_id", "=", matter.payee.id) if matter.payee else None

    @api.model
    def _domain_of_order(self, record, matter, plan):
        return Domain("order_ref", "=", matter.order) if matter.order else None

    @api.model
    def _domain_of_approver(self, record, matter, plan):
        """What the person has signed already who would sign this amount taken by itself."""
        if not plan:
            return None
        ladder, memo = self.env["csm.approval.ladder"], {}
        subject = ladder._subject_of(record, self.env.user)
        Step = self.env["csm.approval.step"].sudo()
        users = self.env["res.users"]
        for step in plan.steps:
            users |= ladder._approver(Step.browse(step.step_id), 0, subject, {}, memo)[0]
        signed = Domain("decided_by_id", "in", users.ids) & Domain("decision", "=", "approve")
        return Domain("vote_ids", "any", signed) if users else None

    @api.model
    def _split_sentence(self, guard, matter, earlier, currency, total):
        values = {
            "total": self._money(total, currency),
            "own": self._money(matter.amount, matter.currency),
            "others": listed(self.env, dict.fromkeys(earlier.mapped("subject"))),
        }
        if guard == "customer":
            return self.env._(
                "%(own)s by itself stays below the limit; together with what was approved for "
                "%(customer)s this month (%(others)s) it comes to %(total)s.",
                customer=matter.payee.name,
                **values,
            )
        if guard == "order":
            return self.env._(
                "%(own)s by itself stays below the limit; together with what was approved for "
                "order %(order)s this month (%(others)s) it comes to %(total)s.",
                order=matter.order,
                **values,
            )
        return self.env._(
            "%(own)s by itself stays below the limit; together with what the same person has "
            "approved this month (%(others)s) it comes to %(total)s.",
            **values,
        )

    # Days and money in words

    @api.model
    def _zone(self, company):
        return pytz.timezone(company.resource_calendar_id.tz or "UTC")

    @api.model
    def _today(self, company):
        now = self.env.cr.now().replace(tzinfo=pytz.utc)
        return now.astimezone(self._zone(company)).date()

    @api.model
    def _month(self, company):
        """Return the first moment of this calendar month and of the next, in the company's zone."""
        zone, first = self._zone(company), self._today(company).replace(day=1)
        return tuple(
            zone.localize(fields.Datetime.to_datetime(day))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (first, first + relativedelta(months=1))
        )

    @api.model
    def _money(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)
