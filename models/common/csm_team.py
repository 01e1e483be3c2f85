from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmTeam(models.Model):
    """One team of the service department: who works in it, who leads it, when it works."""

    _name = "csm.team"
    _description = "Service Team"
    _inherit = ["mail.thread"]
    _parent_store = True
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    parent_id = fields.Many2one(
        "csm.team", "Parent Team", ondelete="restrict", check_company=True, index=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("csm.team", "parent_id", "Sub-teams")
    leader_id = fields.Many2one(
        "res.users", tracking=True, check_company=True, index=True, ondelete="restrict"
    )
    member_ids = fields.Many2many(
        "res.users", "csm_team_member_rel", "team_id", "user_id", "Members", check_company=True
    )
    overseer_ids = fields.Many2many(
        "res.users",
        "csm_team_overseer_rel",
        "team_id",
        "user_id",
        "Leaders of the Team Tree",
        compute="_compute_overseer_ids",
        store=True,
        recursive=True,
        help="The leaders of this team and of the teams above it.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Schedule",
        check_company=True,
        help="Empty: the working hours of the company.",
    )
    crm_team_id = fields.Many2one("crm.team", "Sales Team", check_company=True)

    @api.depends("leader_id", "parent_id.overseer_ids")
    def _compute_overseer_ids(self):
        for team in self:
            team.overseer_ids = team.leader_id | team.parent_id.overseer_ids

    @api.constrains("parent_id")
    def _check_no_loop(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A team cannot stand above itself. Choose another parent team.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._add_leader_as_member()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if {"leader_id", "member_ids"} & vals.keys():
            self._add_leader_as_member()
        return result

    def _add_leader_as_member(self):
        for team in self:
            if team.leader_id and team.leader_id not in team.member_ids:
                team.member_ids |= team.leader_id

    def _calendar(self):
        """Return the calendar that counts for this team's deadlines."""
        self.ensure_one()
        return self.resource_calendar_id or self.company_id.resource_calendar_id
