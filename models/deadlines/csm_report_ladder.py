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


class CsmReportLadder(models.AbstractModel):
    """Turns the addressee of a report into the person who can be reached now."""

    _name = "csm.report.ladder"
    _description = "Whom a Report Addresses"
    _inherit = ["csm.deadline.ladder"]

    @api.model
    def _subject(self, record):
        empty = self.env["res.users"].sudo()
        return Subject(
            id=record.id,
            record=record,
            user_id=record["user_id"] if "user_id" in record._fields else empty,
            person_id=record._report_person(),
            team_id=record._deadline_team(),
            company_id=record.company_id,
        )

    def _persons_field(self, line, subject, at):
        users = subject.record[line.field_id.name]
        if not users:
            return [], [
                self.env._(
                    "“%(field)s” of the record names nobody.",
                    field=line.field_id.field_description,
                )
            ]
        persons = [self._person(user, subject) for user in users]
        return persons + self._above(persons[:1]), []

    def _measured(self, subject):
        """Return the person whose superiors are told."""
        person = subject.person_id or subject.user_id or subject.team_id.leader_id
        return self._person(person, subject)
