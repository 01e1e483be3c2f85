from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmReportLine(models.Model):
    """One person a report rule addresses: by role, by rank, or named in the record itself."""

    _name = "csm.report.line"
    _description = "Addressee of a Report"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("csm.report.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    addressee = fields.Selection(
        [
            ("responsible", "The person responsible"),
            ("team_leader", "The team leader"),
            ("department_manager", "The manager of the department"),
            ("superior", "A superior of the person concerned"),
            ("role", "Who holds a role"),
            ("field", "Whoever the record names"),
        ],
        required=True,
        default="superior",
    )
    level = fields.Integer(default=1, help="1 is the direct superior, 2 the superior's superior …")
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    field_id = fields.Many2one(
        "ir.model.fields",
        "Named in",
        ondelete="cascade",
        domain="[('model', '=', parent.model), ('relation', '=', 'res.users')]",
    )

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)", "Choose the role that is told."
    )
    _field_is_named = models.Constraint(
        "CHECK(addressee <> 'field' OR field_id IS NOT NULL)",
        "Choose the field that names who is told.",
    )
    _level_is_above = models.Constraint(
        "CHECK(addressee <> 'superior' OR level > 0)", "The direct superior is level 1."
    )

    @api.depends("addressee", "level", "role_id", "field_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["addressee"]._description_selection(self.env))
        for line in self:
            if line.addressee == "superior":
                line.display_name = self.env._("superior, level %(level)s", level=line.level)
            else:
                named = line.role_id.name or line.field_id.field_description
                line.display_name = named or labels.get(line.addressee, "")

    @api.constrains("field_id", "rule_id")
    def _check_field_names_users(self):
        for line in self.filtered("field_id"):
            field = line.field_id
            if field.model != line.rule_id.model_id.model or field.relation != "res.users":
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(field)s” names no user of its records.",
                        rule=line.rule_id.name,
                        field=field.field_description,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_rule_may_change()
        return lines

    def write(self, vals):
        self._check_rule_may_change()
        result = super().write(vals)
        # A line may have been moved to another rule.
        self._check_rule_may_change()
        return result

    def unlink(self):
        self._check_rule_may_change()
        return super().unlink()

    def _check_rule_may_change(self):
        if not self.env.su:
            self.rule_id._check_may_change()
        self.env.registry.clear_cache()
