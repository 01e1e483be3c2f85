from odoo import api, fields, models
from odoo.fields import Domain


class CsmSanctionRuleScopeMixin(models.AbstractModel):
    """Which acts a ladder counts together, what is still allowed, and figures left to the company.

    “From the third time on, whichever of them it is” is one ladder over several offences.
    """

    _name = "csm.sanction.rule.scope.mixin"
    _description = "Reach of a Sanction Rule"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    also_offence_ids = fields.Many2many(
        "csm.offence",
        "csm_sanction_rule_also_rel",
        "rule_id",
        "offence_id",
        "Counted Together with",
        help="Further acts on the same ladder: the count goes on, whichever of them it is.",
    )
    allowed_minutes = fields.Integer(
        help="An act of up to so many minutes is none. 0: nothing is allowed."
    )
    allowed_cost = fields.Monetary(
        "Borne by the Company", help="Only what it cost beyond this counts, for example a quota."
    )
    open_amount = fields.Monetary(
        "Amount of the Company", help="Where the regulation leaves the amount to the company."
    )
    open_points = fields.Float(
        "Points of the Company",
        digits=(8, 2),
        help="Where the regulation leaves the points to the company. Minus: points lost.",
    )

    tells_customer = fields.Boolean(
        "Reported to the Customer", help="Penalty and criticism are reported to the customer."
    )

    _allowed_is_not_negative = models.Constraint(
        "CHECK(allowed_minutes >= 0 AND allowed_cost >= 0)", "What is allowed is not below 0."
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule["company_id"] or self.env.company).currency_id

    def _offences(self):
        """Return the acts that climb these ladders."""
        return self.offence_id | self.also_offence_ids

    def _share_kind(self):
        """Return how the superior's share is reckoned: “corresponding” as the company filled in."""
        if self["superior_share"] != "corresponding":
            return self["superior_share"]
        return "amount" if self["superior_amount"] else "percent"

    @api.model
    def _answers_to(self, offence, company):
        """Tell whether a rule of the company, in force now or once, answers to an act at all."""
        named = Domain("offence_id", "=", offence.id) | Domain("also_offence_ids", "in", offence.id)
        return bool(self._rules_in_force(company.id, named))

    @api.model
    def _figure_fields(self):
        own = ("also_offence_ids", "allowed_minutes", "allowed_cost", "open_amount", "open_points")
        return (*super()._figure_fields(), *own)

    def _figures(self):
        figures = super()._figures()
        if self.allowed_minutes:
            figures.append((self, "allowed_minutes", 1))
        return figures

    def _why_not_offence(self, vals):
        """Say why an act is none by this rule, as it stays within what is allowed."""
        self.ensure_one()
        minutes = vals.get("minutes") or 0
        if not self.allowed_minutes or self._asked_offence(vals).asks != "minutes":
            return ""
        if minutes > self.allowed_minutes:
            return ""
        return self.env._(
            "“%(offence)s”: %(minutes)s minutes are within the %(allowed)s minutes that "
            "%(article)s allows. Enter the minutes it really took, or let it be.",
            offence=self._asked_offence(vals).name,
            minutes=minutes,
            allowed=self.allowed_minutes,
            article=self.article_id.display_name,
        )

    def _asked_offence(self, vals):
        return self.env["csm.offence"].browse(vals.get("offence_id")) or self.offence_id

    def _cost_beyond(self, cost):
        """Return what of a cost counts: whatever lies beyond what the company bears."""
        return max(0, (cost or 0) - (self.allowed_cost or 0))
