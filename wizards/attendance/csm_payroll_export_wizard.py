from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import sheet

MAKERS = {"csv": "_as_csv", "xlsx": "_as_xlsx"}


class CsmPayrollExportWizard(models.TransientModel):
    """Hands the lines of a month to payroll as a file."""

    _name = "csm.payroll.export.wizard"
    _description = "Payroll File"

    run_id = fields.Many2one("csm.attendance.run", "Month", required=True)
    format = fields.Selection(
        [("xlsx", "Workbook (XLSX)"), ("csv", "Text (CSV)")], required=True, default="xlsx"
    )
    line_count = fields.Integer("Lines", compute="_compute_line_count")
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("run_id")
    def _compute_line_count(self):
        lines = self.env["csm.payroll.line"]
        for wizard in self:
            wizard.line_count = lines.search_count([("run_id", "=", wizard.run_id.id)])

    def action_make(self):
        """Make the file, and offer it."""
        self.ensure_one()
        self._check_may()
        lines = self.env["csm.payroll.line"].search([("run_id", "=", self.run_id.id)])
        if not lines:
            raise UserError(
                self.env._(
                    "%(month)s has no lines for payroll yet. Hand the month over first.",
                    month=self.run_id.display_name,
                )
            )
        self.file = b64encode(getattr(self, MAKERS[self.format])(lines))
        self.file_name = f"payroll-{self.run_id.month:%Y-%m}.{self.format}"
        return {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _check_may(self):
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(
                self.env._("Wages are for HR managers. Ask one of them for the file of the month.")
            )

    def _as_csv(self, lines):
        return sheet.as_csv(self._header(), self._rows(lines))

    def _as_xlsx(self, lines):
        return sheet.as_xlsx(f"{self.run_id.month:%Y-%m}", self._header(), self._rows(lines))

    @api.model
    def _header(self):
        return [
            self.env._("Month"),
            self.env._("Employee No."),
            self.env._("Employee"),
            self.env._("Sanction"),
            self.env._("Day"),
            self.env._("Code"),
            self.env._("Offence or Merit"),
            self.env._("Article"),
            self.env._("Amount"),
            self.env._("Not Deductible"),
            self.env._("Currency"),
        ]

    @api.model
    def _rows(self, lines):
        return [
            [
                f"{line.month:%Y-%m}",
                line.employee_number,
                line.employee_id.name,
                line.sanction_id.number,
                fields.Date.to_string(line.offence_on),
                line.code,
                line.offence_id.name,
                # Payroll is told which article it was, whoever may open it.
                line.article_id.sudo().display_name or "",
                line.amount,
                line.not_deductible,
                line.currency_id.name,
            ]
            for line in lines
        ]
