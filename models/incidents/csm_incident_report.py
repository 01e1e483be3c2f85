from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move

# What stands once a report is made, once it is answered, once somebody disagreed.
FIXED = {
    "told_at": {"incident_id", "user_id", "told_user_id", "proposal", "is_urgent", "urgency"},
    "instructed_at": {"instruction"},
    "objected_at": {"objection"},
}


class CsmIncidentReport(models.Model):
    """One report upward about an incident: what is proposed, what the superior orders."""

    _name = "csm.incident.report"
    _description = "Report Upward"
    _inherit = ["csm.fact.mixin"]
    _order = "id"
    _check_company_auto = True

    incident_id = fields.Many2one("csm.incident", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="incident_id.team_id", store=True)
    state = fields.Selection(
        [
            ("new", "Still to Be Told"),
            ("told", "Told"),
            ("instructed", "Instructed"),
            ("executed", "Carried Out"),
        ],
        required=True,
        readonly=True,
        default="new",
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Reports",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="restrict",
    )
    told_user_id = fields.Many2one(
        "res.users",
        "To Whom",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        compute="_compute_told_user_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    proposal = fields.Text("Proposed Handling")
    is_urgent = fields.Boolean(
        "Urgent", help="Only in an emergency may a superior be passed over, and is told afterwards."
    )
    urgency = fields.Text("Why It Cannot Wait")
    afterwards_of_id = fields.Many2one(
        "csm.incident.report", "Told Afterwards About", readonly=True, ondelete="restrict"
    )
    instruction = fields.Text()
    objection = fields.Text(
        "Disagreement", help="May be noted; the instruction is carried out nevertheless."
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")

    told_at = fields.Datetime("Told", readonly=True, copy=False)
    instructed_at = fields.Datetime("Instructed", readonly=True, copy=False)
    objected_at = fields.Datetime("Disagreed", readonly=True, copy=False)
    executed_at = fields.Datetime("Carried Out", readonly=True, copy=False)

    _facts = ("told_at", "instructed_at", "objected_at", "executed_at")
    _moves = (
        Move("tell", ("new",), "told", "told_at", "_why_not_tell"),
        Move("instruct", ("told",), "instructed", "instructed_at", "_why_not_instruct"),
        Move("object", ("instructed",), "", "objected_at", "_why_not_object"),
        Move("execute", ("instructed",), "executed", "executed_at"),
    )

    @api.depends("told_user_id", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for report in self:
            report.display_name = self.env._(
                "%(incident)s: %(state)s, %(person)s",
                incident=report.incident_id.number or "",
                state=labels.get(report.state, ""),
                person=report.told_user_id.name or "",
            )

    @api.depends("incident_id")
    def _compute_told_user_id(self):
        for report in self:
            report.told_user_id = report.told_user_id or report.incident_id._next_superior()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("afterwards_of_id" in vals for vals in vals_list):
            raise UserError(self.env._("Who is told afterwards is recorded by the system."))
        reports = super().create(vals_list)
        for report in reports.filtered(lambda report: not report.afterwards_of_id):
            passed_over = report._passed_over()
            report._go(self._move_named("tell"))
            report._owe(passed_over)
        return reports

    def write(self, vals):
        for fact, names in FIXED.items():
            fixed = self.filtered(fact)
            if fixed and names & vals.keys() and not self._admitted(vals):
                raise UserError(
                    self.env._(
                        "%(report)s is on record and stays as it is. Write an entry in the log "
                        "that corrects it.",
                        report=fixed[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was reported upward stays on file."))

    # Level by level

    def _passed_over(self):
        """Return the superiors who can be reached and were not told before this person."""
        incident = self.incident_id
        rule = self.env["csm.incident.rule"]._in_force("level_by_level", incident)
        if not rule:
            return self.env["res.users"]
        chain = incident._superiors()
        if self.told_user_id not in chain:
            return self.env["res.users"]
        below = chain[: list(chain).index(self.told_user_id)]
        untold = below - incident._told_upward(self)
        return untold.filtered(lambda user: incident._is_reachable(user))

    def _why_not_tell(self):
        if self.told_user_id == self.user_id:
            return self.env._(
                "%(person)s cannot report to themselves.", person=self.told_user_id.name
            )
        return "" if self.afterwards_of_id else self._why_not_level()

    @carries("S1-09-03", neutral="")
    def _why_not_level(self):
        """Refuse to pass a superior over, unless it is urgent and says why."""
        incident = self.incident_id
        rule = self.env["csm.incident.rule"]._in_force("level_by_level", incident)
        if not rule:
            return ""
        values = {
            "person": self.told_user_id.name,
            "article": rule.article_id.display_name,
            "reporter": incident.reporter_id.name,
        }
        if self.told_user_id not in incident._superiors():
            return self.env._(
                "%(person)s does not stand above %(reporter)s. Report level by level "
                "(%(article)s).",
                **values,
            )
        passed_over = self._passed_over()
        if passed_over and not (self.is_urgent and (self.urgency or "").strip()):
            return self.env._(
                "Before %(person)s comes %(between)s: report level by level (%(article)s). In an "
                "emergency mark the report urgent and write why it cannot wait.",
                between=", ".join(passed_over.mapped("name")),
                **values,
            )
        return ""

    @carries("S1-09-03")
    def _owe(self, passed_over):
        """Whoever was passed over in the urgency is still to be told: a thing to do until done."""
        for user in passed_over:
            # The system keeps who is owed a report.
            owed = self.sudo().create(
                {
                    "incident_id": self.incident_id.id,
                    "user_id": self.user_id.id,
                    "told_user_id": user.id,
                    "proposal": self.proposal,
                    "afterwards_of_id": self.id,
                }
            )
            owed.activity_id = self.incident_id.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.user_id.id,
                summary=self.env._("Tell %(person)s afterwards", person=user.name),
                note=self.env._(
                    "%(person)s was passed over when %(told)s was told.",
                    person=user.name,
                    told=self.told_user_id.name,
                ),
            )

    # Steps

    def action_tell(self):
        return self._act("tell")

    def action_instruct(self):
        return self._act("instruct")

    def action_object(self):
        return self._act("object")

    def action_execute(self):
        return self._act("execute")

    @carries("S1-09-04", neutral="")
    def _why_not_instruct(self):
        if (self.instruction or "").strip():
            return ""
        return self.env._(
            "%(report)s: write down in detail what was ordered.", report=self.display_name
        )

    def _why_not_object(self):
        if (self.objection or "").strip():
            return ""
        return self.env._("%(report)s: write what you disagree with.", report=self.display_name)

    def _moved(self, move):
        result = super()._moved(move)
        for report in self:
            kind, text = getattr(report, f"_words_{move.name}")()
            report.incident_id._log_entry(kind, text)
        if move.name == "tell":
            self._ask_for_instructions()
        return result

    def _words_tell(self):
        values = {"person": self.told_user_id.name, "proposal": self.proposal or "–"}
        if self.afterwards_of_id:
            return "report", self.env._(
                "%(person)s told afterwards. Proposed: %(proposal)s", **values
            )
        if self.is_urgent:
            return "report", self.env._(
                "%(person)s told. Urgent: %(urgency)s. Proposed: %(proposal)s",
                urgency=self.urgency or "–",
                **values,
            )
        return "report", self.env._("%(person)s told. Proposed: %(proposal)s", **values)

    def _words_instruct(self):
        return "instruction", self.env._(
            "%(person)s orders: %(instruction)s",
            person=self.told_user_id.name,
            instruction=self.instruction,
        )

    def _words_object(self):
        return "objection", self.objection

    def _words_execute(self):
        return "execution", self.instruction

    def _ask_for_instructions(self):
        for report in self:
            # What was owed is done; the list belongs to whoever owed it.
            report.sudo().activity_id.action_done()
            told = report.with_context(lang=report.told_user_id.lang)
            report.incident_id.sudo().activity_schedule(
                "csm.mail_activity_type_report",
                user_id=report.told_user_id.id,
                summary=told.env._("Reported to you: give instructions"),
                note=report.proposal,
            )

    def _workers(self):
        return self.user_id | self.told_user_id

    def _entry_start(self):
        """A report follows the rules that were valid when the incident was reported."""
        return self.incident_id.reported_at or super()._entry_start()
