from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmCaseLinkMixin(models.AbstractModel):
    """Relates cases to each other: links, a case above, and the cases below it."""

    _name = "csm.case.link.mixin"
    _description = "Related Cases"
    _inherit = ["csm.case.chain.mixin"]

    parent_id = fields.Many2one(
        "csm.case",
        "Part of",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="The case above is closed after this one.",
    )
    child_ids = fields.One2many("csm.case", "parent_id", "Cases Below")
    child_count = fields.Integer("Cases Below It", compute="_compute_child_count")
    link_ids = fields.One2many("csm.case.link", "case_id", "Related Cases")
    linked_by_ids = fields.One2many("csm.case.link", "other_id", "Named by")

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(
            self.env["csm.case"]._read_group(
                [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
            )
        )
        for case in self:
            case.child_count = counts.get(case, 0)

    @api.constrains("parent_id")
    def _check_no_loop(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A case cannot be part of itself. Choose another case above.")
            )

    def _why_not_move(self, move):
        refusal = super()._why_not_move(move)
        if refusal or move.name != "close":
            return refusal
        # A case below counts, whoever may read it; only its being there is told.
        open_below = (
            self.env["csm.case"]
            .sudo()
            .search_count([("parent_id", "=", self.id), ("state", "not in", ("closed", "void"))])
        )
        if not open_below:
            return ""
        return self.env._(
            "%(case)s has %(count)s open cases below it. Close those first.",
            case=self.display_name,
            count=open_below,
        )

    def action_children(self):
        """Open the cases below this one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_case_action_all")
        action["domain"] = [("parent_id", "=", self.id)]
        action["context"] = {
            "default_parent_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_team_id": self.team_id.id,
        }
        return action
