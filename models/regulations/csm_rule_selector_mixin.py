from odoo import api, fields, models


class CsmRuleSelectorMixin(models.AbstractModel):
    """A rule about the records of one model, which its engine offers for choice."""

    _name = "csm.rule.selector.mixin"
    _description = "Rule About Records of a Model"
    _inherit = ["csm.rule.domain.mixin"]

    model_id = fields.Many2one(
        "ir.model",
        "Applies to",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._selectable_models())],
    )
    model = fields.Char("Model Name", related="model_id.model", store=True, index=True)

    # The mixin whose models the rules of an engine may be about.
    _selects = "csm.state.mixin"

    @api.constrains("model_id")
    def _check_domain_fits_its_model(self):
        self._check_domain_fits()

    @api.model
    def _selectable_models(self):
        """Return the names of the models that rules of this engine may be about."""
        names = self.env.registry.descendants([self._selects], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "model_id")

    def _moves_by_name(self):
        """Return the declared moves of this rule's records, by name."""
        model = self.sudo().model_id.model
        known = model in self._selectable_models()
        return {move.name: move for move in self.env[model]._moves} if known else {}

    def _spoken_models(self):
        return self.sudo().model_id.mapped("model")
