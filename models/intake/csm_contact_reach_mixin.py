from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CsmContactReachMixin(models.AbstractModel):
    """Tells which contacts lie within the reader's reach, in conditions an index can answer."""

    _name = "csm.contact.reach.mixin"
    _description = "Whose Contacts These Are"

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
        "case_id.accused_user_ids",
        "case_id.is_open_to_accused",
    )
    @api.depends_context("uid")
    def _compute_reach(self):
        me = self.env.user
        for contact in self:
            persons = contact.user_id | contact.first_responder_id | contact.team_id.member_ids
            contact.is_mine_or_my_teams = me in persons
            contact.is_in_my_tree = not contact.team_id or me in contact.team_id.overseer_ids
            case = contact.case_id
            contact.is_kept_from_me = me in case.accused_user_ids and not case.is_open_to_accused

    def _search_is_mine_or_my_teams(self, operator, value):
        return self._reach(
            operator,
            "(%(contact)s.user_id = %(me)s OR %(contact)s.first_responder_id = %(me)s"
            " OR %(contact)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_member_rel WHERE user_id = %(me)s)))",
        )

    def _search_is_in_my_tree(self, operator, value):
        return self._reach(
            operator,
            "(%(contact)s.team_id IS NULL OR %(contact)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_overseer_rel WHERE user_id = %(me)s)))",
        )

    def _search_is_kept_from_me(self, operator, value):
        return self._reach(
            operator,
            "(%(contact)s.case_id IS NOT NULL AND %(contact)s.case_id = ANY (ARRAY("
            "SELECT case_id FROM csm_case_accused_user_rel AS r JOIN csm_case AS c"
            " ON c.id = r.case_id"
            " WHERE r.user_id = %(me)s AND c.is_open_to_accused IS NOT TRUE)))",
        )

    @api.model
    def _reach(self, operator, condition):
        if operator != "in":
            return NotImplemented
        self.env["csm.team"].flush_model(["member_ids", "overseer_ids"])
        self.env["csm.case"].flush_model(["accused_user_ids", "is_open_to_accused"])
        self.flush_model(["user_id", "first_responder_id", "team_id", "case_id"])
        me = self.env.uid
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                condition, contact=SQL.identifier(alias), me=me
            )
        )
