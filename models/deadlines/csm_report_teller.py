from odoo import api, models
from odoo.tools import format_date, format_datetime, html2plaintext


class CsmReportTeller(models.AbstractModel):
    """Tells at once whom the rules name: a row, a thing to do, a line in the mail, a note.

    Each person hears of one rule once in each round of a record. Nobody hears of a historic
    record, and those complained about never hear of theirs.
    """

    _name = "csm.report.teller"
    _description = "Telling Whom the Rules Name"

    @api.model
    def _tell(self, records, occasion, move=""):
        """Let the rules in force look at records to which something has just happened.

        :param str occasion: ``create``, ``move`` or ``match``
        :param str move: the name of the move, when one was made
        :return: the new rows of ``csm.report``
        """
        Report = self.env["csm.report"].sudo()
        if not self.env["csm.report.rule"]._is_any_for(records._name):
            return Report
        due = self._due(records, occasion, move)
        if not due:
            return Report
        reports = Report.create(self._vals_list(due))
        self._spread(reports, records)
        return reports

    @api.model
    def _due(self, records, occasion, move):
        """Return ``[(record, plan)]`` of what nobody was told yet in this round."""
        # Rules may look at fields the user cannot read.
        records, now, found = records.sudo(), self.env.cr.now(), []
        for company, members in records.grouped("company_id").items():
            plans = [
                plan
                for plan in self.env["csm.report.rule"]._plans(records._name, company.id)
                if plan.covers(now) and plan.is_asked_by(occasion, move)
            ]
            for plan in plans:
                matching = members.filtered_domain(plan.domain)
                found += [(record, plan) for record in matching if self._hears(record, plan)]
        told = self._told_already(records, found)
        return [
            (record, plan)
            for record, plan in found
            if (record.id, plan.root_id, record.report_cycle) not in told
        ]

    @api.model
    def _hears(self, record, plan):
        if record._deadline_is_silent() or record._deadline_is_over():
            return False
        return not plan.team_ids or record._deadline_team().id in plan.team_ids

    @api.model
    def _told_already(self, records, found):
        if not found:
            return set()
        rows = (
            self.env["csm.report"]
            .sudo()
            .search_fetch(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", [record.id for record, _plan in found]),
                    ("root_id", "in", [plan.root_id for _record, plan in found]),
                ],
                ["res_id", "root_id", "cycle"],
            )
        )
        return {(row.res_id, row.root_id.id, row.cycle) for row in rows}

    @api.model
    def _vals_list(self, due):
        """Return the values of the rows: one for each person, or one that says nobody was found."""
        absent, vals_list = {}, []
        for record, plan in due:
            rule = self.env["csm.report.rule"].sudo().browse(plan.rule_id)
            told = {}
            for line in rule.line_ids:
                for user, notes in self._address(line, record, absent):
                    told.setdefault(user, []).extend(notes)
            if len(told) > 1:
                # Somebody heard; why another could not stands with the first who did.
                lost = told.pop(self.env["res.users"], [])
                next(iter(told.values())).extend(lost)
            for user, notes in (told or {self.env["res.users"]: []}).items():
                vals_list.append(self._row_vals(record, plan, rule, (user, notes)))
        return vals_list

    @api.model
    def _address(self, line, record, absent):
        """Return ``[(user, notes)]`` of those a line leads to."""
        now = self.env.cr.now().replace(microsecond=0)
        barred = tuple(record._deadline_not_to_be_told().ids)
        ladder = self.env["csm.report.ladder"]
        # Only who is absent is the same for all; each subject has superiors of its own.
        return [
            ladder._address(
                line, subject, now, {("absent", now): absent, "barred": {record.id: barred}}
            )
            for subject in ladder._subjects(line, record)
        ]

    @api.model
    def _row_vals(self, record, plan, rule, whom):
        user, notes = whom
        now = self.env.cr.now().replace(microsecond=0)
        return {
            "res_model": record._name,
            "res_id": record.id,
            "rule_id": plan.rule_id,
            "root_id": plan.root_id,
            "cycle": record.report_cycle,
            "happened_at": now,
            "told_user_id": user.id,
            "told_by_id": self.env.uid,
            "text": self._text(record, rule),
            "note": "\n".join(dict.fromkeys(notes)) or False,
            # Whoever brings it about knows it.
            "seen_at": user.id == self.env.uid and now,
            **record._deadline_rights_vals(),
        }

    # The words

    @api.model
    def _text(self, record, rule):
        """Return what is told, in the company's language and zone."""
        company = record.company_id
        zone = company.resource_calendar_id.tz or "UTC"
        told = record.with_context(lang=company.partner_id.lang, tz=zone)
        rule = rule.with_env(told.env)
        lines = [rule.wording or rule.name]
        for name in rule._quoted():
            value = self._quote(told, name)
            if value:
                label = told._fields[name]._description_string(told.env)
                lines.append(told.env._("%(label)s: %(value)s", label=label, value=value))
        return "\n".join(lines)

    @api.model
    def _quote(self, record, name):
        field, value = record._fields[name], record[name]
        if not value:
            return ""
        texts = {
            "datetime": lambda: format_datetime(record.env, value, tz=record.env.context.get("tz")),
            "date": lambda: format_date(record.env, value),
            "selection": lambda: dict(field._description_selection(record.env))[value],
            "html": lambda: html2plaintext(value),
        }
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        return texts.get(field.type, lambda: str(value))()

    # What follows

    @api.model
    def _spread(self, reports, records):
        """Write the things to do, the lines of the mails and the notes in the histories."""
        heard = reports.filtered(lambda report: report.told_user_id and not report.seen_at)
        if heard:
            self.env["mail.activity"]._csm_for_reports(heard)
            self.env["csm.deadline.notice"].sudo()._write_down_reports(heard)
            # The mails leave with the next run of the job, which is now.
            self.env.ref("csm.ir_cron_take_steps_deadline").sudo()._trigger()
        for company, mine in reports.grouped("company_id").items():
            concerned = records.sudo().browse(mine.mapped("res_id"))
            concerned.with_context(lang=company.partner_id.lang)._reported(mine)
