from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...tools.carries import carries


class CsmCaseReportWizard(models.TransientModel):
    """Takes a complaint from any employee, whatever their work, and passes it to a team."""

    _name = "csm.case.report.wizard"
    _description = "Report a Complaint"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    name = fields.Char("What Is It About?", required=True)
    description = fields.Text("What Happened", required=True)
    partner_name = fields.Char("Customer", required=True)
    partner_phone = fields.Char("Phone")
    partner_email = fields.Char("E-mail")
    number = fields.Char(readonly=True)

    def action_report(self):
        """Register the complaint and say under which number it is kept."""
        self.ensure_one()
        case = self._take_down()
        if not case:
            raise UserError(self.env._("Only the service department takes complaints down."))
        self.number = case.number
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "Thank you. The complaint is kept under number %(number)s.", number=case.number
                ),
                "type": "success",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @carries("S2-17-19")
    def _take_down(self):
        """Return the case; whoever took it down is the first person asked."""
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("You do not work for this company."))
        # Whoever is no member of the service department has no right to cases, but may not turn a
        # customer away.
        return (
            self.env["csm.case"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "name": self.name,
                    "description": plaintext2html(self.description),
                    "kind": "complaint",
                    "channel": "transferred",
                    "company_id": self.company_id.id,
                    "team_id": self._team().id,
                    "partner_name": self.partner_name,
                    "partner_phone": self.partner_phone,
                    "partner_email": self.partner_email,
                    "first_responder_id": self.env.uid,
                    "user_id": False,
                }
            )
        )

    @api.model
    def _team(self):
        """Return the team that takes what others have taken down."""
        Team = self.env["csm.team"].sudo()
        skill = self.env["csm.skill"].sudo().search([("code", "=", "complaint")], limit=1)
        mine = [("company_id", "=", self.company_id.id)]
        return Team.search([*mine, ("id", "in", skill.team_ids.ids)], limit=1) or Team.search(
            mine, limit=1
        )
