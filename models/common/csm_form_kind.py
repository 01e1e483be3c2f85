from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmFormKind(models.Model):
    """One kind of printed form that came with the program: its report and who it is meant for."""

    _name = "csm.form.kind"
    _description = "Kind of Form"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    report_id = fields.Many2one(
        "ir.actions.report",
        required=True,
        ondelete="cascade",
        groups="base.group_system",
        help="What is printed.",
    )
    audience = fields.Selection(
        [("internal", "Internal"), ("customer", "Customer")],
        required=True,
        default="internal",
        help="An internal form leaves the house by no road of the system.",
    )
    retention_months = fields.Integer(
        "Kept for (Months)", help="Proposed to each company; 0: the company says for itself."
    )
    copy_ids = fields.One2many("csm.form.copy", "kind_id", "Copies")

    _one_per_report = models.UniqueIndex("(report_id)", "This report is a form already.")

    @api.model
    def _of_report(self, report):
        """Return the kind of form a report prints."""
        # Which report belongs to which form is no secret; the register of reports is.
        kind = self.sudo().search([("report_id", "=", report.id)])
        if not kind:
            raise UserError(
                self.env._(
                    "“%(report)s” is not in the register of forms. Update the program, then print "
                    "again.",
                    report=report.name,
                )
            )
        return kind
