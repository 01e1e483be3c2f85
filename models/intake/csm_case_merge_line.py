from odoo import fields, models
from odoo.fields import Command


class CsmCaseMergeLine(models.Model):
    """One thing a merging moved or changed, with what it was before."""

    _name = "csm.case.merge.line"
    _description = "What a Merging Moved"
    _order = "id"

    merge_id = fields.Many2one(
        "csm.case.merge", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("record", "Moved"),
            ("value", "Changed"),
            ("follower", "Follows Now"),
            ("accused", "Complained About Now"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    field_name = fields.Char(readonly=True)
    before = fields.Json(readonly=True)
    source_id = fields.Many2one(
        "csm.case", "Came From", readonly=True, ondelete="restrict", index=True
    )

    def _take_back(self):
        """Undo these lines, the last first; what is gone since is left alone."""
        for line in self:
            record = self.env[line.res_model].sudo().browse(line.res_id).exists()
            if record:
                getattr(line, f"_take_back_{line.kind}")(record)

    def _take_back_record(self, record):
        # Only what still lies where the merging put it goes back.
        owner = record[self.field_name]
        if (owner if isinstance(owner, int) else owner.id) == self.merge_id.target_id.id:
            record.write({self.field_name: self.before})

    def _take_back_value(self, record):
        values = dict(self.before)
        record._with_pass(values).write(values)

    def _take_back_follower(self, record):
        record.message_unsubscribe(self.before)

    def _take_back_accused(self, record):
        record.accused_employee_ids = [Command.unlink(id_) for id_ in self.before]
