from datetime import date

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import periods
from ...tools.ladder import OF_WAGE

# The period of what is counted for good.
EVER = date(1970, 1, 1)


class CsmSanctionProposeMixin(models.AbstractModel):
    """The single way in: proposals in batches, each only once.

    Form, conduct wizard, verdicts and the attendance of a month all come by here. What has a key
    was made by the system from recorded facts; else whoever proposes has proposed it.
    """

    _name = "csm.sanction.propose.mixin"
    _description = "Proposals of Sanctions"
    _inherit = ["csm.company.clock.mixin"]

    @api.model
    def _propose(self, vals_list, problems=None):
        """Propose sanctions, as many at once as there are.

        :param vals_list: for each ``employee_id``, ``offence_id`` and ``offence_on`` (or
            ``offence_at``), and whatever else is known: minutes, cost, description, the record it
            comes of (``res_model``, ``res_id``, ``source_text``). With a ``batch_key`` nothing is
            proposed twice.
        :param list problems: takes ``(vals, sentence)`` of what cannot be proposed, while the
            others are; without it the sentences are raised
        :return: the sanctions in the order given, those that were there already among them
        """
        # Who may propose is decided by the caller; the rules, wages and versions behind are read
        # and written by the system.
        me, told = self.sudo(), [] if problems is None else problems
        there = me._there_already(vals_list)
        fresh = [vals for vals in vals_list if me._key_of(vals) not in there]
        rows = me._rows_to_propose(fresh, told)
        if problems is None and told:
            raise UserError("\n".join(dict.fromkeys(sentence for _vals, sentence in told)))
        made = dict(zip(map(id, fresh), rows, strict=True))
        drawn = me._insert_rows([row for row in rows if row])
        for row, record_id in zip([row for row in rows if row], drawn, strict=True):
            row["id"] = record_id
        new = me.browse(drawn)
        new._take_in([vals for vals in fresh if made[id(vals)]])
        ids = [
            there.get(me._key_of(vals)) or (made[id(vals)] or {}).get("id") for vals in vals_list
        ]
        return self.browse(dict.fromkeys(filter(None, ids)))

    def _take_in(self, vals_list):
        """Count what has just come in, and let follow what follows."""
        self._recount_mine()
        for sanction, vals in zip(self, vals_list, strict=True):
            if vals.get("evidence_ids"):
                sanction.evidence_ids = vals["evidence_ids"]
        self._share_with_superiors()
        self.env["csm.deadline.keeper"]._open(self)
        self.filtered("proposer_id")._check_entered()

    @api.model
    def _key_of(self, vals):
        return vals.get("batch_key") or object()

    @api.model
    def _there_already(self, vals_list):
        """Return ``{key: id}`` of the proposals that were made before."""
        keys = [vals["batch_key"] for vals in vals_list if vals.get("batch_key")]
        if not keys:
            return {}
        self.env.flush_all()
        query = SQL("SELECT batch_key, id FROM csm_sanction WHERE batch_key = ANY(%s)", keys)
        return dict(self.env.execute_query(query))

    @api.model
    def _rows_to_propose(self, vals_list, told):
        """Return a row to insert for each of these, None for what cannot be proposed."""
        days = [self._day_of(vals) for vals in vals_list]
        pairs = [(vals.get("employee_id"), day) for vals, day in zip(vals_list, days, strict=True)]
        persons = self.env["csm.sanction.person"]._persons(pairs)
        rows = []
        for vals, pair in zip(vals_list, pairs, strict=True):
            standing = persons.get(pair)
            ladder, sentence = self._ladder_for(vals, pair[1], standing)
            if sentence:
                told.append((vals, sentence))
            rows.append(None if sentence else self._row(vals, pair[1], standing, ladder))
        return rows

    @api.model
    def _day_of(self, vals):
        """Return the day of an offence in the employee's zone."""
        if vals.get("offence_on"):
            return fields.Date.to_date(vals["offence_on"])
        employee = self.env["hr.employee"].browse(vals.get("employee_id"))
        if vals.get("offence_at"):
            moment = fields.Datetime.to_datetime(vals["offence_at"])
            return fields.Datetime.context_timestamp(
                self.with_context(tz=employee.tz or "UTC"), moment
            ).date()
        return self._today_of(employee.company_id or self.env.company)

    @api.model
    def _ladder_for(self, vals, day, standing):
        """Return the ladder that answers, or the sentence why none does."""
        offence = self.env["csm.offence"].browse(vals.get("offence_id"))
        if not standing or not offence:
            return None, self.env._("A sanction names an employee and an offence or a merit.")
        company = self.env["res.company"].browse(vals.get("company_id") or standing.company_id)
        refusal = self._why_not_propose(vals, day, standing, company)
        if refusal:
            return None, refusal
        found = self.env["csm.sanction.rule"]._ladders_for(
            company.id, offence.id, standing.person, self._midnight_of(company, day)
        )
        if len(found) != 1:
            return None, self._why_not_one(offence, company, day, found)
        rule = self.env["csm.sanction.rule"].browse(found[0].rule_id)
        refusal = rule._why_not_offence(vals) or self._why_not_priced(found[0], vals, standing)
        return found[0], refusal

    @api.model
    def _why_not_propose(self, vals, day, standing, company):
        if day > self._today_of(company):
            return self.env._(
                "%(employee)s, %(day)s: the day lies in the future. Enter when it happened.",
                employee=standing.name,
                day=day,
            )
        by_hand = not vals.get("batch_key") and self.env.uid != SUPERUSER_ID
        if by_hand and standing.user_id == self.env.uid:
            return self.env._(
                "Nobody proposes a sanction for themselves, neither reward nor penalty. Ask your "
                "superior."
            )
        if company.id != standing.company_id:
            return self.env._(
                "%(employee)s does not work for %(company)s.",
                employee=standing.name,
                company=company.name,
            )
        return ""

    @api.model
    def _why_not_one(self, offence, company, day, found):
        if not found:
            return self.env._(
                "No rule that %(company)s had in force on %(day)s says what “%(offence)s” brings. "
                "Adopt a regulation with a ladder for it.",
                company=company.name,
                day=day,
                offence=offence.name,
            )
        rules = self.env["csm.sanction.rule"].browse(ladder.rule_id for ladder in found)
        return self.env._(
            "“%(offence)s” is answered by two rules at once: %(rules)s. End one of the adoptions.",
            offence=offence.name,
            rules=", ".join(f"“{rule.name}” ({rule.article_id.display_name})" for rule in rules),
        )

    @api.model
    def _why_not_priced(self, ladder, vals, standing):
        """Refuse what cannot be reckoned: no wage, no cost, no light or serious."""
        offence, kinds = vals.get("offence_id"), {step.kind for step in ladder.steps}
        name = self.env["csm.offence"].browse(offence).name
        if not standing.wage and not kinds.isdisjoint(OF_WAGE):
            return self.env._(
                "%(employee)s: “%(offence)s” costs a part of the wage, and no wage is entered for "
                "that day. Enter it with the employee, then propose again.",
                employee=standing.name,
                offence=name,
            )
        if not vals.get("cost") and not kinds.isdisjoint(("cost_times", "full_cost")):
            return self.env._(
                "%(employee)s: “%(offence)s” is reckoned by what it cost. Enter the cost.",
                employee=standing.name,
                offence=name,
            )
        if not vals.get("severity") and all(step.severity for step in ladder.steps):
            return self.env._(
                "%(employee)s: of “%(offence)s” there are light and serious cases. Say which.",
                employee=standing.name,
                offence=name,
            )
        return ""

    @api.model
    def _row(self, vals, day, standing, ladder):
        """Return the values of one proposal as they are inserted."""
        known = {name: value for name, value in vals.items() if name != "evidence_ids"}
        by_system = bool(vals.get("batch_key")) or self.env.uid == SUPERUSER_ID
        now = self.env.cr.now().replace(microsecond=0)
        return {
            "state": "proposed",
            "proposed_at": now,
            "proposer_id": None if by_system else self.env.uid,
            "quantity": 1,
            **known,
            "company_id": standing.company_id,
            "offence_on": day,
            "department_id": standing.department_id,
            "manager_id": standing.manager_id,
            "user_id": standing.user_id,
            "kind": ladder.kind,
            "rule_id": ladder.rule_id,
            "root_id": ladder.root_id,
            "article_id": ladder.article_id,
            "destination": ladder.destination,
            "window_on": EVER if ladder.window == "ever" else periods.begin(ladder.window, day),
            "month_on": day.replace(day=1),
            "month_minutes": vals.get("month_minutes")
            or (
                any(step.kind == "absence_wage" for step in ladder.steps)
                and self._working_minutes(standing, day)
            )
            or None,
        }

    @api.model
    def _working_minutes(self, standing, day):
        """Return how many minutes a month has in somebody's own working schedule."""
        company = self.env["res.company"].browse(standing.company_id)
        calendar = self.env["resource.calendar"].browse(standing.calendar_id)
        calendar = calendar or company.resource_calendar_id
        first = day.replace(day=1)
        span = (first, periods.month_later(first, 1))
        moments = [self._midnight_of(company, moment) for moment in span]
        return calendar._clock(company).working_time(*moments).total_seconds() // 60

    @api.model
    def _insert_rows(self, rows):
        """Insert many sanctions at once, each with its number; returns their ids in order."""
        if not rows:
            return []
        self._draw_numbers(rows)
        self.env.flush_all()
        base = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        now = self.env.cr.now()
        stamps = {**base, "create_date": now, "write_date": now}
        names = sorted({name for row in rows for name in row if self._fields[name].store})
        columns = [
            [self._fields[name].convert_to_column_insert(row.get(name), self) for row in rows]
            for name in names
        ]
        kinds = [self._fields[name].column_type[1] for name in names]
        stamp_names = [SQL.identifier(name) for name in stamps]
        query = SQL(
            "INSERT INTO csm_sanction (%s, %s) SELECT %s, u.* FROM unnest(%s) AS u RETURNING id",
            SQL(", ").join(stamp_names),
            SQL(", ").join(SQL.identifier(name) for name in names),
            SQL(", ").join(SQL("%s", value) for value in stamps.values()),
            self._arrays(columns, [kind.split("(")[0] for kind in kinds]),
        )
        ids = [record_id for (record_id,) in self.env.execute_query(query)]
        self.invalidate_model(flush=False)
        return ids

    @api.model
    def _draw_numbers(self, rows):
        series = {}
        for row in rows:
            series.setdefault((row["company_id"], self._number_prefix(row)), []).append(row)
        for (company_id, prefix), members in series.items():
            counter = self.env["csm.number.counter"]
            numbers = counter.draw(self._name, company_id, prefix, len(members))
            for row, number in zip(members, numbers, strict=True):
                row["number"] = number
