from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import clock


class CsmCaseArchiveMixin(models.AbstractModel):
    """Puts the file of a closed case away, and says how long it must be kept."""

    _name = "csm.case.archive.mixin"
    _description = "File of a Case"
    _inherit = ["csm.case.timeline.mixin"]

    is_important = fields.Boolean(
        "Important File", copy=False, tracking=True, help="Is kept longer than the others."
    )
    retention_until = fields.Date(
        "To Be Kept Until", readonly=True, copy=False, index="btree_not_null"
    )
    retention_article_id = fields.Many2one(
        "csm.regulation.article", "Kept Because Of", readonly=True, copy=False, ondelete="set null"
    )
    is_kept_for_good = fields.Boolean("Kept for Good", readonly=True, copy=False)

    def write(self, vals):
        result = super().write(vals)
        if "is_important" in vals:
            self.filtered("archived_at")._keep()
        return result

    def action_file(self):
        """Put the files of these closed cases away."""
        return self._act("file")

    def _why_not_file(self):
        return self._why_not_again("archived_at")

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "file":
            self._keep()
        if move.name == "reopen":
            self.sudo().write(
                {
                    "retention_until": False,
                    "retention_article_id": False,
                    "is_kept_for_good": False,
                }
            )
        return result

    def _keep(self):
        """Reckon until when these files must be kept: the longest of what is demanded counts."""
        for case in self:
            # How long a file is kept follows from the rules, not from who puts it away.
            case.sudo().write(case._retention())

    def _retention(self):
        spans = []
        case = self.sudo()
        for keeping in case.env["csm.retention.rule"]._keepings(case["company_id"].id):
            if keeping.speaks_to(case, case["team_id"], case._entry_start()):
                article = case.env["csm.retention.rule"].browse(keeping.rule_id).article_id
                spans.append((self._kept_until(keeping.months), article.id))
        if not spans:
            months = case["company_id"].csm_retention_months
            spans = [(self._kept_until(months) if months else None, False)]
        until, article_id = max(
            spans, key=lambda span: (span[0] is None and bool(span[1]), str(span[0] or ""))
        )
        return {
            "retention_until": until,
            "retention_article_id": article_id,
            "is_kept_for_good": until is None,
        }

    def _kept_until(self, months):
        """Return the last day on which a file closed in time is kept; None: for good."""
        if months is None:
            return None
        zone = self["company_id"].resource_calendar_id.tz or "UTC"
        closed = fields.Datetime.context_timestamp(self.with_context(tz=zone), self["closed_at"])
        return clock.add_months(closed.date(), months)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        today = fields.Date.context_today(self)
        for case in self.filtered("closed_at"):
            if case.is_kept_for_good or not case.retention_until or case.retention_until >= today:
                raise UserError(
                    self.env._(
                        "%(case)s: the file is kept until %(day)s.",
                        case=case.display_name,
                        day=case.retention_until or self.env._("further notice"),
                    )
                )
