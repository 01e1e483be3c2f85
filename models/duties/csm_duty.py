from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import window
from ...tools.carries import carries
from .csm_duty_chain_mixin import OPEN

PROOF = {"note", "attachment_ids", "line_ids"}


class CsmDuty(models.Model):
    """One occurrence of a recurring duty: when it is due, who does it, its proof, its signature.

    It may be about a record of any model. A duty about a classified record is read only by those
    who are cleared for its level and belong to the team that keeps it.
    """

    _name = "csm.duty"
    _description = "Duty"
    _inherit = [
        "csm.duty.handover.mixin",
        "csm.duty.chain.mixin",
        "csm.confined.mixin",
        "csm.deadline.generic.mixin",
        "csm.deadline.mixin",
        "csm.duty.silent.mixin",
    ]
    _order = "due_at, id"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "csm.duty.rule", required=True, readonly=True, ondelete="restrict", index=True
    )
    root_id = fields.Many2one("csm.duty.rule", required=True, readonly=True, ondelete="restrict")
    article_id = fields.Many2one(
        "csm.regulation.article", "Demanded by", readonly=True, ondelete="restrict", index=True
    )
    name = fields.Char(related="rule_id.name", string="Duty")
    task = fields.Text(related="rule_id.task", string="What Is to Be Done")
    demand_text = fields.Char(related="rule_id.demand_text", string="Proof Wanted")
    article_name = fields.Char("Rests on", related="rule_id.article_id.display_name")
    wants_text = fields.Boolean(related="rule_id.wants_text")
    wants_file = fields.Boolean(related="rule_id.wants_file")
    sign_off = fields.Selection(related="rule_id.sign_off")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    team_id = fields.Many2one(
        "csm.team", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Empty: whoever of the team finds the time.",
    )
    signer_id = fields.Many2one(
        "res.users",
        "To Be Signed Off by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )

    res_model = fields.Char("Model Name", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    record_name = fields.Char("Concerns", compute="_compute_record_name")
    target = fields.Char(required=True, readonly=True, help="Which of the duties of one time.")
    period_on = fields.Date("Period Begins", required=True, readonly=True)
    period_text = fields.Char("Period", readonly=True)
    opens_at = fields.Datetime("Since", required=True, readonly=True)
    due_at = fields.Datetime("To Be Done until", required=True, readonly=True, index=True)
    held_at = fields.Datetime("Takes Place", readonly=True)
    planned_at = fields.Datetime(
        "Planned for", compute="_compute_planned_at", store=True, precompute=True
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    punctuality = fields.Selection(
        [("in_time", "In Time"), ("late", "Late"), ("missed", "Missed"), ("waived", "Waived")],
        compute="_compute_punctuality",
        store=True,
    )

    note = fields.Text("Report")
    attachment_ids = fields.Many2many(
        "ir.attachment", "csm_duty_attachment_rel", "duty_id", "attachment_id", "Files"
    )
    line_ids = fields.One2many("csm.duty.line", "duty_id", "Checklist")

    _once = models.UniqueIndex(
        "(root_id, period_on, target)", "This duty is there already for its period."
    )
    _of_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _open_due = models.Index("(company_id, due_at) WHERE state IN ('open', 'returned')")

    _kept_fields = (
        "rule_id",
        "root_id",
        "article_id",
        "company_id",
        "team_id",
        "level",
        "is_confined",
        "res_model",
        "res_id",
        "target",
        "period_on",
        "period_text",
        "opens_at",
        "due_at",
        "held_at",
        "planned_at",
        "punctuality",
        "former_user_id",
        "former_signer_id",
        "passed_on_at",
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
    )

    def _compute_record_name(self):
        for model, duties in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                records = self.env[model].browse(duties.mapped("res_id")).exists()
                readable = records._filtered_access("read")
                names = {record.id: record.display_name for record in readable}
            for duty in duties:
                duty.record_name = names.get(duty.res_id, "")

    @api.depends("rule_id.name", "period_text", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for duty in self:
            parts = (duty.name, duty.record_name, duty.period_text)
            duty.display_name = " · ".join(filter(None, parts))

    @api.depends("due_at", "held_at")
    def _compute_planned_at(self):
        for duty in self:
            duty.planned_at = duty.held_at or duty.due_at

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = self.env.cr.now()
        for duty in self:
            duty.is_overdue = duty.state in OPEN and bool(duty.due_at) and duty.due_at < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", OPEN) & Domain("due_at", "<", self.env.cr.now())

    @api.depends("done_at", "due_at", "state")
    def _compute_punctuality(self):
        for duty in self:
            if duty.state in ("missed", "waived"):
                duty.punctuality = duty.state
            elif duty.done_at:
                duty.punctuality = "late" if duty.done_at > duty.due_at else "in_time"
            else:
                duty.punctuality = False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("Duties come from the rules in force. Adopt a regulation that has some.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not self._admitted(vals):
            if PROOF & vals.keys():
                self._check_proof_open()
            self._check_persons(vals)
            self._check_reasons(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_files()
        return result

    def _keep_files(self):
        """Let a file uploaded as proof be read by whoever reads the duty, and by nobody else."""
        for duty in self:
            # Whose file hangs on nothing yet is asked of the files themselves.
            loose = duty.sudo().attachment_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": duty.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(
                self.env._("A duty stays on file. What need not be done is waived, with a reason.")
            )

    # What may be written, and by whom

    @carries("S0-02-17", neutral=None)
    def _check_proof_open(self):
        """Proof is given by whoever does the duty, and stands once it is done."""
        for duty in self:
            if duty.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(duty)s is “%(state)s”; its proof stays as it is.",
                        duty=duty.display_name,
                        state=duty._state_labels()[duty.state],
                    )
                )
            if reason := duty._why_not_mine():
                raise UserError(reason)

    def _check_persons(self, vals):
        if not {"user_id", "signer_id"} & vals.keys():
            return
        if not self.env.user.has_group("csm.group_supervisor"):
            raise UserError(self.env._("Who does a duty and who signs it is said by a supervisor."))
        for duty in self:
            if duty.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(duty)s is done; it stays with who did it.", duty=duty.display_name
                    )
                )

    def _check_reasons(self, vals):
        for duty in self:
            if "return_reason" in vals and (reason := duty._why_not_sign()):
                raise UserError(reason)
            if "waive_reason" in vals and not self.env.user.has_group("csm.group_supervisor"):
                raise UserError(self.env._("Only a supervisor waives a duty. Ask yours."))

    # What is done by itself

    def action_open_record(self):
        """Open the record the duty is about."""
        self.ensure_one()
        return window.record_form(self.res_model, self.res_id)

    def _record(self):
        """Return the record the duty is about; empty when there is none or it is gone."""
        self.ensure_one()
        known = self.res_model and self.res_model in self.env
        return self.env[self.res_model].browse(self.res_id).exists() if known else None

    def _tell_record(self, move):
        for duty in self.filtered("res_id"):
            record = duty._record()
            if record:
                record._duty_moved(duty, move.name)

    @api.model
    def _orphans(self, model, limit):
        """A duty about no record is nobody's orphan."""
        return super()._orphans(model, limit) if model else self.browse()

    @api.model
    def _miss_overdue(self, limit=500):
        """Note as missed what cannot be made up and whose time is over; returns how many."""
        over = Domain("state", "in", OPEN) & Domain("rule_id.is_perishable", "=", True)
        over &= Domain("due_at", "<", self.env.cr.now())
        duties = self.sudo().search(over, limit=limit).try_lock_for_update()
        duties._go(self._move_named("miss"))
        return len(duties)

    # Hooks of the engines

    def _deadline_rights(self):
        confined = {"level": self.level, "is_confined": self.is_confined}
        return {**super()._deadline_rights(), **confined}

    @api.model
    def _deadline_rights_watched(self):
        return [*super()._deadline_rights_watched(), "level", "is_confined"]

    def _deadline_not_to_be_told(self):
        """Of a duty about a classified record nobody hears who may not read it."""
        barred = super()._deadline_not_to_be_told()
        if not self.is_confined:
            return barred
        everybody = self.env["res.users"].sudo().search([("share", "=", False)])
        return barred | (everybody - self._cleared_members())

    def _why_not_pause(self, reason, note):
        return self.env._(
            "%(duty)s does not stand still. What need not be done this time is waived.",
            duty=self.display_name,
        )

    def _entry_start(self):
        return self.opens_at or super()._entry_start()

    def _workers(self):
        return self._maker("done_at").with_env(self.env) | self.user_id

    def _deadline_stop(self, name, start):
        stop = super()._deadline_stop(name, start)
        return stop or (self.missed_at if name == "done_at" else stop)

    def _deadline_is_over(self):
        return self.state == "waived"

    @api.model
    def _deadline_watched(self):
        return super()._deadline_watched() | {"state", "missed_at", "due_at"}

    def _new_lines(self):
        """Give these duties the checklist of their rule."""
        self.env["csm.duty.line"].create(
            [
                {"duty_id": duty.id, "item_id": item.id}
                for duty in self
                for item in duty.rule_id.item_ids
            ]
        )
