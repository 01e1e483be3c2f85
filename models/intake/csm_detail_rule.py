from dataclasses import dataclass

from odoo import api, fields, models, tools

from ..regulations.csm_rule_mixin import InForce
from .csm_answer_rule import CHANNELS


@dataclass(frozen=True, kw_only=True)
class DetailPlan(InForce):
    """One rule in force, as a contact needs it."""

    channel: str
    kind_ids: frozenset
    type_ids: tuple

    def speaks_to(self, contact):
        moment = contact.started_at
        return (
            bool(moment)
            and self.channel in (False, contact.channel)
            and (not self.kind_ids or contact.kind_id.id in self.kind_ids)
            and self.covers(moment)
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

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "channel", "kind_ids", "type_ids")

    @api.model
    @tools.ormcache("company_id")
    def _plans(self, company_id):
        """Return the :class:`DetailPlan` of each rule in force, now or once."""
        rules = self._rules_in_force(company_id)
        return tuple(
            DetailPlan(
                **rule._in_force_vals(),
                channel=rule.channel,
                kind_ids=frozenset(rule.kind_ids.ids),
                type_ids=tuple(rule.type_ids.sorted().ids),
            )
            for rule in rules
        )

    @api.model
    def _plans_for(self, contact):
        """Return the plans that speak to a contact as it is now."""
        return [plan for plan in self._plans(contact.company_id.id) if plan.speaks_to(contact)]

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
