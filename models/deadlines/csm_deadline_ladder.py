from odoo import api, fields, models


class CsmDeadlineLadder(models.AbstractModel):
    """Turns the addressee of a step into the person who can be reached now."""

    _name = "csm.deadline.ladder"
    _description = "Whom a Step Addresses"

    @api.model
    def _address(self, step, deadline, at, memo):
        """Return ``(user, notes)`` for a step of a deadline at a moment.

        Whoever is absent, has left or has no account is passed over and named in the notes, which
        are in the company's language. The last resort is the person the company's settings name.
        """
        barred = memo["barred"].get(deadline.id, ())
        # Whom a team's leader or a role means does not depend on who is responsible.
        personal = step.addressee in ("responsible", "department_manager", "superior")
        user_id = deadline.user_id.id if personal else False
        key = (step.id, deadline.company_id.id, deadline.team_id.id, user_id, barred)
        if step.addressee == "department_manager":
            key += tuple(self._manager_named(deadline).ids)
        if key not in memo:
            company = deadline.company_id
            told = self.with_context(lang=company.partner_id.lang)
            persons, notes = told._persons(step.with_env(told.env), deadline, at)
            persons += told._last_resort(company)
            persons = [person for person in persons if person.user.id not in barred]
            user, passed_over = told.env["csm.addressee"]._reach(persons, at, memo)
            if not user:
                passed_over.append(told.env._("Nobody could be reached."))
            memo[key] = user, [*notes, *passed_over]
        return memo[key]

    @api.model
    def _address_above(self, event, told, at, memo):
        """Return ``(user, notes)``: the next superior above whoever heard of an event.

        :param told: ids of the users who heard already on this way up; nobody hears twice
        """
        deadline, company = event.deadline_id, event.deadline_id.company_id
        speaking = self.with_context(lang=company.partner_id.lang)
        addressee = speaking.env["csm.addressee"]
        below = speaking._person(event.user_id, deadline)
        persons = addressee._persons_of_employees(addressee._superiors(below.employee))
        out = {*memo["barred"].get(deadline.id, ()), *told}
        above = [person for person in persons if person.user.id not in out]
        spare = [person for person in speaking._last_resort(company) if person.user.id not in out]
        user, notes = addressee._reach(above + spare, at, memo)
        who = speaking.env._(
            "%(name)s did not say in time that they take care of it.", name=below.name
        )
        if not user:
            notes.append(speaking.env._("Nobody above them could be reached."))
        return user, [who, *notes]

    @api.model
    def _responsible(self, deadline, at, memo):
        """Return whoever handles the record of a deadline now, else the next who can be reached."""
        company = deadline.company_id
        told = self.with_context(lang=company.partner_id.lang)
        persons, _notes = told._persons_responsible(None, deadline, at)
        barred = memo["barred"].get(deadline.id, ())
        persons = [
            person
            for person in persons + told._last_resort(company)
            if person.user.id not in barred
        ]
        return told.env["csm.addressee"]._reach(persons, at, memo)[0]

    def _persons(self, step, deadline, at):
        return getattr(self, f"_persons_{step.addressee}")(step, deadline, at)

    def _persons_responsible(self, step, deadline, at):
        notes = []
        persons = []
        if deadline.user_id:
            persons.append(self._person(deadline.user_id, deadline))
        else:
            notes.append(self.env._("Nobody is responsible yet."))
        leaders, _notes = self._persons_team_leader(step, deadline, at)
        return persons + leaders, notes

    def _persons_team_leader(self, step, deadline, at):
        notes, persons, team = [], [], deadline.team_id
        if not team.leader_id:
            notes.append(self.env._("The team has no leader."))
        while team:
            if team.leader_id:
                persons.append(self._person(team.leader_id, deadline))
            team = team.parent_id
        return persons + self._above(persons), notes

    @api.model
    def _manager_named(self, deadline):
        """Return the manager of the department that the record itself names, if there is one."""
        Model = self.env.get(getattr(deadline, "res_model", ""))
        if Model is None or "department_id" not in Model._fields:
            return self.env["hr.employee"].sudo()
        return Model.sudo().browse(deadline.res_id)["department_id"].manager_id

    def _persons_department_manager(self, step, deadline, at):
        named = self._manager_named(deadline)
        if named:
            return self._chain(named), []
        employee = self._measured(deadline).employee
        manager = employee.department_id.manager_id
        if not manager:
            return [], [
                self.env._(
                    "%(name)s has no department with a manager.",
                    name=employee.name or deadline.user_id.name or self.env._("The responsible"),
                )
            ]
        return self._chain(manager), []

    def _persons_superior(self, step, deadline, at):
        measured = self._measured(deadline)
        chain = self.env["csm.addressee"]._superiors(measured.employee)
        persons = self.env["csm.addressee"]._persons_of_employees(chain[step.level - 1 :])
        if persons:
            return persons, []
        return self.env["csm.addressee"]._persons_of_employees(chain[-1:]), [
            self.env._(
                "%(name)s has no superior %(level)s steps up.",
                name=measured.name or self.env._("The responsible"),
                level=step.level,
            )
        ]

    def _persons_role(self, step, deadline, at):
        zone = deadline.company_id.resource_calendar_id.tz
        day = fields.Datetime.context_timestamp(self.with_context(tz=zone), at).date()
        holders = step.role_id._employees_on(deadline.company_id, day)
        if not holders:
            return [], [self.env._("Nobody holds the role “%(role)s”.", role=step.role_id.name)]
        persons = self.env["csm.addressee"]._persons_of_employees(holders)
        return persons + self._above(persons[:1]), []

    def _last_resort(self, company):
        user = company.csm_fallback_user_id
        return [self.env["csm.addressee"]._person_of_user(user, company)] if user else []

    # Helpers

    def _person(self, user, deadline):
        return self.env["csm.addressee"]._person_of_user(user, deadline.company_id)

    def _measured(self, deadline):
        """Return the person whose superiors climb: the responsible, else the team's leader."""
        return self._person(deadline.user_id or deadline.team_id.leader_id, deadline)

    def _chain(self, employee):
        addressee = self.env["csm.addressee"]
        return addressee._persons_of_employees(employee + addressee._superiors(employee))

    def _above(self, persons):
        """Return the superiors of the last of these persons."""
        addressee = self.env["csm.addressee"]
        employee = persons[-1].employee if persons else self.env["hr.employee"]
        return addressee._persons_of_employees(addressee._superiors(employee))
