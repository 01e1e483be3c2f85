from odoo import api, fields, models


class CsmChecklist(models.TransientModel):
    """The steps from an installed addon to a working department, and how far they are done.

    Each room adds its own steps by extending ``_steps``.
    """

    _name = "csm.checklist"
    _description = "First Steps"

    step_ids = fields.One2many("csm.checklist.step", "checklist_id", "Steps", readonly=True)
    done_count = fields.Integer("Steps Done", compute="_compute_done_count")
    step_count = fields.Integer("All Steps", compute="_compute_done_count")

    def _compute_display_name(self):
        self.display_name = self.env._("First Steps")

    @api.depends("step_ids")
    def _compute_done_count(self):
        for checklist in self:
            checklist.step_count = len(checklist.step_ids)
            checklist.done_count = len(checklist.step_ids.filtered("is_done"))

    @api.model
    def action_open(self):
        """Open the checklist."""
        checklist = self.create({})
        for code, step in self._steps().items():
            checklist.step_ids.create(
                {"checklist_id": checklist.id, "code": code, "sequence": step["sequence"]}
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": checklist.id,
            "views": [(False, "form")],
            "name": self.env._("First Steps"),
        }

    @api.model
    def _steps(self):
        """Return ``{code: {sequence, name, advice, is_done, action}}``; action is an XML id."""
        return {
            "company": self._step_company(),
            "calendar": self._step_calendar(),
            "people": self._step_people(),
            "teams": self._step_teams(),
            "roles": self._step_roles(),
            "last_resort": self._step_last_resort(),
            "mail": self._step_mail(),
        }

    @api.model
    def _step_company(self):
        company = self.env.company
        return {
            "sequence": 10,
            "name": self.env._("Company"),
            "advice": self.env._("Name, address, country and e-mail stand on what you send."),
            "is_done": bool(company.email and company.country_id),
            "action": "base.action_res_company_form",
        }

    @api.model
    def _step_calendar(self):
        return {
            "sequence": 20,
            "name": self.env._("Working Hours and Holidays"),
            "advice": self.env._(
                "Working days, public holidays and make-up workdays decide when a limit ends."
            ),
            "is_done": bool(self.env.company.resource_calendar_id.attendance_ids),
            "action": "resource.action_resource_calendar_form",
        }

    @api.model
    def _step_people(self):
        # Who has which right is the administrator's business; here only whether anybody has one.
        agents = self.env.ref("csm.group_agent").sudo().all_user_ids
        agents -= self.env.ref("base.user_admin") | self.env.ref("base.user_root")
        return {
            "sequence": 30,
            "name": self.env._("People"),
            "advice": self.env._(
                "Everybody who handles cases is at least an Agent and has an employee record with "
                "a superior."
            ),
            "is_done": any(self.env.company in user.company_ids for user in agents),
            "action": "base.action_res_users",
        }

    @api.model
    def _step_teams(self):
        teams = self.env["csm.team"].search([("company_id", "=", self.env.company.id)])
        return {
            "sequence": 40,
            "name": self.env._("Teams"),
            "advice": self.env._("Every team has a leader and members."),
            "is_done": bool(teams) and all(team.leader_id for team in teams),
            "action": "csm.csm_team_action",
        }

    @api.model
    def _step_roles(self):
        return {
            "sequence": 50,
            "name": self.env._("Roles"),
            "advice": self.env._(
                "Regulations speak to functions. Name who holds each, and who stands in."
            ),
            "is_done": bool(self.env["csm.role"]._held_today()),
            "action": "csm.csm_role_action",
        }

    @api.model
    def _step_last_resort(self):
        return {
            "sequence": 80,
            "name": self.env._("Person of Last Resort"),
            "advice": self.env._(
                "Hears of a time limit when nobody the rule addresses can be reached."
            ),
            "is_done": bool(self.env.company.csm_fallback_user_id),
            "action": "csm.res_config_settings_action",
        }

    @api.model
    def _step_mail(self):
        return {
            "sequence": 90,
            "name": self.env._("Outgoing Mail"),
            "advice": self.env._("Without a mail server nobody is reminded by e-mail."),
            # Whether a server is set is no secret; its password is never read.
            "is_done": bool(self.env["ir.mail_server"].sudo().search_count([], limit=1)),
            "action": "base.action_ir_mail_server_list",
        }
