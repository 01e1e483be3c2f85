from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CsmSanctionReachMixin(models.AbstractModel):
    """Tells whose sanctions lie within the reader's reach, in conditions of plain SQL.

    A superior reaches everybody below in the chain of superiors or in the departments led; a
    leader of teams reaches their members. Who that is, is read once for the whole list.
    """

    _name = "csm.sanction.reach.mixin"
    _description = "Whose Sanctions These Are"

    user_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    is_of_my_people = fields.Boolean(
        "Of My People",
        compute="_compute_is_of_my_people",
        search="_search_is_of_my_people",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_is_of_my_people(self):
        mine = [("id", "in", self.ids), ("is_of_my_people", "=", True)]
        reached = self.sudo().with_context(active_test=False).search(mine)
        for record in self:
            record.is_of_my_people = record.sudo() in reached

    def _search_is_of_my_people(self, operator, value):
        if operator != "in":
            return NotImplemented
        people = self._people_of(self.env.uid)
        # Nobody is their own superior, whatever department they lead.
        return Domain("employee_id", "in", people) & Domain("user_id", "!=", self.env.uid)

    @api.model
    def _people_of(self, uid):
        """Return the employees below a user, as a condition in SQL."""
        return SQL(
            """(
            WITH RECURSIVE below(id) AS (
                SELECT e.id FROM hr_employee e JOIN hr_employee m ON m.id = e.parent_id
                 WHERE m.user_id = %(me)s
                UNION
                SELECT e.id FROM hr_employee e JOIN below b ON b.id = e.parent_id
            )
            SELECT id FROM below
            UNION
            SELECT e.id FROM hr_employee e
              JOIN hr_version v ON v.id = e.current_version_id
              JOIN hr_department d ON d.id = v.department_id
              JOIN hr_department t ON d.parent_path LIKE t.parent_path || '%%'
              JOIN hr_employee m ON m.id = t.manager_id
             WHERE m.user_id = %(me)s
            UNION
            SELECT e.id FROM hr_employee e
              JOIN csm_team_member_rel r ON r.user_id = e.user_id
              JOIN csm_team_overseer_rel o ON o.team_id = r.team_id
             WHERE o.user_id = %(me)s)""",
            me=uid,
        )
