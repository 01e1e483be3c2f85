from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CsmReachMixin(models.AbstractModel):
    """Tells which records lie within the reader's reach, in conditions that an index can answer.

    The record rules ask these fields. Who is in which team is read once for the whole list, not
    anew for each record, so a long register costs an Agent little more than the system itself.
    The record has ``user_id``, ``first_responder_id`` and ``team_id``.
    """

    _name = "csm.reach.mixin"
    _description = "Whose Records These Are"

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
        compute="_compute_is_kept_from_me",
        search="_search_is_kept_from_me",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends("user_id", "first_responder_id", "team_id.member_ids", "team_id.overseer_ids")
    @api.depends_context("uid")
    def _compute_reach(self):
        me = self.env.user
        for record in self:
            team = record["team_id"]
            persons = record["user_id"] | record["first_responder_id"] | team.member_ids
            record.is_mine_or_my_teams = me in persons
            record.is_in_my_tree = not team or me in team.overseer_ids

    def _search_is_mine_or_my_teams(self, operator, value):
        return self._reach(
            operator,
            "(%(record)s.user_id = %(me)s OR %(record)s.first_responder_id = %(me)s"
            " OR %(record)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_member_rel WHERE user_id = %(me)s)))",
        )

    def _search_is_in_my_tree(self, operator, value):
        return self._reach(
            operator,
            "(%(record)s.team_id IS NULL OR %(record)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_overseer_rel WHERE user_id = %(me)s)))",
        )

    @api.model
    def _reach(self, operator, condition):
        """Return the domain of an SQL condition on ``%(record)s`` and ``%(me)s``."""
        if operator != "in":
            return NotImplemented
        self.env["csm.team"].flush_model(["member_ids", "overseer_ids"])
        self.flush_model(["user_id", "first_responder_id", "team_id"])
        me = self.env.uid
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(condition, record=SQL.identifier(alias), me=me)
        )

    # Hooks

    def _compute_is_kept_from_me(self):
        """Hook: whom a record is kept from, whatever team they are in."""
        self.is_kept_from_me = False

    def _search_is_kept_from_me(self, operator, value):
        """Hook: the same, as a search."""
        return self._reach(operator, "FALSE")
