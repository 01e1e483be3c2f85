from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import plaintext2html


class CsmReportMixin(models.AbstractModel):
    """Lets report rules watch a model: whoever must know hears of a record at once."""

    _name = "csm.report.mixin"
    _description = "Record That Is Reported"
    _inherit = ["csm.state.mixin", "csm.deadline.mixin"]

    report_ids = fields.One2many(
        "csm.report", "res_id", "Reports", domain=lambda self: [("res_model", "=", self._name)]
    )
    report_cycle = fields.Integer("Round", default=1, readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["csm.report.teller"]._tell(records, "create")
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self.env["csm.report.rule"]._watched_fields(self._name).isdisjoint(vals):
            self.env["csm.report.teller"]._tell(self, "match")
        return result

    def unlink(self):
        # What was told about a record goes with it; only the engine may take it away.
        Report = self.env["csm.report"].sudo()
        reports = Report.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        result = super().unlink()
        reports._remove()
        return result

    def _moved(self, move):
        result = super()._moved(move)
        teller = self.env["csm.report.teller"]
        if move.name in self._report_restarts():
            for record in self:
                record._with_pass(["report_cycle"]).report_cycle += 1
            teller._tell(self, "match")
        teller._tell(self, "move", move.name)
        return result

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        Report = self.env["csm.report"].sudo()
        reports = Report.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        by_id = {record.id: record for record in self.sudo()}
        for record_id, mine in reports.grouped("res_id").items():
            mine.write(by_id[record_id]._deadline_rights_vals())
        return result

    # Hooks

    @api.model
    def _report_restarts(self):
        """Hook: the moves that begin another round, in which everybody hears anew."""
        return ("reopen",)

    def _report_person(self):
        """Hook: the user whose superiors are meant; nobody: the responsible's."""
        return self.env["res.users"].sudo()

    def _reported(self, reports):
        """Hook: these reports of these records have just been made; the history says so."""
        if "message_ids" not in self._fields:
            return
        bodies = {}
        for report in reports:
            body = self._report_body(report)
            bodies[report.res_id] = bodies.get(report.res_id, Markup()) + body
        self.browse(bodies)._message_log_batch(bodies=bodies)

    def _report_body(self, report):
        text = self.env._(
            "Reported at once: %(rule)s, %(article)s. Told: %(who)s.",
            rule=report.rule_id.with_env(self.env).name,
            article=report.article_id.with_env(self.env).display_name,
            who=report.told_user_id.name or self.env._("nobody"),
        )
        body = Markup("<p>%s</p>") % text
        return body + plaintext2html(report.note) if report.note else body
