from odoo import api, fields, models


class CsmClientPartMixin(models.AbstractModel):
    """A part of a client file that clerks keep: what changes in it stands in its history."""

    _name = "csm.client.part.mixin"
    _description = "Part of a Client File"
    _inherit = ["csm.secret.part.mixin"]

    file_id = fields.Many2one("csm.client.file", required=True, index=True, ondelete="restrict")

    # In which history its changes stand, and of which fields.
    _section = ""
    _told = ()
    _history = "csm.client.change"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        for part in parts:
            part._tell({name: "" for name in self._told})
        return parts

    def write(self, vals):
        names = [name for name in vals if name in self._told]
        before = {part: {name: part._text(name) for name in names} for part in self}
        result = super().write(vals)
        for part in self:
            part._tell(before[part])
        return result

    def unlink(self):
        for part in self:
            label = part._part_label()
            lines = [
                (
                    self._section,
                    f"{label}: {self._fields[name]._description_string(self.env)}",
                    old,
                    "",
                )
                for name in self._told
                if (old := part._text(name))
            ]
            part.file_id._log_changes(lines, model=self._history)
        return super().unlink()

    def _tell(self, before):
        label = self._part_label()
        lines = [
            (
                self._section,
                f"{label}: {self._fields[name]._description_string(self.env)}",
                old,
                new,
            )
            for name, old in before.items()
            if (new := self._text(name)) != old
        ]
        self.file_id._log_changes(lines, model=self._history)

    def _text(self, name):
        return self.env["csm.client.file"]._text_of(self, name)

    # Hooks

    def _part_label(self):
        """Hook: what this part is called in the history."""
        return self._description
