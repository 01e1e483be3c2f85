from odoo import api, models

from ..deadlines.csm_report_ladder import Subject


class CsmApprovalLadder(models.AbstractModel):
    """Turns a step of an approval into the person who can and may decide now."""

    _name = "csm.approval.ladder"
    _description = "Who Approves"
    _inherit = ["csm.report.ladder"]

    @api.model
    def _approver(self, step, level, subject, passed, memo):
        """Return ``(user, person meant first, notes)`` for a step.

        :param int level: of steps that climb level by level, which one is meant; else 0
        :param subject: the :class:`Subject` a request is about
        :param dict passed: ``{user id: why this person does not decide here}``
        :param dict memo: kept over one piece of work, so that nobody is looked up twice
        """
        at = self.env.cr.now().replace(microsecond=0)
        told = self.with_context(lang=subject.company_id.partner_id.lang)
        persons, notes = told._known(step.with_env(told.env), subject, at, memo)
        persons = persons[level - 1 :] if level else persons
        able, notes = [], list(notes)
        for person in persons:
            if person.user.id in passed:
                notes.append(passed[person.user.id])
            else:
                able.append(person)
        user, over = told.env["csm.addressee"]._reach(able, at, memo)
        if not user:
            over.append(told.env._("Nobody can decide on it at the moment."))
        first = persons[0].user if persons else self.env["res.users"]
        return user, first, list(dict.fromkeys([*notes, *over]))

    @api.model
    def _known(self, step, subject, at, memo):
        """Return the persons of a step; whom a role means is looked up once."""
        key = (step.id, subject.company_id.id, subject.team_id.id, subject.person_id.id)
        if step.addressee not in ("role", "superior", "team_leader"):
            key += (subject.id,)
        if key not in memo:
            memo[key] = self._persons(step, subject, at)
        return memo[key]

    @api.model
    def _subject_of(self, record, asker):
        """Return what the ladder asks about; superiors are those of whoever asks."""
        record = record.sudo()
        empty = self.env["res.users"].sudo()
        return Subject(
            id=record.id,
            record=record,
            user_id=record["user_id"] if "user_id" in record._fields else empty,
            person_id=record._approval_person() or asker.sudo(),
            team_id=record._approval_team(),
            company_id=record._approval_company(),
            named_id=empty,
        )

    def _persons_field(self, line, subject, at):
        named = subject.record[line.field_name][:1]
        return super()._persons_field(line, subject._replace(named_id=named), at)

    def _persons_superiors(self, step, subject, at):
        """Return the superiors of whoever asks, the nearest first."""
        chain = self.env["csm.addressee"]._superiors(self._measured(subject).employee)
        return self.env["csm.addressee"]._persons_of_employees(chain), []

    def _last_resort(self, company):
        """Nobody approves because nobody else is there: the step waits instead."""
        return []
