from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move


class CsmCaseMerge(models.Model):
    """One merging of cases into one: what moved, so that it can be undone."""

    _name = "csm.case.merge"
    _description = "Merging of Cases"
    _inherit = ["csm.fact.mixin"]
    _order = "id desc"

    target_id = fields.Many2one(
        "csm.case", "Merged into", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="target_id.company_id", store=True, index=True)
    source_ids = fields.Many2many(
        "csm.case", "csm_case_merge_source_rel", "merge_id", "case_id", "Merged", readonly=True
    )
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Merged by", readonly=True, ondelete="restrict")
    undone_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone")], required=True, readonly=True, default="done"
    )
    merged_at = fields.Datetime(
        "Merged On",
        required=True,
        readonly=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    undone_at = fields.Datetime("Undone On", readonly=True)
    line_ids = fields.One2many("csm.case.merge.line", "merge_id", "What Moved", readonly=True)

    _facts = ("merged_at", "undone_at")
    _moves = (Move("undo", ("done",), "undone", "undone_at", "_why_not_undo"),)

    @api.depends("target_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for merge in self:
            merge.display_name = self.env._(
                "Merging into %(case)s", case=merge.sudo().target_id.display_name
            )

    def write(self, vals):
        """Refuse every change but the undoing."""
        if not self.env.su:
            raise UserError(self.env._("A merging is part of the record. Undo it if need be."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A merging is part of the record and cannot be deleted."))

    def action_undo(self):
        """Put everything back where it was before the merging."""
        self.check_access("read")
        (self.target_id | self.source_ids).check_access("write")
        # The journal and what it names are written by the undoing alone.
        return self.sudo()._act("undo")

    def _why_not_undo(self):
        target, values = self.target_id, {"case": self.target_id.display_name}
        if not self.env.user.has_group("csm.group_supervisor"):
            return self.env._("Only a supervisor undoes a merging. Ask yours.")
        if target.state in ("closed", "void"):
            return self.env._("%(case)s is done with; its merging stays.", **values)
        later = self.search_count(
            [("id", ">", self.id), ("state", "=", "done"), ("target_id", "=", target.id)], limit=1
        )
        if later:
            return self.env._("%(case)s was merged with others since. Undo that first.", **values)
        return ""

    def _prepare_move_vals(self, move):
        return {**super()._prepare_move_vals(move), "undone_by_id": self.env.uid}

    def _moved(self, move):
        result = super()._moved(move)
        for merge in self:
            merge.line_ids.sorted("id", reverse=True)._take_back()
            cases = merge.target_id | merge.source_ids
            self.env["csm.deadline.keeper"]._sync(cases)
            cases._message_log_batch(
                bodies={
                    case.id: self.env._(
                        "The merging of %(moment)s was undone.", moment=merge._day()
                    )
                    for case in cases
                }
            )
        return result

    def _day(self):
        return self._local_text(self.merged_at)

    def _note(self, kind, record, name=False, before=False, source=None):
        """Write down one thing that is about to change."""
        self.env["csm.case.merge.line"].create(
            {
                "merge_id": self.id,
                "kind": kind,
                "res_model": record._name,
                "res_id": record.id,
                "field_name": name,
                "before": before,
                "source_id": source.id if source else False,
            }
        )
