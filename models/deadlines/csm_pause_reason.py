from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import clock, standstill
from .csm_deadline_rule import ELAPSED, UNITS


class CsmPauseReason(models.Model):
    """Why clocks may stand still, and for how long in total: each company has its own figures."""

    _name = "csm.pause.reason"
    _description = "Reason for a Pause"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    needs_note = fields.Boolean(
        "Needs a Note", help="Whoever stops the clocks for this reason says more about it."
    )
    model_ids = fields.Many2many(
        "ir.model",
        "csm_pause_reason_model_rel",
        "reason_id",
        "model_id",
        "Kinds of Record",
        domain=lambda self: [
            ("model", "in", self.env["csm.deadline.rule"]._selectable_models()),
        ],
        # The register of models is the administrator's.
        groups="base.group_erp_manager",
        help="Empty: for all records with deadlines.",
    )
    cap_amount = fields.Integer(
        "Longest in Total",
        company_dependent=True,
        help="How long the clocks of one record may stand still for this reason, all its pauses "
        "together; then they run on by themselves. Each pause counts as one day at least. "
        "0: as long as need be. A pause keeps the figure it began with.",
    )
    cap_unit = fields.Selection(
        [entry for entry in UNITS if entry[0] in standstill.UNITS],
        "Unit of the Longest",
        company_dependent=True,
        help="Days end at midnight, working days with their last working hours.",
    )
    cap_role_id = fields.Many2one(
        "csm.role",
        "Who May Go Beyond",
        company_dependent=True,
        help="A manager who does not handle the record may let its clocks stand still longer, with "
        "a reason. With a role, only a manager who holds it.",
    )
    cap_text = fields.Char("Longest", compute="_compute_cap_text")

    _code_is_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another reason already has this code."
    )

    @api.depends_context("company")
    @api.depends("cap_amount", "cap_unit")
    def _compute_cap_text(self):
        wording = self.env["csm.deadline.wording"]
        for reason in self:
            amount, unit = reason._cap()
            reason.cap_text = (
                wording._at_most(amount, unit) if amount else self.env._("as long as need be")
            )

    @api.constrains("cap_amount", "cap_unit")
    def _check_cap(self):
        for reason in self:
            if reason.cap_amount < 0 or (reason.cap_amount and not reason.cap_unit):
                raise ValidationError(
                    self.env._(
                        "“%(reason)s”: enter how long its pauses may be in total, and the unit. "
                        "0 sets no end.",
                        reason=reason.name,
                    )
                )

    def _cap(self):
        """Return ``(amount, unit)`` of the longest pause in the present company."""
        return self.cap_amount or 0, self.cap_unit or "working_day"

    def _is_for(self, record):
        """Tell whether the clocks of a record may stand still for this reason."""
        # Users may not read the register of models; its names are no secret.
        models_named = self.sudo().model_ids.mapped("model")
        return (
            self.active
            and self.company_id in (self.env["res.company"], record.company_id)
            and (not models_named or record._name in models_named)
        )

    @api.model
    def _for_record(self, record):
        """Return the reasons for which the clocks of a record may stand still."""
        return self.search([("active", "=", True)]).filtered(lambda reason: reason._is_for(record))

    def _last_moment(self, start, ticking, spans):
        """Return when a pause begun at ``start`` ends by itself.

        :param ticking: the arithmetic of the record's calendar
        :param spans: the earlier pauses of the record for this reason
        :return: a moment, False without a longest pause, None when it is used up
        """
        amount, unit = self._cap()
        if not amount:
            return False
        try:
            return standstill.ends_at(start, amount, unit, ticking, spans)
        except clock.NoWorkingTime:
            return standstill.ends_at(start, amount, ELAPSED[unit], ticking, spans)
