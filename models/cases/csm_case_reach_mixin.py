from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CsmCaseReachMixin(models.AbstractModel):
    """Tells which cases lie within the reader's reach, in conditions that an index can answer.

    The record rules ask these fields. Who is in which team is read once for the whole list, not
    anew for each case, so a long register costs an Agent little more than the system itself.
    """

    _name = "csm.case.reach.mixin"
    _description = "Whose Cases These Are"

    is_mine_or_my_teams = fields.Boolean(
        compute="_compute_reach",
        search="_search_is_mine_or_my_teams",
        compute_sudo=True,
        export_string_translation=False,
    )
    is_in_my_tree = fields.Boolean(
        compute="_compute_reach",
        search="_search_is_in_my_tree",
        compute_sudo=True,
        export_string_translation=False,
    )
    is_kept_from_me = fields.Boolean(
        compute="_compute_reach",
        search="_search_is_kept_from_me",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends(
        "user_id",
        "first_responder_id",
        "team_id.member_ids",
        "team_id.overseer_ids",
        "accused_user_ids",
        "is_open_to_accused",
    )
    @api.depends_context("uid")
    def _compute_reach(self):
        me = self.env.user
        for case in self:
            persons = case.user_id | case.first_responder_id | case.team_id.member_ids
            case.is_mine_or_my_teams = me in persons
            case.is_in_my_tree = not case.team_id or me in case.team_id.overseer_ids
            case.is_kept_from_me = me in case.accused_user_ids and not case.is_open_to_accused

    def _search_is_mine_or_my_teams(self, operator, value):
        return self._reach(
            operator,
            "(%(case)s.user_id = %(me)s OR %(case)s.first_responder_id = %(me)s"
            " OR %(case)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_member_rel WHERE user_id = %(me)s)))",
        )

    def _search_is_in_my_tree(self, operator, value):
        return self._reach(
            operator,
            "(%(case)s.team_id IS NULL OR %(case)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_overseer_rel WHERE user_id = %(me)s)))",
        )

    def _search_is_kept_from_me(self, operator, value):
        return self._reach(
            operator,
            "(%(case)s.is_open_to_accused IS NOT TRUE AND %(case)s.id = ANY (ARRAY("
            "SELECT case_id FROM csm_case_accused_user_rel WHERE user_id = %(me)s)))",
        )

    @api.model
    def _reach(self, operator, condition):
        if operator != "in":
            return NotImplemented
        self.env["csm.team"].flush_model(["member_ids", "overseer_ids"])
        self.flush_model(
            ["user_id", "first_responder_id", "team_id", "accused_user_ids", "is_open_to_accused"]
        )
        me = self.env.uid
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(condition, case=SQL.identifier(alias), me=me)
        )
