from markupsafe import Markup

from odoo import api, fields, models


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["csm.report.activity.mixin", "mail.activity"]

    csm_deadline_id = fields.Many2one(
        "csm.deadline", "Deadline", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    @api.model
    def _csm_for_events(self, events):
        """Put one thing to do on the list of everybody these deadline events address."""
        if not events:
            return self.browse()
        types = {
            kind: self.env.ref(f"csm.mail_activity_type_{kind}")
            for kind in ("remind", "breach", "climb")
        }
        # Two rungs may lead to one person; that is one thing to do.
        first = {}
        for event in events.filtered("user_id"):
            first.setdefault((event.user_id, event.deadline_id, event.kind), event)
        vals_list = [self._csm_prepare_vals(event, types[event.kind]) for event in first.values()]
        for model, deadlines in events.deadline_id.grouped("res_model").items():
            # The activities ask for these names one by one; read together they cost one query.
            self.env[model].sudo().browse(deadlines.mapped("res_id")).mapped("display_name")
        # Everybody gets one mail per run that lists their records; no mail per activity.
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        return quiet.create(vals_list)

    @api.model
    def _csm_prepare_vals(self, event, activity_type):
        deadline = event.deadline_id
        told = deadline.with_context(lang=event.user_id.lang, tz=event.user_id.tz)
        local = fields.Datetime.context_timestamp(told, deadline.due_at)
        return {
            "res_model_id": self.env["ir.model"]._get_id(deadline.res_model),
            "res_id": deadline.res_id,
            "user_id": event.user_id.id,
            "activity_type_id": activity_type.id,
            "summary": f"{told.obligation_id.name}: {told.rule_id.article_id.display_name}",
            "note": event.note and Markup("<p>%s</p>") % event.note,
            "date_deadline": local.date(),
            "csm_deadline_id": deadline.id,
        }

    @api.model
    def _csm_close(self, deadlines):
        """Take the things to do off the lists once the obligation is met or gone.

        They vanish instead of counting as done: their persons did not do them, and the history
        of the record tells what happened.
        """
        # The addressees' own lists are cleaned by the engine.
        self.sudo().search([("csm_deadline_id", "in", deadlines.ids)]).unlink()
