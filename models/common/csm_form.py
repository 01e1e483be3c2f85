from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CsmForm(models.Model):
    """One form of a company: its number, the department that uses it and its versions."""

    _name = "csm.form"
    _description = "Form"
    _inherit = ["csm.number.mixin"]
    _order = "number, id"
    _rec_names_search = ("number", "name")

    # A company made by mistake can go; one whose forms were printed stays for its log.
    company_id = fields.Many2one(ondelete="cascade")
    kind_id = fields.Many2one("csm.form.kind", required=True, readonly=True, ondelete="restrict")
    name = fields.Char(related="kind_id.name")
    audience = fields.Selection(related="kind_id.audience")
    department_id = fields.Many2one(
        "hr.department", "Used by", check_company=True, help="The department that uses the form."
    )
    used_from = fields.Date("In Use from")
    used_until = fields.Date("In Use until")
    version_ids = fields.One2many("csm.form.version", "form_id", "Versions")
    version_id = fields.Many2one(
        "csm.form.version", "Version in Use", compute="_compute_version_id", compute_sudo=True
    )
    state = fields.Selection(
        [("in_use", "In Use"), ("idle", "Not in Use")],
        compute="_compute_version_id",
        compute_sudo=True,
    )
    print_count = fields.Integer("Prints", compute="_compute_print_count")

    _one_per_kind = models.UniqueIndex(
        "(company_id, kind_id)", "The company has this form already."
    )

    @api.depends("number", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for form in self:
            form.display_name = f"{form.number or ''} {form.name or ''}".strip()

    @api.depends("version_ids.state")
    def _compute_version_id(self):
        for form in self:
            used = form.version_ids.filtered(lambda version: version.state == "in_use")
            form.version_id = used[:1]
            form.state = "in_use" if used else "idle"

    def _compute_print_count(self):
        counts = dict(
            self.env["csm.form.print"]._read_group(
                [("form_id", "in", self.ids)], ["form_id"], ["__count"]
            )
        )
        for form in self:
            form.print_count = counts.get(form, 0)

    @api.constrains("used_from", "used_until")
    def _check_period(self):
        for form in self:
            if form.used_from and form.used_until and form.used_until < form.used_from:
                raise ValidationError(
                    self.env._(
                        "%(form)s: the last day lies before the first. Correct the period of use.",
                        form=form.display_name,
                    )
                )

    def write(self, vals):
        if "kind_id" in vals:
            raise UserError(
                self.env._(
                    "%(form)s stays the form it is; its number is never used for another.",
                    form=self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.model
    def _number_prefix(self, vals):
        return "F"

    # What the register holds

    @api.model
    def _enter_all(self):
        """Enter every form for every company that does not have it yet."""
        # The register is the system's.
        kinds = self.env["csm.form.kind"].sudo().search(Domain.TRUE)
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            self._enter(kinds, company)

    @api.model
    def _enter(self, kinds, company):
        """Enter the forms of these kinds that a company lacks, each with version 1 in use."""
        Form = self.sudo()
        known = Form.search([("company_id", "=", company.id), ("kind_id", "in", kinds.ids)])
        forms = Form.create(
            [
                {
                    "company_id": company.id,
                    "kind_id": kind.id,
                    "used_from": self.env.cr.now().date(),
                }
                for kind in kinds - known.kind_id
            ]
        )
        forms._enter_first_version()
        return known + forms

    def _enter_first_version(self):
        versions = self.env["csm.form.version"].create(
            [
                {"form_id": form.id, "retention_months": form.kind_id.retention_months}
                for form in self
            ]
        )
        now = self.env.cr.now().replace(microsecond=0)
        values = {"state": "in_use", "in_use_at": now}
        versions._with_pass(values).write(values)

    @api.model
    def _of_kind(self, kind, company):
        """Return the company's form of a kind."""
        # Whoever may print, prints with the form of the company.
        form = self.sudo().search([("company_id", "=", company.id), ("kind_id", "=", kind.id)])
        return form or self._enter(kind, company)

    # Actions

    def action_open_prints(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("csm.csm_form_print_action")
        return {**action, "domain": [("form_id", "=", self.id)], "context": {}}

    def _local_today(self):
        """Return the day it is in the company's zone."""
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        now = self.env.cr.now()
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), now).date()
