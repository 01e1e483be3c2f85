from odoo import api, models
from odoo.fields import Command


class CsmDeadlineRecomputeOrderMixin(models.AbstractModel):
    """Orders recomputations, and says how one ended. Every order is worked off in the background.

    Other rooms call ``_recompute_records``, ``_recompute_running``, ``_follow_versions`` and
    ``_take_up_open_records``; each returns the jobs, one per company and model.
    """

    _name = "csm.deadline.recompute.order.mixin"
    _description = "Ordering Recomputations"

    # Orders

    @api.model
    def _recompute_records(self, reason, model, domain, company=None):
        """Order that the deadlines of the records of a domain be reckoned anew."""
        company = company or self.env.company
        return self._place(company, model, reason, domain=repr(list(domain)))

    @api.model
    def _recompute_running(self, reason, companies, calendars=()):
        """Order that all running deadlines be reckoned anew, or those of some calendars."""
        jobs = self.browse()
        calendar_ids = [calendar.id for calendar in calendars]
        for company, model in self._running(companies.ids, calendar_ids):
            jobs |= self._place(
                self.env["res.company"].browse(company),
                model,
                reason,
                calendar_ids=[Command.set(calendar_ids)],
            )
        return jobs

    @api.model
    def _follow_versions(self, reason, rules):
        """Order that running deadlines of earlier versions follow these rules."""
        return self._of_rules("version", reason, rules)

    @api.model
    def _take_up_open_records(self, reason, rules):
        """Order that these rules be applied to the open records that began before them."""
        return self._of_rules("take_up", reason, rules)

    @api.model
    def _of_rules(self, kind, reason, rules):
        jobs = self.browse()
        for (company, model), mine in rules.grouped(lambda r: (r.company_id, r.model)).items():
            values = {"kind": kind, "rule_ids": [Command.set(mine.ids)]}
            if kind == "take_up":
                values["domain"] = repr(list(self.env[model]._deadline_open_domain()))
            jobs |= self._place(company, model, reason, **values)
        return jobs

    @api.model
    def _place(self, company, model, reason, **values):
        # Whoever may change rules or hours sets this off without being able to write jobs.
        job = self.sudo().create(
            {
                "company_id": company.id,
                "res_model": model,
                "reason": reason,
                "requested_by_id": self.env.uid,
                **values,
            }
        )
        self._wake()
        return job.with_env(self.env)

    @api.model
    def _wake(self):
        self.env.ref("csm.ir_cron_recompute_deadlines").sudo()._trigger()

    @api.model
    def _running(self, company_ids, calendar_ids):
        """Return the ``(company id, model)`` that have running deadlines of these calendars."""
        domain = [("state", "=", "running"), ("company_id", "in", company_ids)]
        if calendar_ids:
            domain.append(("calendar_id", "in", calendar_ids))
        groups = self.env["csm.deadline"].sudo()._read_group(domain, ["company_id", "res_model"])
        return [(company.id, model) for company, model in groups]

    # Hours that changed

    @api.model
    def _hours_changed(self, calendars):
        """Order the recomputation of what these calendars count; of everything without any.

        An order of the same kind that has not begun yet serves this change too.
        """
        domain = [("state", "=", "running")]
        if calendars:
            domain.append(("calendar_id", "in", calendars.ids))
        groups = self.env["csm.deadline"].sudo()._read_group(domain, ["company_id", "res_model"])
        for company, model in groups:
            if not self._is_ordered(company, model, calendars):
                told = self.with_context(lang=company.partner_id.lang)
                reason = told.env._("Working hours or holidays have changed")
                commands = [Command.set(calendars.ids)]
                self._place(company, model, reason, calendar_ids=commands)

    @api.model
    def _is_ordered(self, company, model, calendars):
        waiting = self.sudo().search(
            [
                ("state", "=", "waiting"),
                ("kind", "=", "sync"),
                ("domain", "=", False),
                ("company_id", "=", company.id),
                ("res_model", "=", model),
            ]
        )
        return any(
            not job.calendar_ids or (calendars and calendars <= job.calendar_ids) for job in waiting
        )

    # By hand

    @api.model
    def action_recompute_all(self):
        """Order that every running deadline of the user's companies be reckoned anew."""
        self._check_is_manager()
        reason = self.env._("Ordered by %(user)s", user=self.env.user.name)
        jobs = self._recompute_running(reason, self.env.companies)
        return jobs._tell_ordered()

    def _tell_ordered(self):
        """Tell the user that the jobs work in the background, and where to see how far."""
        text = self.env._("The deadlines are being reckoned anew in the background.")
        if not self:
            text = self.env._("No deadline is running, so there is nothing to reckon anew.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "success",
                "next": self.env["ir.actions.act_window"]._for_xml_id(
                    "csm.csm_deadline_recompute_action"
                ),
            },
        }

    # How it ended

    def _end_text(self):
        if self.failed_count:
            return self.env._(
                "%(reason)s: the deadlines of %(count)s records have been reckoned anew; "
                "%(failed)s could not be.",
                reason=self.reason,
                count=self.done_count - self.failed_count,
                failed=self.failed_count,
            )
        return self.env._(
            "%(reason)s: the deadlines of %(count)s records have been reckoned anew.",
            reason=self.reason,
            count=self.done_count,
        )

    def _prepare_mail_vals(self, text):
        user = self.requested_by_id
        sender = self.company_id.email_formatted or user.company_id.email_formatted
        return {
            "subject": self.env._("Deadlines reckoned anew: %(reason)s", reason=self.reason),
            "body_html": self.env["ir.qweb"]._render(
                "csm.csm_deadline_recompute_mail", {"user": user, "text": text, "job": self}
            ),
            "email_to": user.email_formatted,
            "email_from": sender,
            "auto_delete": False,
            "state": "outgoing",
        }
