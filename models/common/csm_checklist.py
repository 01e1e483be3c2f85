from odoo import api, fields, models


class CsmChecklist(models.TransientModel):
    """The steps from an installed addon to a working department, and how far they are done.

    Each room adds its own steps by extending ``_steps``.
    """

    _name = "csm.checklist"
    _description = "First Steps"

    step_ids = fields.One2many("csm.checklist.step", "checklist_id", "Steps", readonly=True)
    done_count = fields.Integer(compute="_compute_done_count")
    step_count = fields.Integer(compute="_compute_done_count")

    def _compute_done_count(self):
        for checklist in self:
            checklist.step_count = len(checklist.step_ids)
            checklist.done_count = len(checklist.step_ids.filtered("is_done"))

    @api.model
    def action_open(self):
        """Open the checklist with the state of things now."""
        steps = [{"sequence": index, **step} for index, step in enumerate(self._steps(), start=1)]
        checklist = self.create({"step_ids": [fields.Command.create(step) for step in steps]})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": checklist.id,
            "views": [(False, "form")],
            "name": self.env._("First Steps"),
        }

    @api.model
    def _steps(self):
        """Return the steps as ``{name, advice, is_done, action}``; action is an XML id."""
        company = self.env.company
        Team, Role = self.env["csm.team"], self.env["csm.role"]
        teams = Team.search([("company_id", "=", company.id)])
        return [
            {
                "name": self.env._("Company"),
                "advice": self.env._("Name, address, country and e-mail stand on what you send."),
                "is_done": bool(company.email and company.country_id),
                "action": "base.action_res_company_form",
            },
            {
                "name": self.env._("Working Hours and Holidays"),
                "advice": self.env._(
                    "Working days, public holidays and make-up workdays decide when a limit ends."
                ),
                "is_done": bool(company.resource_calendar_id.attendance_ids),
                "action": "resource.action_resource_calendar_form",
            },
            {
                "name": self.env._("Teams"),
                "advice": self.env._("Every team has a leader and members."),
                "is_done": bool(teams) and all(team.leader_id for team in teams),
                "action": "csm.csm_team_action",
            },
            {
                "name": self.env._("Roles"),
                "advice": self.env._(
                    "Regulations speak to functions. Name who holds each, and who stands in."
                ),
                "is_done": bool(Role._held_today()),
                "action": "csm.csm_role_action",
            },
            {
                "name": self.env._("Outgoing Mail"),
                "advice": self.env._("Without a mail server nobody is reminded by e-mail."),
                # Whether a server is set is no secret; its password is never read.
                "is_done": bool(self.env["ir.mail_server"].sudo().search_count([], limit=1)),
                "action": "base.action_ir_mail_server_list",
            },
        ]
