from odoo import api, models


class CsmCaseReachMixin(models.AbstractModel):
    """Tells which cases lie within the reader's reach: not those that complain about the reader."""

    _name = "csm.case.reach.mixin"
    _description = "Whose Cases These Are"
    _inherit = ["csm.reach.mixin"]

    @api.depends("accused_user_ids", "is_open_to_accused")
    @api.depends_context("uid")
    def _compute_is_kept_from_me(self):
        me = self.env.user
        for case in self:
            case.is_kept_from_me = me in case["accused_user_ids"] and not case["is_open_to_accused"]

    def _search_is_kept_from_me(self, operator, value):
        self.flush_model(["accused_user_ids", "is_open_to_accused"])
        return self._reach(
            operator,
            "(%(record)s.is_open_to_accused IS NOT TRUE AND %(record)s.id = ANY (ARRAY("
            "SELECT case_id FROM csm_case_accused_user_rel WHERE user_id = %(me)s)))",
        )
