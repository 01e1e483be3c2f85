from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsmSkill(models.Model):
    """One class of service work, and who does it: orders, complaints, technical questions …"""

    _name = "csm.skill"
    _description = "Class of Work"
    _order = "sequence, code"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    covers_ids = fields.Many2many(
        "csm.skill",
        "csm_skill_cover_rel",
        "skill_id",
        "covered_id",
        "Does the Work of",
        help="An all-round agent, for example, does technical and theoretical work too.",
    )
    covered_by_ids = fields.Many2many(
        "csm.skill", "csm_skill_cover_rel", "covered_id", "skill_id", "Also Done by", readonly=True
    )
    user_ids = fields.Many2many(
        "res.users",
        "csm_skill_user_rel",
        "skill_id",
        "user_id",
        "Who Does It",
        domain="[('share', '=', False)]",
    )
    team_ids = fields.Many2many(
        "csm.team",
        "csm_skill_team_rel",
        "skill_id",
        "team_id",
        "Teams",
        help="What needs this class goes to one of these teams. Empty: it stays in its team.",
    )

    _code_is_unique = models.UniqueIndex("(code)", "Another class already has this code.")

    @api.constrains("covers_ids")
    def _check_covers_others(self):
        for skill in self:
            if skill in skill.covers_ids:
                raise ValidationError(
                    self.env._("“%(skill)s” covers itself already.", skill=skill.name)
                )

    def _doers(self):
        """Return everybody who does work of this class, also those of a wider one."""
        # Whoever is in a class is asked on behalf of the rule, not of the user.
        return (self | self.covered_by_ids).sudo().user_ids.filtered("active")
