from typing import NamedTuple

from odoo import api, models


class Subject(NamedTuple):
    """What the ladder asks about: the record, who is responsible, and whose superiors are meant."""

    id: int
    record: models.Model
    user_id: models.Model
    person_id: models.Model
    team_id: models.Model
    company_id: models.Model
    named_id: models.Model


class CsmReportLadder(models.AbstractModel):
    """Turns the addressee of a report into the person who can be reached now."""

    _name = "csm.report.ladder"
    _description = "Whom a Report Addresses"
    _inherit = ["csm.deadline.ladder"]

    @api.model
    def _subjects(self, line, record):
        """Return one subject; of a line that goes to a field, one for each user named there."""
        named = record[line.field_name] if line.addressee == "field" else ()
        return [self._subject(record, user) for user in named] or [self._subject(record)]

    @api.model
    def _subject(self, record, named=None):
        empty = self.env["res.users"].sudo()
        return Subject(
            id=record.id,
            record=record,
            user_id=record["user_id"] if "user_id" in record._fields else empty,
            person_id=record._report_person(),
            team_id=record._deadline_team(),
            company_id=record.company_id,
            named_id=empty if named is None else named,
        )

    def _persons_field(self, line, subject, at):
        user = subject.named_id
        if not user:
            return [], [
                self.env._("“%(field)s” of the record names nobody.", field=line.field_text)
            ]
        persons = [self._person(user, subject)]
        return persons + self._above(persons), []

    def _persons_department_manager(self, step, subject, at):
        """The department the record names comes before that of the person responsible."""
        record = subject.record
        department = record["department_id"] if "department_id" in record._fields else False
        if department and department.manager_id:
            return self._chain(department.manager_id), []
        return super()._persons_department_manager(step, subject, at)

    def _measured(self, subject):
        """Return the person whose superiors are told."""
        person = subject.person_id or subject.user_id or subject.team_id.leader_id
        return self._person(person, subject)
