from odoo import api, models
from odoo.exceptions import ValidationError

# What every duty of a rule has in common: to ask for it tells nothing of a single one.
ASKED = {"rule_id", "root_id", "article_id", "company_id", "name", "sign_off"}


class CsmRuleDomainMixin(models.AbstractModel):
    """A rule may not pick single duties: whether it found any would tell of classified files."""

    _inherit = "csm.rule.domain.mixin"

    @api.constrains("domain")
    def _check_domain_fits(self):
        result = super()._check_domain_fits()
        for rule in self.sudo().filtered(lambda rule: "csm.duty" in rule._spoken_models()):
            asked = {
                condition.field_expr.split(".")[0] for condition in rule._domain().iter_conditions()
            }
            if others := sorted(asked - ASKED):
                Duty = self.env["csm.duty"]
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” picks duties by “%(field)s”. Duties may be about classified "
                        "records, and what a rule finds would tell of them: let it ask for the "
                        "article or the duty rule only.",
                        rule=rule.name,
                        field=Duty._fields[others[0]]._description_string(self.env),
                    )
                )
        return result
