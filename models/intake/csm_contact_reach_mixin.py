from odoo import api, models


class CsmContactReachMixin(models.AbstractModel):
    """Tells which contacts lie within the reader's reach: not those of cases kept from them."""

    _name = "csm.contact.reach.mixin"
    _description = "Whose Contacts These Are"
    _inherit = ["csm.reach.mixin"]

    @api.depends("case_id.accused_user_ids", "case_id.is_open_to_accused")
    @api.depends_context("uid")
    def _compute_is_kept_from_me(self):
        me = self.env.user
        for contact in self:
            case = contact["case_id"]
            contact.is_kept_from_me = me in case.accused_user_ids and not case.is_open_to_accused

    def _search_is_kept_from_me(self, operator, value):
        self.env["csm.case"].flush_model(["accused_user_ids", "is_open_to_accused"])
        self.flush_model(["case_id"])
        return self._reach(
            operator,
            "(%(record)s.case_id IS NOT NULL AND %(record)s.case_id = ANY (ARRAY("
            "SELECT case_id FROM csm_case_accused_user_rel AS r JOIN csm_case AS c"
            " ON c.id = r.case_id"
            " WHERE r.user_id = %(me)s AND c.is_open_to_accused IS NOT TRUE)))",
        )
