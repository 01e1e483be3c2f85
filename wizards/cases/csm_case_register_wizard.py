from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.cases.csm_case import KINDS


class CsmCaseRegisterWizard(models.TransientModel):
    """Prints the tracking register of one month, as far as the user may read its cases."""

    _name = "csm.case.register.wizard"
    _description = "Tracking Register of a Month"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Any day of the month in which the cases were received.",
    )
    kind = fields.Selection(KINDS, default="complaint", help="Empty: cases of every kind.")
    team_ids = fields.Many2many(
        "csm.team", string="Teams", check_company=True, help="Empty: all that you may read."
    )

    def action_print(self):
        self.ensure_one()
        cases = self.env["csm.case"].search(self._domain())
        if not cases:
            raise UserError(
                self.env._(
                    "There are no such cases in %(month)s that you may read. Choose another month.",
                    month=f"{self.month:%Y-%m}",
                )
            )
        report = self.env.ref("csm.ir_actions_report_csm_case_register")
        return report.report_action(cases.ids, config=False)

    def _domain(self):
        zone = ZoneInfo(self.company_id.sudo().resource_calendar_id.tz or "UTC")
        first = datetime(self.month.year, self.month.month, 1, tzinfo=zone)
        bounds = [
            (moment.astimezone(ZoneInfo("UTC"))).replace(tzinfo=None)
            for moment in (first, first + relativedelta(months=1))
        ]
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("received_at", ">=", bounds[0]) & Domain("received_at", "<", bounds[1])
        if self.kind:
            domain &= Domain("kind", "=", self.kind)
        if self.team_ids:
            domain &= Domain("team_id", "in", self.team_ids.ids)
        return domain
