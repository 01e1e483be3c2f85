from odoo import api, fields, models

from .csm_copy import HOLDERS


class CsmCopyRuleLine(models.Model):
    """One copy of a paper and who gets it."""

    _name = "csm.copy.rule.line"
    _description = "Copy a Rule Wants"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.copy.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    move = fields.Char("With the Step", required=True, default="approve")
    move_text = fields.Char("When", compute="_compute_move_text")
    number = fields.Integer("Copy", required=True, default=1)
    holder = fields.Selection(HOLDERS, "Goes to", required=True, default="issuer")

    role_id = fields.Many2one(
        "csm.role",
        "Tell",
        ondelete="restrict",
        help="Whoever holds this role is told that the copy is theirs. Empty: nobody is told.",
    )
    is_to_act = fields.Boolean("To Act", help="They are given something to do, not only told.")

    _number_is_positive = models.Constraint(
        "CHECK(number > 0)", "Copies are numbered from 1 on. Enter the number of the copy."
    )

    @api.depends("rule_id.model", "move")
    @api.depends_context("lang")
    def _compute_move_text(self):
        for line in self:
            paper = self.env[line.rule_id.model] if line.rule_id.model else None
            moves = {move.name: move for move in paper._moves} if paper is not None else {}
            known = line.move in moves
            line.move_text = paper._move_label(moves[line.move]) if known else line.move
