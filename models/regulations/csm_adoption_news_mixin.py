from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmAdoptionNewsMixin(models.AbstractModel):
    """Offers to an adoption what its regulation has been shipped with since; nothing by itself.

    A shipped rule that changes is a new preset whose ``preset_id`` names the one before it.
    """

    _name = "csm.adoption.news.mixin"
    _description = "News of a Shipped Regulation"

    news_count = fields.Integer(compute="_compute_news_count")

    def _compute_news_count(self):
        for adoption in self:
            adoption.news_count = len(adoption._news()) if adoption.state == "adopted" else 0

    def _news(self):
        """Return ``[(preset, the company's latest rule in its place, or none)]``."""
        self.ensure_one()
        own = {}
        for rules in self._rules():
            for rule in rules.filtered(lambda rule: not rule.valid_to):
                own[rule._name, rule.preset_id.id] = rule
        return [
            (preset, self._in_place_of(preset, own))
            for preset in self.regulation_id._preset_rules()
            if (preset._name, preset.id) not in own and not self._has_given_up(preset)
        ]

    def _in_place_of(self, preset, own):
        """Return the rule of the company that an earlier preset of this one has become."""
        earlier = preset.preset_id
        while earlier:
            if (preset._name, earlier.id) in own:
                return own[preset._name, earlier.id]
            earlier = earlier.preset_id
        return preset.browse()

    def _has_given_up(self, preset):
        """Tell whether the company once had this very preset and has gone on to another."""
        mine = [("adoption_id", "=", self.id), ("preset_id", "=", preset.id)]
        return bool(preset.with_context(active_test=False).search_count(mine, limit=1))

    def action_open_news(self):
        """Open what is new in the shipped regulation."""
        self.ensure_one()
        wizard = self.env["csm.adoption.news.wizard"].create({"adoption_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New in the Shipped Regulation"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _take_over(self, preset, present, valid_from):
        """Make a shipped rule the company's own from a moment on, in the place of the present one.

        :param present: the company's rule that ends then; empty when the preset is new
        """
        self.check_access("write")
        if preset.is_incomplete:
            raise UserError(self._why_not_take_over(preset))
        values = {
            "preset_id": preset.id,
            "company_id": self.company_id.id,
            "adoption_id": self.id,
            "valid_from": valid_from,
        }
        if present:
            values["version"] = present.version + 1
            if "root_id" in present._fields:
                values["root_id"] = (present.root_id or present).id
            # The engine keeps the books of versions; the user was checked above.
            present.sudo().valid_to = valid_from
        return preset.sudo().copy(values).with_env(self.env)

    @api.model
    def _why_not_take_over(self, preset):
        return self.env._(
            "“%(rule)s” has no figure in the source. Figures are filled in at an adoption: end "
            "this one and adopt the regulation anew.",
            rule=preset.name,
        )
