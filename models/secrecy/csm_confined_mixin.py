from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CsmConfinedMixin(models.AbstractModel):
    """A row about a record of any model, which may be classified: then it is as closed as that.

    The row has ``company_id`` and ``team_id``. What is confined is open to members of the team
    that keeps the record and are cleared for its level, to nobody else.
    """

    _name = "csm.confined.mixin"
    _description = "Row That May Be About a Classified Record"

    level = fields.Integer("Rank of the Level", readonly=True, aggregator=None)
    is_confined = fields.Boolean(
        "About a Classified Record", readonly=True, help="Open only to those who may read it."
    )
    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends("is_confined", "level", "team_id.member_ids", "company_id")
    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        mine = self.browse(self.ids)._filtered_open()
        for row in self:
            row.is_open_to_me = not row.is_confined or row.id in mine.ids

    def _filtered_open(self):
        """Ask the database the same question as a search does, so the two never differ."""
        alias = SQL.identifier(self._table)
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) AND %s",
                alias,
                list(self.ids),
                self._open_condition(alias),
            )
        )
        return self.browse(row_id for (row_id,) in rows)

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, _query: model._open_condition(SQL.identifier(alias))
        )

    @api.model
    def _open_condition(self, alias):
        """Return the SQL condition under which a row of ``alias`` is open to the reader."""
        self.env["csm.team"].flush_model(["member_ids"])
        self.flush_model(["is_confined", "level", "company_id", "team_id"])
        return SQL(
            "(%(row)s.is_confined IS NOT TRUE OR (%(cleared)s AND %(row)s.team_id = ANY (ARRAY("
            "SELECT team_id FROM csm_team_member_rel WHERE user_id = %(me)s))))",
            row=alias,
            cleared=self.env["csm.secret.reach.mixin"]._cleared_condition(alias),
            me=self.env.uid,
        )

    def _cleared_members(self):
        """Return the members of the team who are cleared for the level of this row."""
        members = self.sudo()["team_id"].member_ids.filtered("active")
        Clearance, company = self.env["csm.clearance"], self["company_id"].id
        return members.filtered(
            lambda user: Clearance.with_user(user)._levels().get(company, 0) >= self.level
        )
