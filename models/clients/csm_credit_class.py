from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmCreditClass(models.Model):
    """One class of credit: what a customer must have shown to belong to it.

    The source names four classes and leaves their table out, so the shipped classes are blank;
    each company fills in its own criteria before the regulation can be adopted.
    """

    _name = "csm.credit.class"
    _description = "Credit Class"
    _inherit = ["csm.rule.mixin"]
    _order = "rank, id"

    rank = fields.Integer(required=True, help="1 is the best class.")
    criteria = fields.Text(
        help="Which findings of the credit investigation and which conduct in dealings lead here."
    )
    terms = fields.Text("Trading Terms", help="What customers of this class are granted.")
    preset_id = fields.Many2one("csm.credit.class", readonly=True, ondelete="restrict")

    _rank_is_above_zero = models.Constraint(
        "CHECK(rank > 0)", "Classes are counted from 1, the best one."
    )

    _blank_fields = ("criteria",)

    @api.constrains("criteria", "is_blank")
    def _check_criteria_are_stated(self):
        for rule in self:
            if not rule.is_blank and not (rule.criteria or "").strip():
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” (%(article)s) has no criteria, so nobody could tell who "
                        "belongs to it. Enter them.",
                        rule=rule.name,
                        article=rule.article_id.display_name,
                    )
                )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "rank", "criteria", "terms")

    @api.model
    def _classes_of(self, company, moment=None):
        """Return the classes of credit a company works with at a moment, the best one first."""
        moment = moment or self.env.cr.now()
        rules = self._rules_in_force(company.id)
        return rules.filtered(
            lambda rule: (
                rule.valid_from <= moment and not (rule.valid_to and rule.valid_to <= moment)
            )
        )

    def _gap(self):
        return self.env._(
            "%(rule)s (%(article)s): the table is missing in the source. Enter the criteria of "
            "your company.",
            rule=self.name,
            article=self.article_id.display_name,
        )

    # Hooks of the rule head

    def _is_used(self):
        # Whether anybody was rated by a class is the system's to know; who, nobody learns by it.
        rated = self.env["csm.client.rating"].sudo()
        return bool(rated.search_count([("credit_class_id", "in", self.ids)], limit=1))

    def _figures(self):
        return [(rule, "rank", 1) for rule in self]

    @api.model
    def _demand_heading(self):
        return self.env._("Classes of Credit")

    def _demand_sentence(self):
        self.ensure_one()
        if self.is_incomplete:
            return self._blank_sentence()
        return self.env._("Class %(rank)s: %(criteria)s", rank=self.rank, criteria=self.criteria)
