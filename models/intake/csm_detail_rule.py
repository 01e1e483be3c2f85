from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools

from .csm_answer_rule import CHANNELS


class DetailPlan(NamedTuple):
    """One rule in force, as a contact needs it: no record, no query."""

    rule_id: int
    channel: str
    kind_ids: frozenset
    type_ids: tuple
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, contact):
        moment = contact.started_at
        return (
            bool(moment)
            and self.channel in (False, contact.channel)
            and (not self.kind_ids or contact.kind_id.id in self.kind_ids)
            and self.valid_from <= moment
            and not (self.valid_to and moment >= self.valid_to)
            and (not self.team_ids or contact.team_id.id in self.team_ids)
        )


class CsmDetailRule(models.Model):
    """Which particulars a regulation wants asked of whoever turns to us."""

    _name = "csm.detail.rule"
    _description = "Rule About Particulars"
    _inherit = ["csm.rule.mixin"]

    channel = fields.Selection(CHANNELS, help="Empty: whichever way people turn to us.")
    kind_ids = fields.Many2many(
        "csm.contact.kind",
        "csm_detail_rule_kind_rel",
        "rule_id",
        "kind_id",
        "Kinds of Contact",
        help="Empty: all of them.",
    )
    type_ids = fields.Many2many(
        "csm.contact.detail.type",
        "csm_detail_rule_type_rel",
        "rule_id",
        "type_id",
        "Particulars",
        required=True,
    )
    preset_id = fields.Many2one("csm.detail.rule", readonly=True, ondelete="restrict")

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "channel", "kind_ids", "type_ids")

    @api.model
    @tools.ormcache("company_id")
    def _plans(self, company_id):
        """Return the :class:`DetailPlan` of each rule in force, now or once."""
        rules = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(
            DetailPlan(
                rule_id=rule.id,
                channel=rule.channel,
                kind_ids=frozenset(rule.kind_ids.ids),
                type_ids=tuple(rule.type_ids.sorted().ids),
                valid_from=rule.valid_from,
                valid_to=rule.valid_to or None,
                team_ids=frozenset(rule.adoption_id.team_ids.ids),
            )
            for rule in rules
        )

    @api.model
    def _plans_for(self, contact):
        """Return the plans that speak to a contact as it is now."""
        return [plan for plan in self._plans(contact.company_id.id) if plan.covers(contact)]

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("What Is Asked of Customers")

    def _demand_sentence(self):
        self.ensure_one()
        return self.env._("Asked are: %(names)s.", names=", ".join(self.type_ids.mapped("name")))

    def _is_used(self):
        Contact, used = self.env["csm.contact"].sudo(), False
        for rule in self.filtered(lambda rule: rule.company_id and rule.valid_from):
            domain = [
                ("company_id", "=", rule.company_id.id),
                ("started_at", ">=", rule.valid_from),
            ]
            details = [("detail_ids.type_id", "in", rule.type_ids.ids)]
            used = used or bool(Contact.search_count(domain + details, limit=1))
        return used
