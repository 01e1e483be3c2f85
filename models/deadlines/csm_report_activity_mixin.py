from odoo import api, fields, models
from odoo.tools import plaintext2html


class CsmReportActivityMixin(models.AbstractModel):
    """Puts what a person was told on their list of things to do."""

    _name = "csm.report.activity.mixin"
    _description = "Thing to Do After a Report"

    csm_report_id = fields.Many2one(
        "csm.report", "Report", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    @api.model
    def _csm_for_reports(self, reports):
        """Put one thing to do on the list of everybody these reports address."""
        activity_type = self.env.ref("csm.mail_activity_type_report")
        vals_list = []
        for report in reports:
            told = report.with_context(lang=report.told_user_id.lang, tz=report.told_user_id.tz)
            local = fields.Datetime.context_timestamp(told, report.happened_at)
            note = plaintext2html("\n".join(filter(None, (report.text, report.note))))
            vals_list.append(
                {
                    "res_model_id": self.env["ir.model"]._get_id(report.res_model),
                    "res_id": report.res_id,
                    "user_id": report.told_user_id.id,
                    "activity_type_id": activity_type.id,
                    "summary": f"{told.rule_id.name}: {told.article_id.display_name}",
                    "note": note,
                    "date_deadline": local.date(),
                    "csm_report_id": report.id,
                }
            )
        # Everybody gets one mail per run that lists their records; no mail per activity.
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        return quiet.create(vals_list)

    def _action_done(self, feedback=False, attachment_ids=None):
        mine = self.filtered(lambda activity: activity.user_id == self.env.user)
        mine.csm_report_id._see()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
