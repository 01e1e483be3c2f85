from odoo import fields, models
from odoo.fields import Domain


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    attendance_rule_ids = fields.One2many("csm.attendance.rule", "adoption_id", "Attendance")

    def _why_not_adopt(self):
        return super()._why_not_adopt() or self._why_not_one_attendance()

    def _why_not_one_attendance(self):
        """Minutes count as one thing: two regulations must not speak of the same people's."""
        mine = self.attendance_rule_ids.filtered("active").sudo()
        if not mine:
            return ""
        begin = self._first_moment(self.adopted_on)
        others = self.env["csm.attendance.rule"]._rules_in_force(
            self.company_id.id,
            Domain("adoption_id", "!=", self.id),
            Domain("valid_to", "=", False) | Domain("valid_to", ">", begin),
        )
        clashes = [
            self.env._(
                "“%(one)s” (%(article)s) and “%(other)s” (%(against)s) both say what the same "
                "minutes of the same people count as. Keep one of them: archive the one of this "
                "adoption, end the other, or let each be for teams of its own.",
                one=rule.name,
                article=rule.article_id.display_name,
                other=other.name,
                against=other.article_id.display_name,
            )
            for rule in mine
            for other in others
            if rule._shares_minutes(other)
        ]
        return "\n".join(clashes)
