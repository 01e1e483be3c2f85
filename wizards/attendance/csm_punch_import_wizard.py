import base64

from odoo import fields, models
from odoo.exceptions import AccessError

from ...tools import table


class CsmPunchImportWizard(models.TransientModel):
    """Takes the file of a time clock."""

    _name = "csm.punch.import.wizard"
    _description = "Read a Punch File"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    device_id = fields.Many2one(
        "csm.punch.device",
        check_company=True,
        help="Whose file it is. Empty: a column of the file says it, or the company's zone counts.",
    )
    file = fields.Binary(required=True)
    name = fields.Char("File Name")

    date_format = fields.Selection(
        [(form, form) for form in table.DATE_FORMATS],
        "Days Are Written",
        help="Only where the file can be read in several ways. %Y: year, %m: month, %d: day.",
    )

    def action_read(self):
        """Read the file; what is known already changes nothing."""
        self.ensure_one()
        if not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(self.env._("Files of time clocks are read by HR."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Choose a company of your own."))
        record = self.env["csm.punch.reader"]._read(
            base64.b64decode(self.file),
            self.name or self.env._("File"),
            self.company_id,
            self.device_id,
            self.date_format,
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_punch_import_action")
        return {**action, "res_id": record.id, "views": [(False, "form")]}
