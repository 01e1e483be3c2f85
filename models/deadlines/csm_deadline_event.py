from odoo import fields, models
from odoo.exceptions import UserError


class CsmDeadlineEvent(models.Model):
    """One thing that happened to a deadline. Written once, never changed."""

    _name = "csm.deadline.event"
    _description = "Deadline Event"
    _order = "id desc"

    deadline_id = fields.Many2one(
        "csm.deadline", required=True, readonly=True, ondelete="cascade", index=True
    )
    record_name = fields.Char(related="deadline_id.record_name", related_sudo=False)
    step_id = fields.Many2one("csm.deadline.step", readonly=True, ondelete="restrict")
    due_version = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("remind", "Reminded"),
            ("breach", "Breached"),
            ("climb", "Climbed"),
            ("skip", "Already Taken Before"),
            ("met", "Met"),
            ("release", "No Longer Applies"),
            ("resume", "Applies Again"),
            ("move", "Due Moment Moved"),
            ("revoke", "Breach Revoked"),
            ("fail", "Failed"),
        ],
        required=True,
        readonly=True,
    )
    happened_at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who Heard", readonly=True, ondelete="restrict")
    note = fields.Text(readonly=True)
    due_at = fields.Datetime("Due Moment Then", readonly=True)

    _once_per_step = models.UniqueIndex(
        "(deadline_id, step_id, due_version) WHERE step_id IS NOT NULL",
        "This step has been taken already.",
    )
    _one_bare_breach = models.UniqueIndex(
        "(deadline_id, due_version) WHERE step_id IS NULL AND kind = 'breach'",
        "This breach is recorded already.",
    )

    def init(self):
        """Let the database itself refuse to change or delete what happened."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION csm_deadline_event_append_only() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND current_setting('csm.sweep', true) = 'on' THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'Deadline events are written once and never changed.';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS csm_deadline_event_append_only ON csm_deadline_event;
            CREATE TRIGGER csm_deadline_event_append_only
                BEFORE UPDATE OR DELETE ON csm_deadline_event
                FOR EACH ROW EXECUTE FUNCTION csm_deadline_event_append_only();
            DROP TRIGGER IF EXISTS csm_deadline_event_no_truncate ON csm_deadline_event;
            CREATE TRIGGER csm_deadline_event_no_truncate
                BEFORE TRUNCATE ON csm_deadline_event
                FOR EACH STATEMENT EXECUTE FUNCTION csm_deadline_event_append_only();
            """
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What happened to a deadline cannot be changed."))
