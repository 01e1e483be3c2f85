from odoo import fields, models

from .csm_copy import HOLDERS


class CsmCopyRuleLine(models.Model):
    """One copy of a paper and who gets it."""

    _name = "csm.copy.rule.line"
    _description = "Copy a Rule Wants"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.copy.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    move = fields.Char("With the Step", required=True, default="approve")
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
