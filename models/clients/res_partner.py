from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.carries import carries

# Who opens files reads the register itself, so their list of who lacks one betrays nothing new.
OPENER_LEVEL = 3


class ResPartner(models.Model):
    """A customer with a grade that was proposed and approved, and perhaps with a file."""

    _name = "res.partner"
    _inherit = ["res.partner", "csm.client.member.mixin"]

    csm_grade_id = fields.Many2one(
        "csm.client.grade",
        "Customer Grade",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups="csm.group_agent",
        help="It is proposed with a reason and approved; what it means stands at the grade.",
    )
    csm_grading_ids = fields.One2many(
        "csm.client.grading", "partner_id", "Gradings", groups="csm.group_agent"
    )
    csm_lacks_file = fields.Boolean(
        "Institutional Customer without a File",
        compute="_compute_csm_lacks_file",
        search="_search_csm_lacks_file",
        groups="csm.group_file_clerk",
        export_string_translation=False,
    )

    # Grades

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._csm_check_grade(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._csm_check_grade(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_file(self):
        """Keep a customer with a file, in words that do not tell that there is one."""
        # Whether there is one, only the system may ask here; the words are those of any use.
        Filed = self.env["csm.client.file"].sudo().with_context(active_test=False)
        if Filed.search_count([("partner_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "A contact that other records refer to is not deleted. Archive it instead."
                )
            )

    @api.model
    def _csm_check_grade(self, vals):
        if "csm_grade_id" in vals and not self.env.su:
            raise AccessError(
                self.env._(
                    "The grade of a customer is not written by hand. Propose it with a reason; "
                    "the approval sets it."
                )
            )

    def action_csm_propose_grade(self):
        """Open a new proposal of a grade for this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.client.grading",
            "views": [(False, "form")],
            "name": self.env._("Propose a Grade"),
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }

    @carries("S1-02-08", "S1-08-13", "S3-11-06", neutral=False)
    def _csm_is_urgent_by_grade(self, company=None):
        """Tell whether the grade of this customer, or of the company behind them, comes first."""
        # Whoever takes a case need not see the whole customer.
        customers = (self.sudo() | self.sudo().commercial_partner_id).with_company(
            company or self.env.company
        )
        return any(customer.csm_grade_id.is_urgent for customer in customers)

    # Files

    @api.model
    def _csm_opens_files(self):
        """Tell whether the user may open files here, and so know who has one."""
        levels = self.env["csm.client.file"]._my_levels()
        is_clerk = self.env.user.has_group("csm.group_file_clerk")
        return is_clerk and levels.get(self.env.company.id, 0) >= OPENER_LEVEL

    @api.depends_context("uid", "company")
    def _compute_csm_lacks_file(self):
        lacking = self.browse()
        if self.ids and self._csm_opens_files():
            lacking = self.search([("id", "in", self.ids), ("csm_lacks_file", "=", True)])
        for partner in self:
            partner.csm_lacks_file = partner in lacking

    @api.model
    @carries("S0-10-12", neutral=Domain.FALSE)
    def _search_csm_lacks_file(self, operator, value):
        """Find the institutional customers without a file, for those who open files."""
        if operator != "in":
            return NotImplemented
        if not self._csm_opens_files():
            return Domain.FALSE
        # The register as a whole is known to those who open files.
        kept = self.env["csm.client.file"].sudo()
        mine = [("company_id", "=", self.env.company.id), ("state", "!=", "void")]
        with_file = kept._search(mine).subselect("partner_id")
        # Our own companies are nobody's customers, whichever of them the reader may see.
        companies = self.env["res.company"].sudo()._search([]).subselect("partner_id")
        return (
            Domain("is_company", "=", True)
            & Domain("parent_id", "=", False)
            & Domain("id", "not in", companies)
            & Domain("id", "not in", with_file)
        )

    def action_csm_client_file(self):
        """Open the file of this customer, or a new one, for whoever may."""
        self.ensure_one()
        File, customer = self.env["csm.client.file"], self.commercial_partner_id
        if file := File._file_of(customer):
            return file._form_action()
        if not self._csm_opens_files():
            raise File._closed_error()
        return {
            "type": "ir.actions.act_window",
            "res_model": File._name,
            "views": [(False, "form")],
            "name": self.env._("New File"),
            "context": File._context_of(customer),
        }

    # Merging

    def _csm_files(self):
        """Return all files of these customers, as the system knows them."""
        # It is asked before customers are merged; nobody is shown what is found.
        Filed = self.env["csm.client.file"].sudo().with_context(active_test=False)
        return Filed.search([("partner_id", "in", self.ids)])

    def _csm_check_mergeable(self):
        """Let files move, and be found twice, only where the register is known anyway.

        Everybody else hears one sentence about every institutional customer, file or none.
        """
        # Whether any file is kept at all, and in which companies, tells of no customer.
        kept = self.env["csm.client.file"].sudo()._read_group([], ["company_id"])
        levels = self.env["csm.client.file"]._my_levels()
        is_opener = self.env.user.has_group("csm.group_file_clerk") and all(
            levels.get(company.id, 0) >= OPENER_LEVEL for (company,) in kept
        )
        self._csm_check_one_membership()
        files = self._csm_files()
        institutional = any(each.is_company and not each.parent_id for each in self)
        if kept and not is_opener and (institutional or files):
            raise UserError(
                self.env._(
                    "Institutional customers are merged by a clerk of the client files cleared "
                    "for level 3 in each company that keeps files. Ask one of them."
                )
            )
        living = files.filtered(lambda file: file.state != "void")
        for company, theirs in living.grouped("company_id").items():
            if len(theirs) > 1:
                raise UserError(
                    self.env._(
                        "Several of these customers have a file in %(company)s. Void all but one "
                        "of the files, with the reason, then merge them.",
                        company=company.name,
                    )
                )
