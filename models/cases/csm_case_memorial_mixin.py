from odoo import api, fields, models

from ...tools.carries import carries
from ...tools.listed import listed

# The steps that wait while a memorial about the case is undecided.
STOPPED = ("decide", "execute", "close")


class CsmCaseMemorialMixin(models.AbstractModel):
    """Lets a department that disagrees stop a case with a memorial until that is decided."""

    _name = "csm.case.memorial.mixin"
    _description = "Memorials About a Case"
    _inherit = ["csm.case.chain.mixin"]

    request_ids = fields.One2many("csm.request", "case_id", "Memorials and Applications")
    memorial_text = fields.Char("Waits For", compute="_compute_memorial_text")

    @api.depends("request_ids.state", "request_ids.stops_case")
    @api.depends_context("lang")
    def _compute_memorial_text(self):
        for case in self:
            # That something stands in the way is no secret to whoever may read the case.
            case.memorial_text = listed(
                self.env, case.sudo()._open_memorials().mapped("display_name")
            )

    def _open_memorials(self):
        return self.request_ids.filtered(
            lambda request: request.stops_case and request.state == "submitted"
        )

    @carries("S2-09-25", neutral="")
    def _why_not_while_memorial(self):
        """Refuse what a department objects to while its objection is undecided."""
        memorials = self.sudo()._open_memorials()
        if not memorials:
            return ""
        return self.env._(
            "%(case)s waits for the decision about %(memorials)s, handed in by %(persons)s.",
            case=self.display_name,
            memorials=listed(self.env, memorials.mapped("display_name")),
            persons=listed(self.env, memorials.user_id.mapped("name")),
        )

    def _why_not_move(self, move):
        stopped = self._why_not_while_memorial() if move.name in STOPPED else ""
        return stopped or super()._why_not_move(move)

    def action_file_memorial(self):
        """Open a new memorial about this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.request",
            "views": [(False, "form")],
            "target": "current",
            "name": self.env._("Memorial: %(case)s", case=self.display_name),
            "context": {
                "default_case_id": self.id,
                "default_kind_id": self.env.ref("csm.csm_request_kind_memorial").id,
                "default_name": self["name"],
                "default_company_id": self["company_id"].id,
            },
        }
