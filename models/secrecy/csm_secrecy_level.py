from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmSecrecyLevel(models.Model):
    """One level of secrecy; the numbers order the levels, since their English names do not."""

    _name = "csm.secrecy.level"
    _description = "Level of Secrecy"
    _order = "ordinal"
    _rec_names_search = ["name"]

    name = fields.Char(required=True, translate=True)
    ordinal = fields.Integer("Rank", required=True, aggregator=None)
    mark = fields.Char(
        required=True,
        translate=True,
        help="What stands on screens and prints, in Chinese and English.",
    )
    harm = fields.Char("Harm When It Leaks", required=True, translate=True)
    max_years = fields.Integer("Longest Period (Years)", required=True, aggregator=None)
    color = fields.Integer()

    _ordinal_is_unique = models.UniqueIndex("(ordinal)", "There is one level of each rank.")
    _ordinal_is_known = models.Constraint(
        "CHECK(ordinal BETWEEN 1 AND 3)", "There are three levels of secrecy."
    )

    @api.constrains("max_years")
    def _check_max_years(self):
        if any(level.max_years < 1 for level in self):
            raise ValidationError(self.env._("A level has a longest period of at least one year."))

    @api.model
    def _ranked(self, ordinal):
        """Return the level of a rank; empty for 0."""
        # Whoever has a rank in hand knows it already; the names of the levels are public.
        return self.sudo().search([("ordinal", "=", ordinal)], limit=1)
