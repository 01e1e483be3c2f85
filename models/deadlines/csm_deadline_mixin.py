from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain


class CsmDeadlineMixin(models.AbstractModel):
    """Gives a model time limits that the engine opens, watches and keeps.

    The model needs ``company_id``; ``team_id`` and ``user_id`` (the person responsible) are used
    where it has them. A rule names the model and two of its Datetime fields; nothing else is
    needed from the model.
    """

    _name = "csm.deadline.mixin"
    _description = "Record With Deadlines"
    _inherit = ["csm.deadline.pause.mixin", "csm.deadline.asked.mixin"]

    deadline_ids = fields.One2many(
        "csm.deadline", "res_id", domain=lambda self: [("res_model", "=", self._name)]
    )
    next_due_at = fields.Datetime("Due", readonly=True, copy=False, index="btree_not_null")
    next_deadline_id = fields.Many2one(
        "csm.deadline", readonly=True, copy=False, ondelete="set null"
    )
    next_article_id = fields.Many2one(
        "csm.regulation.article", "Article", related="next_deadline_id.rule_id.article_id"
    )
    next_obligation_id = fields.Many2one(
        "csm.obligation", "Next Obligation", related="next_deadline_id.obligation_id"
    )
    deadline_failure = fields.Text("Deadline Problem", compute="_compute_deadline_failure")

    @api.depends("deadline_ids.failure", "deadline_ids.state")
    def _compute_deadline_failure(self):
        for record in self:
            # Whoever may read the record may read that its clock is broken.
            failing = record.sudo().deadline_ids.filtered(
                lambda row: row.failure and row.state == "running"
            )
            record.deadline_failure = "\n".join(
                f"{row.obligation_id.name}: {row.failure}" for row in failing
            )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["csm.deadline.keeper"]._open(records)
        return records

    def write(self, vals):
        result = super().write(vals)
        self._deadlines_follow(set(vals))
        return result

    def unlink(self):
        rows = (
            self.env["csm.deadline"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        pauses = (
            self.env["csm.deadline.pause"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        result = super().unlink()
        rows._remove()
        pauses.unlink()
        return result

    def _deadlines_follow(self, names):
        """Let the rows follow a change of these fields."""
        if names & set(self._deadline_rights_watched()):
            self._hand_on_rights()
        watched = self.env["csm.deadline.rule"]._watched_fields(self._name)
        if names & watched or names & self._deadline_watched():
            self.env["csm.deadline.keeper"]._sync(self)

    def _hand_on_rights(self):
        Row = self.env["csm.deadline"].sudo()
        rows = Row.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        by_id = {record.id: record for record in self.sudo()}
        for record_id, mine in rows.grouped("res_id").items():
            mine.write(by_id[record_id]._deadline_rights_vals())
        for record in self.sudo():
            if record.pause_ids:
                record.pause_ids.write(record._pause_rights_vals())

    def action_recompute_deadlines(self):
        """Compute the deadlines anew, for example after the working hours were entered."""
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager recomputes deadlines. Ask yours."))
        self.check_access("read")
        self.env["csm.deadline.keeper"]._sync(self)
        return True

    # Hooks

    def _deadline_calendar(self):
        """Hook: the calendar that counts for this record."""
        team = self.sudo()._deadline_team()
        return team._calendar() if team else self.sudo().company_id.resource_calendar_id

    def _deadline_team(self):
        return self["team_id"] if "team_id" in self._fields else self.env["csm.team"]

    @api.model
    def _deadline_rights_watched(self):
        """Hook: the fields whose values decide who may see this record's deadlines."""
        return [name for name in ("company_id", "team_id", "user_id") if name in self._fields]

    @api.model
    def _deadline_watched(self):
        """Hook: the fields besides facts and conditions of rules that the clocks depend on."""
        return {"team_id", "company_id"}

    @api.model
    def _deadline_restarts(self):
        """Hook: facts that begin the next cycle, as ``{fact: facts that must happen again}``."""
        return {}

    def _deadline_not_to_be_told(self):
        """Hook: the users who never hear of this record's deadlines."""
        barred = self._deadline_rights().get("barred_user_ids", ())
        return self.env["res.users"].browse(barred)

    def _deadline_rights(self):
        """Hook: who may see this record's rows, as ``{column: id or list of ids}``."""
        names = self.env["csm.deadline.mixin"]._deadline_columns(self)
        return {name: self[name].id for name in names}

    @api.model
    def _deadline_columns(self, record):
        return [name for name in ("company_id", "team_id", "user_id") if name in record._fields]

    def _deadline_rights_vals(self):
        rights = self._deadline_rights()
        rights["barred_user_ids"] = [Command.set(rights.get("barred_user_ids", ()))]
        return rights

    def _deadline_stop(self, name, start):
        """Hook: when what a deadline begun at ``start`` awaits came to be, if it did."""
        return self[name]

    def _deadline_is_silent(self):
        """Hook: an old record is judged, but nothing is sent and nothing climbs."""
        return False

    def _deadline_is_over(self):
        """Hook: the record is done with for good; no rule applies to it any more."""
        return False

    @api.model
    def _deadline_open_domain(self):
        """Hook: which records are still at work, so that new rules may be applied to them."""
        return Domain.TRUE

    def _deadline_stepped(self, events):
        """Hook: these events have just happened to deadlines of these records."""
