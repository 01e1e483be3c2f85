from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .csm_duty_chain_mixin import OPEN


class CsmDutyMixin(models.AbstractModel):
    """Gives a model recurring duties: a rule names the model, the job makes a duty per record.

    The model needs ``company_id``; ``team_id`` and ``user_id`` are used where it has them. A
    classified record says so in ``_duty_rights``: its duties are then as closed as itself.
    """

    _name = "csm.duty.mixin"
    _description = "Record With Recurring Duties"

    # Whether the records are classified, so that no rule picks among them by what they say.
    _duties_are_confined = False

    duty_ids = fields.One2many(
        "csm.duty", "res_id", "Duties", domain=lambda self: [("res_model", "=", self._name)]
    )
    is_duty_overdue = fields.Boolean(
        "Duty Overdue", compute="_compute_is_duty_overdue", search="_search_is_duty_overdue"
    )

    def _compute_is_duty_overdue(self):
        # Whoever may read the record may read that something is overdue about it.
        overdue = (
            self.env["csm.duty"]
            .sudo()
            ._read_group(self._overdue_duties() & Domain("res_id", "in", self.ids), ["res_id"])
        )
        found = {res_id for (res_id,) in overdue}
        for record in self:
            record.is_duty_overdue = record.id in found

    def _search_is_duty_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["csm.duty"].flush_model(["res_model", "res_id", "state", "due_at"])
        now = self.env.cr.now()
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                """EXISTS (SELECT 1 FROM csm_duty duty
                            WHERE duty.res_model = %s AND duty.res_id = %s.id
                              AND duty.state IN %s AND duty.due_at < %s)""",
                model._name,
                SQL.identifier(alias),
                OPEN,
                now,
            )
        )

    @api.model
    def _overdue_duties(self):
        mine = Domain("res_model", "=", self._name) & Domain("state", "in", OPEN)
        return mine & Domain("due_at", "<", self.env.cr.now())

    def write(self, vals):
        result = super().write(vals)
        if set(self._duty_rights_watched()) & vals.keys():
            self._hand_duties_on()
        return result

    def unlink(self):
        # The duties of a record go with it; whoever may delete the record may delete them.
        duties = self._all_duties()
        result = super().unlink()
        duties._remove()
        return result

    def _all_duties(self):
        mine = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return self.env["csm.duty"].sudo().search(mine)

    def _hand_duties_on(self):
        """Let the duties follow who may read these records."""
        by_id = {record.id: record for record in self.sudo()}
        for record_id, duties in self._all_duties().grouped("res_id").items():
            record = by_id[record_id]
            rights = record._duty_rights()
            # Rights are kept by the system, and follow the record whoever changes it.
            duties.write(rights)
            for duty in duties.filtered(lambda duty: duty.state in OPEN):
                rule = duty.rule_id
                duty.write(self.env["csm.duty.maker"].sudo()._persons(rule, rights, record))

    def action_open_duties(self):
        """Show the duties of this record, the newest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_duty_action_all")
        mine = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return {**action, "domain": mine, "context": {}}

    # Hooks

    @api.model
    def _duty_domain(self):
        """Hook: which records have duties at all, for example those still in use."""
        return Domain.TRUE

    @api.model
    def _duty_since(self, first):
        """Hook: which records were there when a period began on a day."""
        return Domain(
            "create_date",
            "<",
            fields.Datetime.to_string(datetime.combine(first, datetime.min.time())),
        )

    def _duty_rights(self):
        """Hook: who may read the duties of this record, as values of ``csm.duty``."""
        names = [name for name in ("company_id", "team_id") if name in self._fields]
        return {name: self[name].id for name in names}

    @api.model
    def _duty_rights_watched(self):
        """Hook: the fields whose values decide who may read the duties."""
        names = ("company_id", "team_id", "user_id", "level")
        return [name for name in names if name in self._fields]

    def _duty_responsible(self):
        """Hook: the user who answers for this record."""
        return self["user_id"] if "user_id" in self._fields else self.env["res.users"]

    def _duty_moved(self, duty, step):
        """Hook: a step was made with a duty about this record."""
