from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmFactCorrectWizard(models.TransientModel):
    """Asks a supervisor for the right moment of a fact and the reason."""

    _name = "csm.fact.correct.wizard"
    _description = "Correct a Fact"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    fact = fields.Selection("_selection_fact", "Moment", required=True)
    old_value = fields.Datetime("Recorded", compute="_compute_old_value")
    new_value = fields.Datetime("Right Moment", required=True)
    reason = fields.Text(required=True)

    @api.model
    def _selection_fact(self):
        model = self.env.context.get("default_res_model")
        names = self._models_with_facts()
        chosen = [self.env[name] for name in names if model in (None, name)]
        return list(
            dict.fromkeys((fact, Fact._fact_label(fact)) for Fact in chosen for fact in Fact._facts)
        )

    @api.model
    def _models_with_facts(self):
        names = self.env.registry.descendants(["csm.fact.mixin"], "_inherit")
        return [name for name in sorted(names) if not self.env[name]._abstract]

    @api.constrains("res_model", "fact")
    def _check_record_has_the_fact(self):
        for wizard in self:
            known = wizard.res_model in self._models_with_facts()
            if not known or wizard.fact not in self.env[wizard.res_model]._facts:
                raise ValidationError(
                    self.env._("This record has no such moment. Open the record and try again.")
                )

    @api.depends("fact", "res_id")
    def _compute_old_value(self):
        for wizard in self:
            record = self.env[wizard.res_model].browse(wizard.res_id)
            wizard.old_value = record[wizard.fact] if wizard.fact else False

    def action_correct(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record._correct_fact(self.fact, self.new_value, self.reason)
        return {"type": "ir.actions.act_window_close"}
