from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ...tools.listed import listed
from .csm_incident_chain_mixin import KINDS


class CsmIncident(models.Model):
    """One incident: what went wrong where and when, who was told, what was done and learned."""

    _name = "csm.incident"
    _description = "Incident"
    _inherit = [
        "csm.number.mixin",
        "csm.incident.leak.mixin",
        "csm.incident.watch.mixin",
        "csm.incident.ladder.mixin",
        "csm.incident.duplicate.mixin",
        "csm.incident.chain.mixin",
        "csm.report.mixin",
        "hr.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "happened_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Subject", required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="fault", tracking=True, index=True)
    severity = fields.Selection(
        [("general", "General"), ("doubtful", "Doubtful"), ("major", "Major")],
        required=True,
        default="general",
        tracking=True,
        help="Doubtful: somebody above has to decide what is to be done.",
    )
    symptom = fields.Text("What Is Seen", tracking=True)
    place = fields.Char(tracking=True)
    plan = fields.Text("Contingency Plan", help="What is done now, before anybody knows the cause.")
    emergency_plan_id = fields.Many2one(
        "csm.emergency.plan",
        check_company=True,
        domain="[('kind', '=', kind)]",
        ondelete="restrict",
    )
    emergency_text = fields.Html("What the Plan Says", related="emergency_plan_id.text")
    shifts = fields.Char("Shifts Involved")
    employee_ids = fields.Many2many(
        "hr.employee",
        "csm_incident_employee_rel",
        "incident_id",
        "employee_id",
        "Persons Involved",
        check_company=True,
    )
    department_ids = fields.Many2many(
        "hr.department",
        "csm_incident_department_rel",
        "incident_id",
        "department_id",
        "Departments Concerned",
        check_company=True,
    )
    department_manager_ids = fields.Many2many(
        "res.users",
        "csm_incident_department_manager_rel",
        "incident_id",
        "user_id",
        "Heads of the Departments",
        compute="_compute_department_manager_ids",
        store=True,
        compute_sudo=True,
    )
    is_off_hours = fields.Boolean(
        "At Night or on a Day Off",
        readonly=True,
        copy=False,
        help="It was reported outside the working hours of the team.",
    )

    partner_id = fields.Many2one(
        "res.partner", "Customer", check_company=True, index="btree_not_null", tracking=True
    )
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    case_id = fields.Many2one(
        "csm.case", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    reporter_id = fields.Many2one(
        "res.users",
        "First Informed",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        default=lambda self: self._default_team_id(),
    )
    user_id = fields.Many2one(
        "res.users",
        "Handler",
        check_company=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    manager_id = fields.Many2one(
        "res.users",
        "Manager in Charge",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Files what was reported, passes it on to senior management and follows it to its "
        "end.",
    )
    watch_id = fields.Many2one(
        "csm.watch",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    watch_user_id = fields.Many2one(
        "res.users", "On Watch", readonly=True, copy=False, index="btree_not_null"
    )

    impact = fields.Text(copy=False)
    handling = fields.Text(copy=False)
    cause = fields.Text(copy=False)
    correction = fields.Text("Corrective Action", copy=False)
    prevention = fields.Text("Preventive Action", copy=False)
    void_reason = fields.Text(copy=False, tracking=True)
    reopen_reason = fields.Text(copy=False, tracking=True)
    is_historic = fields.Boolean(
        "Historic", copy=False, help="It is entered for the files only; nobody is told."
    )

    entry_ids = fields.One2many("csm.incident.entry", "incident_id", "Log")
    task_ids = fields.One2many("csm.incident.task", "incident_id", "Aftermath")
    upward_ids = fields.One2many("csm.incident.report", "incident_id", "Reported Upward")
    owed_count = fields.Integer("Still to Be Told", compute="_compute_owed_count")

    _kept_fields = (
        "barred_user_ids",
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "report_cycle",
        "is_off_hours",
        "watch_id",
        "watch_user_id",
    )

    @api.model
    def _default_team_id(self):
        mine = [("company_id", "=", self.env.company.id), ("member_ids", "in", self.env.uid)]
        return self.env["csm.team"].search(mine, limit=1)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = " ".join(filter(None, (incident.number, incident.name)))

    @api.depends("department_ids.manager_id.user_id")
    def _compute_department_manager_ids(self):
        for incident in self:
            incident.department_manager_ids = incident.department_ids.manager_id.user_id

    @api.depends("upward_ids.state")
    def _compute_owed_count(self):
        for incident in self:
            owed = incident.upward_ids.filtered(lambda report: report.state == "new")
            incident.owed_count = len(owed)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_historic(vals)
        return super().create(vals_list)

    def write(self, vals):
        if "is_historic" in vals:
            raise UserError(self.env._("Whether an incident is historic is said when it is made."))
        return super().write(vals)

    @api.model
    def _check_historic(self, vals):
        if vals.get("is_historic") and not self.env.user.has_group("csm.group_supervisor"):
            raise UserError(
                self.env._("Only a supervisor enters historic incidents, of which nobody is told.")
            )

    # Numbers

    @api.model
    def _number_prefix(self, vals):
        """Return INC and YYMM of the month in the company's zone."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.env.cr.now())
        return f"INC{local:%y%m}"

    # Why a step must not be made

    def _why_not_handle(self):
        return self._why_not_without(("user_id",), self.env._("Say who takes it in hand."))

    def _why_not_contain(self):
        return self._why_not_without(("handling",), self.env._("Write what was done."))

    def _why_not_analyse(self):
        return self._why_not_without(("cause",), self.env._("Write what the cause was."))

    def _why_not_file(self):
        if self.filed_at and (not self.reopened_at or self.filed_at >= self.reopened_at):
            return self.env._("%(incident)s is filed already.", incident=self.display_name)
        if self.env.user not in (self.manager_id, *self.team_id.overseer_ids):
            return self.env._(
                "%(incident)s is filed and passed on by the manager in charge (%(manager)s).",
                incident=self.display_name,
                manager=self.manager_id.name or self.env._("nobody yet"),
            )
        return ""

    def _why_not_feed_back(self):
        return self._why_not_without(
            ("cause", "handling"), self.env._("There is nothing to feed back yet.")
        )

    def _why_not_close(self):
        return self._why_not_open_tasks() or self._why_not_owed() or self._why_not_executed()

    @carries("S3-06-03", neutral="")
    def _why_not_open_tasks(self):
        undone = self.task_ids.filtered(lambda task: not task.done_at)
        if not undone:
            return ""
        return self.env._(
            "%(incident)s: not yet done afterwards: %(tasks)s.",
            incident=self.display_name,
            tasks=listed(self.env, undone.mapped("display_name")),
        )

    @carries("S1-09-03", neutral="")
    def _why_not_owed(self):
        owed = self.upward_ids.filtered(lambda report: report.state == "new")
        if not owed:
            return ""
        return self.env._(
            "%(incident)s: in the urgency %(persons)s was passed over and has still to be told.",
            incident=self.display_name,
            persons=listed(self.env, owed.told_user_id.mapped("name")),
        )

    @carries("S1-09-04", neutral="")
    def _why_not_executed(self):
        """An instruction is carried out, whatever its addressee thinks of it."""
        waiting = self.upward_ids.filtered(lambda report: report.state == "instructed")
        rule = self.env["csm.incident.rule"]._in_force("execute_first", self)
        if not waiting or not rule:
            return ""
        return self.env._(
            "%(incident)s: the instruction of %(person)s is not carried out yet (%(article)s).",
            incident=self.display_name,
            person=waiting[0].told_user_id.name,
            article=rule.article_id.display_name,
        )

    def _why_not_reopen(self):
        return self._why_not_without(("reopen_reason",), self.env._("Write why it is reopened."))

    def _why_not_void(self):
        return self._why_not_without(
            ("void_reason",), self.env._("Write why the incident is void; its number stays.")
        )

    def _why_not_without(self, names, advice):
        """Refuse while one of these fields is empty, and say which."""
        missing = [self._fact_label(name) for name in names if not self[name]]
        if not missing:
            return ""
        return self.env._(
            "%(incident)s lacks: %(fields)s. %(advice)s",
            incident=self.display_name,
            fields=listed(self.env, missing),
            advice=advice,
        )

    def _workers(self):
        return self.user_id | self.reporter_id | self.manager_id
