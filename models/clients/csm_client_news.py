from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools.carries import carries
from ..common.csm_state_mixin import Move


class CsmClientNews(models.Model):
    """One campaign that the customers of some grades are told of by mail."""

    _name = "csm.client.news"
    _description = "News for Customers"
    _inherit = ["csm.state.mixin"]
    _order = "id desc"

    name = fields.Char("Subject", required=True)
    body = fields.Html("Message", required=True)
    grade_ids = fields.Many2many(
        "csm.client.grade",
        string="Told Are",
        default=lambda self: self.env["csm.client.grade"].search([("is_informed", "=", True)]),
        domain="[('is_informed', '=', True)]",
        help="Only grades whose customers hear of campaigns.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    released_at = fields.Datetime(
        "Released", copy=False, help="What it tells is told to nobody before this moment."
    )
    state = fields.Selection(
        [("draft", "Being Written"), ("sent", "Sent")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    sent_at = fields.Datetime("Sent", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", "Sent by", readonly=True, copy=False, ondelete="restrict"
    )
    told_partner_ids = fields.Many2many(
        "res.partner", string="Customers Told", readonly=True, copy=False
    )
    unreached_text = fields.Text(
        "Without a Mail Address", readonly=True, copy=False, help="Tell them in another way."
    )

    _kept_fields = ("sent_at", "sent_by_id", "told_partner_ids", "unreached_text")
    _moves = (Move("send", ("draft",), "sent", "sent_at", "_why_not_send"),)

    def write(self, vals):
        fixed = {"name", "body", "grade_ids", "company_id", "released_at"} & vals.keys()
        if fixed and any(news.state == "sent" for news in self):
            raise UserError(self.env._("What was sent stays as it is. Write other news."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(news.state == "sent" for news in self):
            raise UserError(self.env._("What customers were told stays on file."))

    def action_send(self):
        return self._act("send")

    def _why_not_send(self):
        if refusal := self._why_not_released():
            return refusal
        if self._informed_customers():
            return ""
        return self.env._(
            "“%(news)s” reaches nobody: no customer has one of these grades. Choose others.",
            news=self.name,
        )

    @carries("S1-12-04", neutral="")
    def _why_not_released(self):
        """Nothing is told before it is officially released."""
        if not self.released_at or self.released_at <= self.env.cr.now():
            return ""
        return self.env._(
            "“%(news)s” tells of what is released on %(moment)s. Send it then.",
            news=self.name,
            moment=format_datetime(
                self.env, self.released_at, tz=self.company_id.resource_calendar_id.tz
            ),
        )

    @carries("S3-11-06", neutral=())
    def _informed_customers(self):
        """Return the customers of the chosen grades, of those grades that hear of campaigns."""
        grades = self.grade_ids.filtered("is_informed")
        # Whom a campaign reaches is the company's; its author need not see each customer.
        Partner = self.env["res.partner"].sudo().with_company(self.company_id)
        return Partner.search([("csm_grade_id", "in", grades.ids)])

    def _moved(self, move):
        result = super()._moved(move)
        for news in self:
            news._tell_customers()
        return result

    def _tell_customers(self):
        customers = self._informed_customers()
        reached = customers.filtered("email")
        # The queue sends them; the author need not be able to write mails by hand.
        self.env["mail.mail"].sudo().create(
            [
                {
                    "subject": self.name,
                    "body_html": self.body,
                    "email_to": customer.email_formatted,
                    "email_from": self.company_id.email_formatted,
                    "auto_delete": True,
                }
                for customer in reached
            ]
        )
        names = ("sent_by_id", "told_partner_ids", "unreached_text")
        self._with_pass(names).write(
            {
                "sent_by_id": self.env.uid,
                "told_partner_ids": [(6, 0, reached.ids)],
                "unreached_text": "\n".join((customers - reached).mapped("name")),
            }
        )
