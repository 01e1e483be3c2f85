from odoo import api, models
from odoo.exceptions import UserError


class CsmPeriodicLineMixin(models.AbstractModel):
    """One line of a complaint report: the system counts, and once submitted the line stands."""

    _name = "csm.periodic.line.mixin"
    _description = "Line of a Complaint Report"

    # What the system counts; nobody writes it.
    _counted_fields = ()
    # What is entered also after the report was submitted.
    _later_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_counted({name for vals in vals_list for name in vals})
        lines = super().create(vals_list)
        lines._check_report_is_draft()
        return lines

    def write(self, vals):
        self._check_counted(vals)
        if set(vals) - set(self._later_fields):
            self._check_report_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_report_is_draft()

    @api.model
    def _check_counted(self, names):
        counted = [] if self.env.su else [name for name in self._counted_fields if name in names]
        if counted:
            raise UserError(
                self.env._(
                    "“%(field)s” is counted by the system and cannot be written.",
                    field=self._fields[counted[0]]._description_string(self.env),
                )
            )

    def _check_report_is_draft(self):
        settled = [] if self.env.su else self["report_id"].filtered(lambda r: r.state != "draft")
        if settled:
            raise UserError(
                self.env._(
                    "%(report)s is submitted and stays as it is. Let it be sent back first.",
                    report=settled[0].display_name,
                )
            )
