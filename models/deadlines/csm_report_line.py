from odoo import api, fields, models


class CsmReportLine(models.Model):
    """One person a report rule addresses: by role, by rank, or named in the record itself."""

    _name = "csm.report.line"
    _description = "Addressee of a Report"
    _inherit = ["csm.addressee.line.mixin"]

    rule_id = fields.Many2one("csm.report.rule", required=True, ondelete="cascade", index=True)
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

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)", "Choose the role that is told."
    )
    _field_is_named = models.Constraint(
        "CHECK(addressee <> 'field' OR field_name IS NOT NULL)",
        "Name the field that says who is told.",
    )

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
