from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ...tools.carries import carries
from .csm_state_mixin import Move

# The columns that say what was printed, by whom and for whom.
PRINTED = (
    "number",
    "company_id",
    "form_id",
    "version_id",
    "is_internal",
    "res_model",
    "res_id",
    "record_name",
    "copy_number",
    "copy_count",
    "holder",
    "user_id",
    "superior_id",
    "lang",
)


class CsmFormPrint(models.Model):
    """One printed copy of a form: who printed it, who reviewed it, where it went in the end.

    The log is written by printing and by the steps of a copy; nobody changes or deletes a row.
    """

    _name = "csm.form.print"
    _description = "Printed Form"
    _inherit = ["csm.append.only.mixin", "csm.number.mixin", "csm.fact.mixin"]
    _order = "id desc"
    _kept_words = "The log of printed forms is kept as it was written."
    _kept_trigger = "kept"
    _rec_name = "number"

    form_id = fields.Many2one(
        "csm.form", required=True, readonly=True, ondelete="restrict", index=True
    )
    version_id = fields.Many2one(
        "csm.form.version", required=True, readonly=True, ondelete="restrict"
    )
    is_internal = fields.Boolean("Internal", readonly=True)
    res_model = fields.Char(
        "Model Name", required=True, readonly=True, export_string_translation=False
    )
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    record_name = fields.Char("Printed Record", readonly=True)
    copy_number = fields.Integer("Copy", readonly=True)
    copy_count = fields.Integer("Of Copies", readonly=True)
    holder = fields.Char("Copy for", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Printed by", required=True, readonly=True, ondelete="restrict", index=True
    )
    superior_id = fields.Many2one(
        "res.users", "Direct Superior", readonly=True, ondelete="restrict", index=True
    )
    printed_at = fields.Datetime("Printed", required=True, readonly=True, index=True)
    reviewed_at = fields.Datetime("Reviewed by the Superior", readonly=True)
    filed_at = fields.Datetime("Filed", readonly=True)
    destroyed_at = fields.Datetime("Destroyed", readonly=True)
    kept_until = fields.Date(
        "Keep until", compute="_compute_kept_until", store=True, index="btree_not_null"
    )
    lang = fields.Char("Language", readonly=True)
    checksum = fields.Char(readonly=True, help="SHA-1 of the file that was handed out.")
    state = fields.Selection(
        [("out", "In Circulation"), ("filed", "Filed"), ("destroyed", "Destroyed")],
        required=True,
        readonly=True,
        default="out",
    )

    _of_record = models.Index("(res_model, res_id)")
    _internal_file = models.Index("(checksum) WHERE is_internal")

    _facts = ("printed_at", "reviewed_at", "filed_at", "destroyed_at")
    _moves = (
        Move("review", ("out",), "", "reviewed_at", "_why_not_review"),
        Move("file", ("out",), "filed", "filed_at", "_why_not_file"),
        Move("destroy", ("filed",), "destroyed", "destroyed_at", "_why_not_destroy"),
    )

    @api.model
    def _update_admitted(self):
        """What was printed stays; the checksum comes once, when it is handed out."""
        checksum = "coalesce(OLD.checksum, NEW.checksum, '') = coalesce(NEW.checksum, '')"
        return SQL("%s AND %s", SQL(checksum), self._unchanged(*PRINTED))

    @api.depends("filed_at", "version_id.retention_months")
    def _compute_kept_until(self):
        for row in self:
            months = row.version_id.retention_months
            row.kept_until = months and row.filed_at and row._local_day(row.filed_at, months)

    def _local_day(self, moment, months):
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return fields.Date.add(local.date(), months=months)

    @api.model
    def _number_prefix(self, vals):
        form = self.env["csm.form"].browse(vals["form_id"]).sudo()
        return f"{form.number}-{form._local_today():%y%m}"

    # The log

    @api.model
    def _log(self, vals_list):
        """Write rows of the log; only printing does."""
        persons = {(vals["user_id"], vals["company_id"]) for vals in vals_list}
        superiors = {person: self._superior_of(*person).id for person in persons}
        vals_list = [
            {"superior_id": superiors[vals["user_id"], vals["company_id"]], **vals}
            for vals in vals_list
        ]
        names = {"number", "company_id"}.union(*vals_list)
        # The log is the system's; nobody else writes in it.
        return self.sudo()._with_pass(names).create(vals_list).with_env(self.env)

    @api.model
    def _superior_of(self, user_id, company_id):
        # Who stands above whom is known to all; the file of the employee is not.
        employees = self.env["hr.employee"].sudo().search([("user_id", "=", user_id)])
        own = employees.filtered(lambda person: person.company_id.id == company_id)
        return (own or employees)[:1].parent_id.user_id

    def _handed_out(self, checksum):
        """Keep what the file is recognised by in which these copies were handed out."""
        # As above.
        self.sudo()._with_pass(["checksum"]).write({"checksum": checksum})

    def write(self, vals):
        if not self._admitted(vals):
            raise UserError(
                self.env._("The log of printed forms is written by the system and never changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The log of printed forms is kept; nothing is deleted from it."))

    # What becomes of a copy

    def action_review(self):
        return self._step("review")

    def action_file(self):
        return self._step("file")

    def action_destroy(self):
        return self._step("destroy")

    def _step(self, name):
        self.check_access("read")
        # The log is the system's; each step asks who takes it.
        return self.sudo()._act(name)

    def _why_not_review(self):
        user = self.env.user
        superior = self._superior_of(self.user_id.id, self.company_id.id)
        may = user in (superior | self.superior_id)
        if not (superior or self.superior_id):
            # Nobody stands above the head of the house.
            may = user.has_group("csm.group_executive")
        if not may:
            return self.env._(
                "%(print)s was filled in by %(user)s and is reviewed by the direct superior, "
                "%(superior)s.",
                print=self.number,
                user=self.user_id.name,
                superior=superior.name or self.env._("an executive"),
            )
        return ""

    def _why_not_file(self):
        user = self.env.user
        if user not in (self.user_id | self.superior_id) and not user.has_group(
            "csm.group_manager"
        ):
            return self.env._(
                "%(print)s is filed by %(user)s, who printed it, or by a manager.",
                print=self.number,
                user=self.user_id.name,
            )
        return ""

    def _why_not_destroy(self):
        if not self.env.user.has_group("csm.group_manager"):
            return self.env._(
                "%(print)s is destroyed by a manager only. Ask yours.", print=self.number
            )
        return self._why_not_due()

    @carries("S2-11-07", neutral="")
    def _why_not_due(self):
        """Refuse to destroy what is still to be kept."""
        if not self.kept_until:
            return self.env._(
                "%(print)s: nobody has set how long %(form)s is kept. Enter it in the version of "
                "the form first.",
                print=self.number,
                form=self.form_id.display_name,
            )
        if self.form_id._local_today() <= self.kept_until:
            return self.env._(
                "%(print)s is kept until %(day)s and cannot be destroyed before.",
                print=self.number,
                day=format_date(self.env, self.kept_until),
            )
        return ""
