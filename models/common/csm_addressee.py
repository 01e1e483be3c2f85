from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain


class Person(NamedTuple):
    """Somebody who may be addressed: a user, an employee, or both."""

    user: models.Model
    employee: models.Model

    @property
    def name(self):
        return self.employee.name or self.user.name


class CsmAddressee(models.AbstractModel):
    """Finds the person who can be reached now, and says why somebody else was passed over."""

    _name = "csm.addressee"
    _description = "Finding Who Can Be Reached"

    @api.model
    def _reach(self, persons, at, memo=None):
        """Return ``(user, notes)`` for the first of these persons who can be reached at ``at``.

        :param persons: list of :class:`Person`, first choice first
        :param at: naive UTC moment
        :param memo: a dict kept over one run of a job, so nobody is looked up twice
        :return: a ``res.users`` record (empty when nobody is left) and a list of sentences
        """
        memo = {} if memo is None else memo
        self._look_up_absent(persons, at, memo)
        notes = []
        for person in persons:
            reason = self._why_not_reachable(person, at, memo)
            if not reason:
                return person.user, notes
            notes.append(reason)
        return self.env["res.users"], list(dict.fromkeys(notes))

    @api.model
    def _look_up_absent(self, persons, at, memo):
        absent = memo.setdefault(("absent", at), {})
        unknown = {p.employee.id for p in persons if p.employee} - absent.keys()
        if not unknown:
            return
        absent.update(dict.fromkeys(unknown, False))
        # Whether a colleague is away is asked on behalf of the engine, not of the user.
        away = (
            self.env["hr.leave"]
            .sudo()
            ._read_group(
                Domain("employee_id", "in", list(unknown))
                & Domain("state", "=", "validate")
                & Domain("date_from", "<=", at)
                & Domain("date_to", ">", at),
                ["employee_id"],
            )
        )
        absent.update({employee.id: True for (employee,) in away})

    @api.model
    def _why_not_reachable(self, person, at, memo):
        user, employee = person
        if (employee and not employee.active) or (user and not user.active):
            return self.env._("%(name)s has left.", name=person.name)
        if not user:
            return self.env._("%(name)s has no user account.", name=person.name)
        if employee and memo["absent", at][employee.id]:
            return self.env._("%(name)s is on leave.", name=person.name)
        return ""

    # Who is who

    @api.model
    def _person_of_user(self, user, company):
        """Return the user as a person, with the employee in this company if there is one."""
        # The list of employees on a user ends at the companies the reader has open.
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        if not user:
            return Person(user, Employee)
        employees = Employee.search(
            [("user_id", "=", user.id), ("company_id", "=", company.id)], order="active desc, id"
        )
        return Person(user.sudo(), employees[:1])

    @api.model
    def _persons_of_employees(self, employees):
        employees = employees.sudo().with_context(active_test=False)
        return [Person(employee.user_id, employee) for employee in employees]

    @api.model
    def _superiors(self, employee):
        """Return the chain of superiors, the nearest first. A loop ends where it closes."""
        chain, seen = self.env["hr.employee"].sudo(), {employee.id}
        superior = employee.sudo().parent_id
        while superior and superior.id not in seen:
            chain += superior
            seen.add(superior.id)
            superior = superior.parent_id
        return chain
