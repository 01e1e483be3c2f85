from odoo import fields, models
from odoo.exceptions import ValidationError


def measures(model):
    """Return the measures that a ladder knows, in the language of the reader."""
    return model.env["csm.sanction.step"]._fields["measure"]._description_selection(model.env)


class CsmSanctionStepChoiceMixin(models.AbstractModel):
    """What a step leaves to whoever confirms: a measure as the circumstances demand."""

    _name = "csm.sanction.step.choice.mixin"
    _description = "Choice Within a Step"

    measure_max = fields.Selection(
        measures,
        "Measure up to",
        help="Empty: just the measure. Else who confirms chooses from the measure up to this one.",
    )
    withholds_bonus = fields.Boolean("Bonus Withheld", help="Besides the measure.")
    legal_action = fields.Boolean(
        help="Human resources looks at a report to the authorities; nothing is sent by itself."
    )

    def _measures(self):
        """Return the measures to choose from, mildest first."""
        self.ensure_one()
        order = [code for code, _label in self._fields["measure"].selection]
        first = order.index(self.measure or "none")
        last = order.index(self.measure_max) if self.measure_max else first
        return order[first : last + 1]

    def _check_measures_rise(self):
        for step in self:
            if step.measure_max and not step._measures():
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: the measure rises from the milder to the severer one. "
                        "Exchange the two.",
                        rule=step.rule_id.name,
                    )
                )
