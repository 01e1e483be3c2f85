from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from odoo import api, models
from odoo.fields import Domain

from ...tools.outlook import Tally
from .csm_deadline_keeper import Work


class CsmDeadlineOutlook(models.AbstractModel):
    """Computes what other rules would do to the deadlines of open records, and writes nothing."""

    _name = "csm.deadline.outlook"
    _description = "What Would Change"

    @api.model
    def _open_domain(self, model, company, teams):
        """Return which records of a model a change for a company and some teams may touch."""
        Model = self.env[model]
        domain = Domain("company_id", "=", company.id) & Model._deadline_open_domain()
        if teams and "team_id" in Model._fields:
            domain &= Domain("team_id", "in", teams.ids)
        return domain

    @api.model
    def _plans_of(self, rules):
        """Return the plans of rules not in force yet, as if they had been valid ever since."""
        plans = (rules._plan_of(rule.id) for rule in rules)
        return [replace(plan, valid_from=datetime.min, valid_to=None) for plan in plans]

    @api.model
    def _look(self, records, plans, is_version=False):
        """Return ``{obligation id: Tally}`` of these records under these plans.

        :param is_version: the plans take the place of earlier versions, where those are running
        """
        # The engine counts what the reader may see; rules may look at fields the reader cannot.
        records = records.sudo()
        work, tallies = Work(self.env), defaultdict(Tally)
        work.spans = self.env["csm.deadline.pause"]._spans(records, work.now)
        rows = self.env["csm.deadline.keeper"]._rows(records).grouped("res_id")
        matching = {plan.rule_id: self._matching(records, plan) for plan in plans}
        for record in records:
            mine = rows.get(record.id, self.env["csm.deadline"])
            applied = [(plan, record.id in matching[plan.rule_id]) for plan in plans]
            for obligation_id, dues in self._dues(record, mine, applied, work, is_version).items():
                tallies[obligation_id].add(record.id, *dues, work.now)
        return tallies

    @api.model
    def _matching(self, records, plan):
        found = records.filtered_domain(plan.domain)
        if plan.team_ids:
            found = found.filtered(lambda record: record._deadline_team().id in plan.team_ids)
        return set(found.ids)

    @api.model
    def _dues(self, record, rows, applied, work, is_version):
        """Return ``{obligation id: (due today, due then)}`` of what these plans touch."""
        last, touched, dropped = rows._last_of_each_rule(), defaultdict(list), set()
        for plan, is_met in applied:
            own = last.get((record.id, plan.root_id))
            if own and own.state == "running":
                dropped.add(own.id)
                touched[plan.obligation_id] += [self._moved(record, own, plan, work)] * is_met
            elif is_met and not is_version:
                due = self._begun(record, plan, last, work)
                if due:
                    touched[plan.obligation_id].append(due)
        running = rows.filtered(lambda row: row.state == "running")
        return {
            obligation_id: self._binding(running, obligation_id, dropped, dues)
            for obligation_id, dues in touched.items()
        }

    @api.model
    def _binding(self, running, obligation_id, dropped, dues):
        """Return the earliest due moment of an obligation, as it is and as it would be."""
        mine = [row for row in running if row.obligation_id.id == obligation_id and row.due_at]
        kept = [row.due_at for row in mine if row.id not in dropped]
        today = min((row.due_at for row in mine), default=None)
        return today, min([*kept, *filter(None, dues)], default=None)

    @api.model
    def _begun(self, record, plan, last, work):
        """Return when a rule without a row here would be due; nothing when it asks nothing."""
        keeper = self.env["csm.deadline.keeper"]
        begin = keeper._next_begin(record, plan, last, work)
        if not begin or keeper._end_of_cycle(record, plan, begin):
            return None
        _fact, start, cycle = begin
        promised = keeper._promise(record, plan, start, cycle)
        return keeper._due(record, plan, start, work, promised)[0]

    @api.model
    def _moved(self, record, row, plan, work):
        """Return when a running row would be due under another version."""
        keeper = self.env["csm.deadline.keeper"]
        promised = keeper._promise_of_row(record, row, plan, row.started_at, work)
        return keeper._due(record, plan, row.started_at, work, promised)[0]
