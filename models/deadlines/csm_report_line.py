from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmReportLine(models.Model):
    """One person a report rule addresses: by role, by rank, or named in the record itself."""

    _name = "csm.report.line"
    _description = "Addressee of a Report"
    _inherit = ["csm.rule.line.mixin"]

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
    field_name = fields.Char(
        "Named in", help="The technical name of a field of the record that names users."
    )
    field_text = fields.Char("Field", compute="_compute_field_text")

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)", "Choose the role that is told."
    )
    _field_is_named = models.Constraint(
        "CHECK(addressee <> 'field' OR field_name IS NOT NULL)",
        "Name the field that says who is told.",
    )
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
        model = self.rule_id.model_id.sudo().model
        return self.env[model]._fields.get(self.field_name) if model in self.env else None

    @api.depends("addressee", "level", "role_id", "field_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["addressee"]._description_selection(self.env))
        for line in self:
            if line.addressee == "superior":
                line.display_name = self.env._("superior, level %(level)s", level=line.level)
            else:
                named = line.role_id.name or line.field_text
                line.display_name = named or labels.get(line.addressee, "")

    @api.constrains("field_name", "rule_id")
    def _check_field_names_users(self):
        for line in self.filtered("field_name"):
            field = line._field()
            if not field or field.comodel_name != "res.users":
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(field)s” names no user of its records.",
                        rule=line.rule_id.name,
                        field=line.field_name,
                    )
                )
