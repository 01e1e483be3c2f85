from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# What was reported stands as soon as somebody looks into it.
REPORTED = {"kind", "what", "how", "customer_text", "road", "discovered_at"}
# What only those write who look into it.
FOUND = {
    "offender_ids",
    "recipient",
    "finding",
    "measures",
    "legal_step",
    "verdict",
    "concealer_ids",
    "handler_id",
}


class CsmLeakReport(models.Model):
    """One report that something about a customer got out: what, when and how it was discovered.

    Anybody in the house makes one. It is read by whoever made it, by managers, by those cleared
    for level 3 and by auditors, never by who is suspected; an incident is opened by itself.
    """

    _name = "csm.leak.report"
    _description = "Report of a Leak"
    _inherit = ["csm.leak.sanction.mixin", "csm.number.mixin", "csm.leak.chain.mixin"]
    _order = "reported_at desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number"]
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("given", "Given to Somebody Outside"),
            ("personal", "Personal Data of a Customer"),
            ("sold", "Sold"),
            ("talk", "Talked About"),
            ("lost", "Lost or Left Lying"),
            ("other", "Something Else"),
        ],
        "What Happened",
        required=True,
        default="given",
    )
    what = fields.Text("What Got Out", required=True)
    how = fields.Text("How It Was Discovered", required=True)
    customer_text = fields.Char("Which Customer", help="In words, as far as is known.")
    road = fields.Text("Suspected Road", help="By which way it got out, as far as is known.")
    reporter_id = fields.Many2one(
        "res.users",
        "Reported by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    incident_id = fields.Many2one("csm.incident", readonly=True, copy=False, ondelete="restrict")
    handler_id = fields.Many2one(
        "res.users",
        "Looked Into by",
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    suspect_ids = fields.Many2many(
        "res.users",
        "csm_leak_report_suspect_rel",
        "report_id",
        "user_id",
        "Suspected",
        copy=False,
        domain="[('share', '=', False)]",
        help="They do not read this report, nor hear of its incident.",
    )
    offender_ids = fields.Many2many(
        "res.users",
        "csm_leak_report_offender_rel",
        "report_id",
        "user_id",
        "Whose Doing It Was",
        copy=False,
        domain="[('share', '=', False)]",
    )
    recipient = fields.Char("Who Has It Now", copy=False)
    finding = fields.Text(copy=False)
    measures = fields.Text(copy=False)
    legal_step = fields.Text("Legal Steps", copy=False)

    _kept_fields = ("reporter_id", "incident_id", "is_rewardable")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and not FOUND.isdisjoint(vals):
                raise UserError(
                    self.env._("Report what you know. Who did it is found by those in charge.")
                )
        reports = super().create(vals_list)
        for report in reports:
            report._open_incident()
        return reports

    def write(self, vals):
        if not self.env.su and not self._admitted(vals):
            self._check_may_write(vals)
        result = super().write(vals)
        if not {"suspect_ids", "offender_ids"}.isdisjoint(vals):
            # The incident keeps away the same persons; the reporter need not see it.
            for report in self.sudo():
                report.incident_id._bar(report.suspect_ids | report.offender_ids)
        return result

    def _check_may_write(self, vals):
        for report in self:
            if not FOUND.isdisjoint(vals) and (reason := report._why_not_in_charge()):
                raise UserError(reason)
            if not REPORTED.isdisjoint(vals):
                report._check_report_open()
            if "suspect_ids" in vals and not report._is_in_charge():
                report._check_report_open()
            if not {"verdict", "concealer_ids"}.isdisjoint(vals) and report.judged_at:
                raise UserError(
                    self.env._("%(report)s is judged already.", report=report.display_name)
                )

    def _check_report_open(self):
        if self.state != "reported" or self.reporter_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(report)s stands as it was made. What is found later is written beside it.",
                    report=self.display_name,
                )
            )

    def _open_incident(self):
        """Open the incident: it says that something got out, and nothing of what or of whom."""
        Incident = self.env["csm.incident"].with_company(self.company_id)
        # Whoever reports need not be able to enter incidents.
        self.sudo().incident_id = Incident.sudo().create(
            {
                "name": self.env._("Leak reported: %(number)s", number=self.number),
                "kind": "leak",
                "severity": "doubtful",
                "symptom": self.env._("What is known stands in the report, for those in charge."),
                "company_id": self.company_id.id,
                "reporter_id": self.reporter_id.id,
                "happened_at": self.discovered_at,
                # Nobody hears of it first and is kept away afterwards.
                "barred_user_ids": [Command.set(self.suspect_ids.ids)],
            }
        )

    def action_open_incident(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.incident",
            "res_id": self.incident_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _number_prefix(self, vals):
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.env.cr.now())
        return f"LK{local:%y%m}"

    def _is_in_charge(self):
        user = self.env.user
        cleared = self.env["csm.clearance"]._levels().get(self.company_id.id, 0) >= 3
        chosen = user == self.handler_id or user.has_group("csm.group_manager") or cleared
        away = self.reporter_id | self.suspect_ids | self.offender_ids
        return chosen and user not in away

    def _workers(self):
        return self.handler_id | self.reporter_id
