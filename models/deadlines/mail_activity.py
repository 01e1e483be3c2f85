from markupsafe import Markup

from odoo import api, fields, models


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["csm.report.activity.mixin", "mail.activity"]

    csm_deadline_id = fields.Many2one(
        "csm.deadline", "Deadline", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    csm_is_asked = fields.Boolean("Asks Me to Take Care", compute="_compute_csm_is_asked")

    @api.depends_context("uid")
    @api.depends("csm_deadline_id.is_asked", "user_id")
    def _compute_csm_is_asked(self):
        for activity in self:
            mine = activity.csm_deadline_id and activity.user_id == self.env.user
            # Whoever was told need not be able to read the row itself.
            activity.csm_is_asked = bool(mine) and activity.sudo().csm_deadline_id.is_asked

    @api.model
    def _csm_for_events(self, events):
        """Put one thing to do on the list of everybody these deadline events address."""
        events = events._worth_telling()
        if not events:
            return self.browse()
        types = {
            kind: self.env.ref(f"csm.mail_activity_type_{kind}")
            for kind in ("remind", "breach", "climb", "run_on")
        }
        there = self._csm_make_room(events, types["remind"])
        # Two rungs may lead to one person; that is one thing to do.
        vals_list = [
            self._csm_prepare_vals(event, types[event.kind])
            for event in events
            if (event.user_id, event.deadline_id, types[event.kind]) not in there
        ]
        for model, deadlines in events.deadline_id.grouped("res_model").items():
            # The activities ask for these names one by one; read together they cost one query.
            self.env[model].sudo().browse(deadlines.mapped("res_id")).mapped("display_name")
        # Everybody gets one mail per run that lists their records; no mail per activity.
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        return quiet.create(vals_list)

    @api.model
    def _csm_make_room(self, events, reminding):
        """Take reminders off the lists of those who hear of the breach itself.

        :return: what stands on the lists already, as ``{(user, deadline, activity type)}``
        """
        # The addressees' own lists are kept by the engine.
        there = self.sudo().search(
            [
                ("csm_deadline_id", "in", events.deadline_id.ids),
                ("user_id", "in", events.user_id.ids),
            ]
        )
        worse = {
            (event.user_id, event.deadline_id)
            for event in events
            if event.kind in ("breach", "climb")
        }
        outdone = there.filtered(
            lambda activity: (
                activity.activity_type_id == reminding
                and (activity.user_id, activity.csm_deadline_id) in worse
            )
        )
        kept = {
            (activity.user_id, activity.csm_deadline_id, activity.activity_type_id)
            for activity in there - outdone
        }
        outdone.unlink()
        return kept

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
            "note": self._csm_note(event, told),
            "date_deadline": local.date(),
            "csm_deadline_id": deadline.id,
        }

    @api.model
    def _csm_note(self, event, told):
        """Return what stands under the thing to do: what was found, and until when to answer."""
        note = event.note and Markup("<p>%s</p>") % event.note
        asking = event.with_env(told.env)._asking_text()
        return (note or Markup()) + Markup("<p>%s</p>") % asking if asking else note

    def action_csm_take_care(self):
        """Say from one's list that one takes care of it."""
        self.check_access("read")
        mine = self.sudo().filtered(lambda activity: activity.user_id == self.env.user)
        return mine.csm_deadline_id.action_take_care()

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "csm_is_asked"]

    @api.model
    def _csm_close(self, deadlines):
        """Take the things to do off the lists once the obligation is met or gone.

        They vanish instead of counting as done: their persons did not do them, and the history
        of the record tells what happened.
        """
        # The addressees' own lists are cleaned by the engine.
        self.sudo().search([("csm_deadline_id", "in", deadlines.ids)]).unlink()
