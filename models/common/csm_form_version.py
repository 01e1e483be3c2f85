from odoo import api, fields, models
from odoo.exceptions import UserError

from .csm_state_mixin import Move

# What a form looks like and who gets it: fixed once it was approved or used.
CONTENT = {"explanation", "copy_ids", "form_id"}


class CsmFormVersion(models.Model):
    """One version of a form: what is new in it, its copies, and how long they are kept."""

    _name = "csm.form.version"
    _description = "Version of a Form"
    _inherit = ["csm.fact.mixin"]
    _order = "form_id, number desc"

    form_id = fields.Many2one("csm.form", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    form_number = fields.Char(related="form_id.number")
    number = fields.Integer("Version", readonly=True)
    explanation = fields.Text(help="What is new in this version, and why.")
    copy_ids = fields.One2many(
        "csm.form.copy", "version_id", "Copies", help="Empty: the copies the form came with."
    )
    copies_text = fields.Char("Who Holds Which Copy", compute="_compute_copies_text")
    retention_months = fields.Integer("Kept for (Months)", help="0: no period has been set.")
    department_id = fields.Many2one(related="form_id.department_id")
    used_from = fields.Date(related="form_id.used_from")
    has_logo = fields.Boolean("Company Logo", compute="_compute_has_logo")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("in_use", "In Use"),
            ("replaced", "Replaced"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    in_use_at = fields.Datetime("Put Into Use", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended", readonly=True, copy=False)

    _one_number = models.UniqueIndex(
        "(form_id, number)", "Somebody made a version of this form just now. Try again."
    )
    _one_in_use = models.UniqueIndex(
        "(form_id) WHERE state = 'in_use'", "Only one version of a form is in use at a time."
    )
    _retention_is_not_negative = models.Constraint(
        "CHECK(retention_months >= 0)", "A form is kept for 0 months or more."
    )

    _facts = ("approved_at", "in_use_at", "ended_at")
    _kept_fields = ("approved_by_id",)
    _moves = (
        Move("approve", ("draft", "in_use"), "", "approved_at", "_why_not_approve"),
        Move("use", ("draft",), "in_use", "in_use_at", "_why_not_manage"),
        Move("replace", ("in_use",), "replaced", "ended_at", "_why_not_manage"),
        Move("withdraw", ("in_use",), "withdrawn", "ended_at", "_why_not_manage"),
        Move("print", ("in_use",)),
        Move("cover", ("in_use",)),
    )

    @api.depends("form_id", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(form)s, version %(number)s",
                form=version.form_id.display_name,
                number=version.number,
            )

    @api.depends("copy_ids.holder", "copy_ids.number")
    @api.depends_context("lang")
    def _compute_copies_text(self):
        for version in self:
            version.copies_text = ", ".join(
                self.env._("%(number)s: %(holder)s", number=number, holder=holder)
                for number, holder in version._copies()
            )

    @api.depends("company_id.logo", "company_id.uses_default_logo")
    def _compute_has_logo(self):
        for version in self:
            # Everybody sees the logo of the house on its papers.
            company = version.sudo().company_id
            version.has_logo = bool(company.logo) and not company.uses_default_logo

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        last = {}
        for vals in vals_list:
            self._check_counted(vals)
            form = self.env["csm.form"].browse(vals["form_id"])
            known = last.get(form) or max(form.sudo().version_ids.mapped("number"), default=0)
            vals["number"] = last[form] = known + 1
        return super().create(vals_list)

    def write(self, vals):
        self._check_counted(vals)
        if not CONTENT.isdisjoint(vals):
            for version in self:
                if not version._is_open():
                    raise UserError(version._why_fixed())
        return super().write(vals)

    @api.model
    def _check_counted(self, vals):
        if "number" in vals:
            raise UserError(self.env._("Versions are counted by the register of forms."))

    def _is_open(self):
        """Tell whether the content may still be changed."""
        return self.state == "draft" and not self.approved_at

    def _why_fixed(self):
        return self.env._(
            "%(version)s was approved or used and stays as it is. Make a new version.",
            version=self.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_known(self):
        for version in self:
            if not version._is_open():
                raise UserError(version._why_fixed())

    # Copies

    def _copies(self):
        """Return ``[(number, holder)]``: the copies of this version, in the reader's language."""
        self.ensure_one()
        # Who holds which copy stands on the form itself.
        version = self.sudo()
        copies = version.copy_ids or version.form_id.kind_id.copy_ids
        return [(copy.number, copy.holder) for copy in copies.sorted("number")]

    # Moves

    def action_approve(self):
        return self._act("approve")

    def action_use(self):
        return self._act("use")

    def action_withdraw(self):
        return self._act("withdraw")

    def action_new_version(self):
        """Make the draft of the next version, with the copies of this one."""
        self.ensure_one()
        version = self.create(
            {"form_id": self.form_id.id, "retention_months": self.retention_months}
        )
        copies = self.copy_ids or self.sudo().form_id.kind_id.copy_ids
        for copy in copies:
            # Copies of what the program brought keep their translations.
            copy.sudo().copy({"kind_id": False, "version_id": version.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "approve":
            values["approved_by_id"] = self.env.uid
        return values

    def _go(self, move):
        if move.name == "use":
            self._refuse((self, move))
            before = self.form_id.version_ids.filtered(lambda version: version.state == "in_use")
            super(CsmFormVersion, before)._go(self._move_named("replace"))
            # One version at a time is in use, also while this is being written.
            self.env.flush_all()
        return super()._go(move)

    def _why_not_approve(self):
        if not self._is_leader():
            return self.env._(
                "%(version)s is approved by the leadership of %(company)s: the general manager's "
                "office, or who holds the role “%(role)s”. Ask one of them.",
                version=self.display_name,
                company=self.company_id.name,
                # The name of the role, also for those who read no roles.
                role=self.env.ref("csm.csm_role_gm").sudo().name,
            )
        return ""

    def _is_leader(self):
        """Tell whether the user belongs to the leadership of the company."""
        role = self.env.ref("csm.csm_role_gm").sudo()
        holders = role._employees_on(self.company_id, self.form_id._local_today()).user_id
        return self.env.user in holders or self.env.user.has_group("csm.group_executive")

    def _why_not_manage(self):
        if not self.env.user.has_group("csm.group_manager"):
            return self.env._(
                "%(version)s is put into use and withdrawn by a manager. Ask yours.",
                version=self.display_name,
            )
        return ""

    def _check_printable(self, step="print"):
        """Refuse to print with a version that must not be used."""
        self._refuse((self, self._move_named(step)))
