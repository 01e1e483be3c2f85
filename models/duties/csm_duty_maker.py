from zoneinfo import ZoneInfo

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# So many duties are made before the job commits.
BATCH = 500
# What says who may read a duty about a classified record.
CONFINED = ("company_id", "team_id", "level", "is_confined")


class CsmDutyMaker(models.AbstractModel):
    """Makes the duties that rules in force demand; a second run finds nothing to make."""

    _name = "csm.duty.maker"
    _description = "Making of Duties"

    @api.model
    def _cron_make_duties(self):
        commit_progress = self.env["ir.cron"]._commit_progress
        rules = self.env["csm.duty.rule"]._at_work(self.env.cr.now())
        commit_progress(remaining=len(rules))
        while self.env["csm.duty"]._miss_overdue(BATCH) == BATCH:
            commit_progress()
        while self.env["csm.duty"]._pass_on_left(BATCH) == BATCH:
            commit_progress()
        for rule in rules:
            while self._make_some(rule) == BATCH:
                if not commit_progress():
                    return
            if not commit_progress(1):
                return

    @api.model
    def _make_now(self):
        """Make all duties that are owed by now, in one transaction."""
        for rule in self.env["csm.duty.rule"]._at_work(self.env.cr.now()):
            while self._make_some(rule) == BATCH:
                pass

    @api.model
    def _make_some(self, rule):
        """Make at most one batch of the duties a rule demands by now; returns how many."""
        # Another node may be at the same rule just now; what it makes, it makes.
        if not rule.try_lock_for_update():
            return 0
        made = 0
        for team in self._teams_of(rule):
            for first, *moments in self._times_of(rule, team):
                targets = self._targets(rule, team, first, BATCH - made)
                head = self._head(rule, first, *moments)
                self._make([{**head, **target} for target in targets])
                made += len(targets)
                if made >= BATCH:
                    return BATCH
        return made

    @api.model
    def _make(self, vals_list):
        # Duties are made by the system alone.
        duties = self.env["csm.duty"].sudo().create(vals_list)
        duties._new_lines()
        return duties

    @api.model
    def _head(self, rule, first, opens, due, held):
        return {
            "rule_id": rule.id,
            "root_id": rule._root().id,
            "article_id": rule.article_id.id,
            "company_id": rule.company_id.id,
            "period_on": first,
            "period_text": rule._recurrence().label(first),
            "opens_at": opens,
            "due_at": due,
            "held_at": held,
        }

    # When

    @api.model
    def _times_of(self, rule, team):
        calendar = team._calendar() if team else rule.company_id.resource_calendar_id
        zone = ZoneInfo(pytz.timezone(calendar.tz or "UTC").zone)
        now = self.env.cr.now().replace(microsecond=0)
        if not calendar:
            return rule._times(zone, lambda _day: True, now)
        clock = calendar._clock(rule.company_id)
        return rule._times(zone, lambda day: clock.working_day_end(day) is not None, now)

    # For whom

    @api.model
    def _teams_of(self, rule):
        """Return whose working schedule counts: each team's, or the company's for all in one."""
        teams = rule.adoption_id.team_ids
        if rule.scope == "company":
            # Adopted for some teams only, it is the business of the first of them.
            return [teams[:1]]
        if rule.scope == "record" and not teams:
            return [teams]
        return teams or teams.search([("company_id", "=", rule.company_id.id)])

    @api.model
    def _targets(self, rule, team, first, limit):
        """Return the values of at most so many duties of one time that are not there yet."""
        if rule.scope == "record":
            return self._target_records(rule, team, first, limit)
        targets = getattr(self, f"_target_{rule.scope}")(rule, team)
        mine = [("root_id", "=", rule._root().id), ("period_on", "=", first)]
        known = set(self.env["csm.duty"].sudo().search(mine).mapped("target"))
        stricter = rule._stricter()
        return [
            {**values, "target": target, **self._persons(rule, values)}
            for target, values in targets.items()
            if target not in known and not stricter
        ][:limit]

    @api.model
    def _target_company(self, rule, team):
        return {"company": {"team_id": team.id}}

    @api.model
    def _target_team(self, rule, team):
        return {f"team:{team.id}": {"team_id": team.id}}

    @api.model
    def _target_person(self, rule, team):
        persons = team.member_ids.filtered("active")
        if rule.role_id:
            holders = rule.role_id._employees_on(rule.company_id, self._today(rule.company_id))
            persons &= holders.user_id
        return {f"user:{user.id}": {"team_id": team.id, "user_id": user.id} for user in persons}

    @api.model
    def _target_records(self, rule, team, first, limit):
        Model = self.env[rule.model].sudo()
        wanted = Domain("company_id", "=", rule.company_id.id) & Model._duty_domain()
        wanted &= rule._domain() & Model._duty_since(first)
        if team:
            wanted &= Domain("team_id", "=", team.id)
        for stricter in rule._stricter():
            wanted &= ~stricter._domain()
        missing = Domain.custom(to_sql=self._lacking(rule, first))
        records = Model.search(wanted & missing, limit=limit, order="id")
        return [
            {
                "res_model": record._name,
                "res_id": record.id,
                "target": f"{record._name}:{record.id}",
                **record._duty_rights(),
                **self._persons(rule, record._duty_rights(), record),
            }
            for record in records
        ]

    @api.model
    def _lacking(self, rule, first):
        """Return the SQL condition of records that have no duty of this rule and period yet."""
        self.env["csm.duty"].flush_model(["root_id", "period_on", "res_model", "res_id"])
        return lambda model, alias, _query: SQL(
            """NOT EXISTS (SELECT 1 FROM csm_duty duty
                            WHERE duty.root_id = %s AND duty.period_on = %s
                              AND duty.res_model = %s AND duty.res_id = %s.id)""",
            rule._root().id,
            first,
            model._name,
            SQL.identifier(alias),
        )

    # Who

    @api.model
    def _persons(self, rule, values, record=None):
        """Return who does a duty and who signs it off, as far as they can be reached."""
        team = self.env["csm.team"].browse(values.get("team_id"))
        doer = self.env["res.users"].browse(values.get("user_id"))
        if rule.scope != "person" and rule.addressee != "member":
            doer = getattr(self, f"_doer_{rule.addressee}")(rule, team, record)
        elif rule.scope != "person":
            doer = doer.browse()
        found = {"user_id": doer.id, "signer_id": self._signer(rule, team, doer).id}
        return self._only_cleared(values, found)

    @api.model
    def _only_cleared(self, values, found):
        """A classified record has nothing to do with who is not of the team that keeps it."""
        if not values.get("is_confined"):
            return found
        row = self.env["csm.duty"].new({name: values[name] for name in CONFINED})
        cleared = row._cleared_members().ids
        return {name: user in cleared and user for name, user in found.items()}

    @api.model
    def _doer_responsible(self, rule, team, record):
        return record._duty_responsible() or team.leader_id

    @api.model
    def _doer_leader(self, rule, team, record):
        return team.leader_id or self._top_leader(rule.company_id)

    @api.model
    def _doer_role(self, rule, team, record):
        return self._holder(rule.role_id, rule.company_id) or self._doer_leader(rule, team, record)

    @api.model
    def _signer(self, rule, team, doer):
        company = rule.company_id
        if rule.sign_off == "none":
            return self.env["res.users"]
        if rule.sign_off == "role":
            return self._holder(rule.sign_role_id, company)
        addressee = self.env["csm.addressee"]
        employee = addressee._person_of_user(doer, company).employee
        above = addressee._persons_of_employees(addressee._superiors(employee))
        leaders = (team.leader_id | team.overseer_ids) - doer
        named = [addressee._person_of_user(user, company) for user in leaders]
        persons = above + named if rule.sign_off == "superior" else named + above
        return addressee._reach(persons, self.env.cr.now())[0]

    @api.model
    def _holder(self, role, company):
        addressee = self.env["csm.addressee"]
        holders = role._employees_on(company, self._today(company))
        persons = addressee._persons_of_employees(holders)
        return addressee._reach(persons, self.env.cr.now())[0]

    @api.model
    def _top_leader(self, company):
        top = [("company_id", "=", company.id), ("parent_id", "=", False)]
        leaders = self.env["csm.team"].search(top).leader_id
        return leaders[:1] or company.csm_fallback_user_id

    @api.model
    def _today(self, company):
        return self.env["csm.company.clock.mixin"]._today_of(company)
