from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import window
from ..common.csm_append_only_mixin import SWEPT

# What may follow the record; everything else is written once.
RIGHTS = {"company_id", "team_id", "user_id", "barred_user_ids"}
# The columns with what was told, to whom, and by which rule.
TOLD = (
    "res_model",
    "res_id",
    "rule_id",
    "root_id",
    "cycle",
    "happened_at",
    "told_user_id",
    "told_by_id",
    "text",
    "note",
)


class CsmReport(models.Model):
    """One telling: who was told of what happened to a record, when, and in which words."""

    _name = "csm.report"
    _description = "Report"
    _inherit = ["csm.append.only.mixin", "csm.deadline.generic.mixin"]
    _order = "id desc"
    _kept_words = "Reports are written once and never changed."

    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("Concerns", compute="_compute_record_name")
    rule_id = fields.Many2one(
        "csm.report.rule", required=True, readonly=True, ondelete="restrict", index=True
    )
    root_id = fields.Many2one("csm.report.rule", required=True, readonly=True, ondelete="restrict")
    article_id = fields.Many2one(related="rule_id.article_id")
    cycle = fields.Integer("Round", required=True, readonly=True, default=1)
    happened_at = fields.Datetime("When", required=True, readonly=True)
    told_user_id = fields.Many2one(
        "res.users", "Who Was Told", readonly=True, index=True, ondelete="restrict"
    )
    told_by_id = fields.Many2one(
        "res.users", "Who Brought It About", readonly=True, ondelete="restrict"
    )
    text = fields.Text("What Was Said", required=True, readonly=True)
    note = fields.Text("Why This Person", readonly=True)
    seen_at = fields.Datetime("Seen", readonly=True)

    company_id = fields.Many2one("res.company", readonly=True, index=True)
    team_id = fields.Many2one("csm.team", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True, index=True)
    barred_user_ids = fields.Many2many(
        "res.users", "csm_report_barred_rel", "report_id", "user_id", readonly=True
    )

    _of_record = models.Index("(res_model, res_id)")
    _once_per_person = models.UniqueIndex(
        "(res_model, res_id, root_id, cycle, told_user_id)", "This person has been told already."
    )
    _once_nobody = models.UniqueIndex(
        "(res_model, res_id, root_id, cycle) WHERE told_user_id IS NULL",
        "That nobody could be told is recorded already.",
    )

    @api.model
    def _update_admitted(self):
        """Who may see it follows the record; when it was seen is written once."""
        seen = SQL("(OLD.seen_at IS NULL OR OLD.seen_at = NEW.seen_at)")
        return SQL("%s AND %s", seen, self._unchanged(*TOLD))

    @api.model
    def _delete_admitted(self):
        return SQL(SWEPT)

    def _compute_record_name(self):
        for model, reports in self.grouped("res_model").items():
            records = self.env[model].browse(reports.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records._filtered_access("read")}
            for report in reports:
                report.record_name = names.get(report.res_id, "")

    @api.depends("rule_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report.rule_id.name

    def write(self, vals):
        if not self.env.su or vals.keys() - RIGHTS - {"seen_at"}:
            raise UserError(self.env._("What was reported cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(self.env._("What was reported stays on file."))

    def _remove(self):
        """Delete the reports of a record that is deleted itself."""
        self.env.cr.execute("SELECT set_config('csm.sweep', 'on', true)")
        result = super()._remove()
        self.env.cr.execute("SELECT set_config('csm.sweep', 'off', true)")
        return result

    def action_see(self):
        """Let the person told say that they have read it."""
        others = self.filtered(lambda report: report.told_user_id != self.env.user)
        if others:
            raise UserError(
                self.env._(
                    "“%(report)s” was told to %(person)s, who alone can say it was seen.",
                    report=others[0].display_name,
                    person=others[0].told_user_id.name or self.env._("nobody"),
                )
            )
        self._see()
        # The person's own thing to do is done with it.
        self.env["mail.activity"].sudo().search([("csm_report_id", "in", self.ids)]).action_done()
        return True

    def _see(self):
        # Nobody writes reports; this moment is written by the system, once.
        unseen = self.sudo().filtered(lambda report: not report.seen_at)
        unseen.seen_at = self.env.cr.now().replace(microsecond=0)

    def action_open_record(self):
        self.ensure_one()
        return window.record_form(self.res_model, self.res_id)
