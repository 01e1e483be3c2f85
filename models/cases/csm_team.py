from odoo import fields, models


class CsmTeam(models.Model):
    _inherit = "csm.team"

    open_case_count = fields.Integer(compute="_compute_case_counts")
    overdue_case_count = fields.Integer(compute="_compute_case_counts")

    def _compute_case_counts(self):
        Case = self.env["csm.case"]
        if not Case.has_access("read"):
            self.open_case_count = self.overdue_case_count = 0
            return
        mine = [("team_id", "in", self.ids), ("state", "not in", ("closed", "void"))]
        overdue = [*mine, ("next_due_at", "<", fields.Datetime.now())]
        counts = dict(Case._read_group(mine, ["team_id"], ["__count"]))
        late = dict(Case._read_group(overdue, ["team_id"], ["__count"]))
        for team in self:
            team.open_case_count = counts.get(team, 0)
            team.overdue_case_count = late.get(team, 0)

    def action_open_cases(self):
        """Open this team's cases."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_case_action")
        action["context"] = {"search_default_team_id": self.id, "default_team_id": self.id}
        return action
