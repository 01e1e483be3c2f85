from odoo import fields, models


class CsmDeadlineOutlookLine(models.TransientModel):
    """One obligation in what would change: how many records are late or due, today and then."""

    _name = "csm.deadline.outlook.line"
    _description = "What Would Change for One Obligation"
    _order = "newly_late_count desc, obligation_id"

    wizard_id = fields.Many2one("csm.deadline.outlook.wizard", required=True, ondelete="cascade")
    res_model = fields.Char("Model Name", required=True)
    obligation_id = fields.Many2one("csm.obligation", required=True, ondelete="cascade")
    looked_count = fields.Integer("Records Concerned")
    late_today = fields.Integer()
    late_then = fields.Integer()
    newly_late_count = fields.Integer("Newly Late")
    newly_late_ids = fields.Json("Which")
    day_today = fields.Integer("Due Within a Day, Today")
    day_then = fields.Integer("Due Within a Day, Then")
    week_today = fields.Integer("Due Within a Week, Today")
    week_then = fields.Integer("Due Within a Week, Then")

    def action_show(self):
        """Open the records that would be late and are not today."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%(obligation)s: Newly Late", obligation=self.obligation_id.name),
            "res_model": self.res_model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.newly_late_ids or [])],
        }

    def _add(self, tally):
        """Add the counts of another piece of records."""
        self.ensure_one()
        self.write(
            {
                "looked_count": self.looked_count + tally.looked,
                "late_today": self.late_today + tally.today[0],
                "day_today": self.day_today + tally.today[1],
                "week_today": self.week_today + tally.today[2],
                "late_then": self.late_then + tally.then[0],
                "day_then": self.day_then + tally.then[1],
                "week_then": self.week_then + tally.then[2],
                "newly_late_count": self.newly_late_count + len(tally.newly_late),
                "newly_late_ids": [*(self.newly_late_ids or []), *tally.newly_late],
            }
        )
