from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmAddresseeLineMixin(models.AbstractModel):
    """One person a rule addresses: by role, by rank, or named in a field of the record itself."""

    _name = "csm.addressee.line.mixin"
    _description = "Line That Addresses a Person"
    _inherit = ["csm.rule.line.mixin"]

    sequence = fields.Integer(default=10)
    level = fields.Integer(default=1, help="1 is the direct superior, 2 the superior's superior …")
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    field_name = fields.Char(
        "Named in", help="The technical name of a field of the record that names users."
    )
    field_text = fields.Char("Field", compute="_compute_field_text")

    _level_is_above = models.Constraint(
        "CHECK(addressee <> 'superior' OR level > 0)", "The direct superior is level 1."
    )

    @api.depends("field_name", "rule_id.model_id")
    @api.depends_context("lang")
    def _compute_field_text(self):
        for line in self:
            field = line._field()
            line.field_text = field._description_string(self.env) if field else line.field_name

    def _field(self):
        """Return the field of the records that this line names, if there is one."""
        model = self["rule_id"].model_id.sudo().model
        return self.env[model]._fields.get(self.field_name) if model in self.env else None

    @api.constrains("field_name", "rule_id")
    def _check_field_names_users(self):
        for line in self.filtered("field_name"):
            field = line._field()
            if not field or field.comodel_name != "res.users":
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(field)s” names no user of its records.",
                        rule=line["rule_id"].name,
                        field=line.field_name,
                    )
                )
