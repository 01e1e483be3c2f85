from dataclasses import dataclass

from odoo import api, fields, models, tools

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class Keeping(Speaking):
    """One rule in force: how many months closed cases are kept; None: for good."""

    months: int | None


class CsmRetentionRule(models.Model):
    """How long the file of a case is kept after its closing."""

    _name = "csm.retention.rule"
    _description = "Retention Rule"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Cases")
    model = fields.Char(default="csm.case", readonly=True, export_string_translation=False)
    months = fields.Integer("Kept for Months", default=12)
    is_for_good = fields.Boolean("Kept for Good", help="The file is never given up.")
    preset_id = fields.Many2one("csm.retention.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.case",)
    _blank_fields = ("months",)

    _months_are_above_zero = models.Constraint(
        "CHECK(months > 0 OR is_for_good OR is_blank)", "A file is kept for at least one month."
    )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "months", "is_for_good")

    @api.model
    @tools.ormcache("company_id")
    def _keepings(self, company_id):
        """Return the :class:`Keeping` of each rule in force, now or once, for a company."""
        return tuple(
            Keeping(**rule._in_force_vals(), months=None if rule.is_for_good else rule.months)
            for rule in self._rules_in_force(company_id)
        )

    # Hooks of the rule head

    def _figures(self):
        return [(rule, "months", 1) for rule in self if not rule.is_for_good]

    @api.model
    def _demand_heading(self):
        return self.env._("How Long Files Are Kept")

    def _demand_sentence(self):
        self.ensure_one()
        if self.is_for_good:
            return self.env._("Kept for good.")
        if self.is_incomplete:
            return self._blank_sentence()
        return self.env._("Kept for %(months)s months after the closing.", months=self.months)
