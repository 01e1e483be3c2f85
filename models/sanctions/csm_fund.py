from odoo import api, fields, models
from odoo.tools import SQL


class CsmFund(models.Model):
    """The fund of a department: fines go in, what the department does together goes out.

    Its book is open to everybody in the department.
    """

    _name = "csm.fund"
    _description = "Department Fund"
    _order = "company_id, department_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, compute_sudo=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: of the whole company.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    keeper_id = fields.Many2one(
        "res.users",
        "Keeper of the Fund",
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who spends from it, besides the head of the department.",
    )
    entry_ids = fields.One2many("csm.fund.entry", "fund_id", "Book")
    balance = fields.Monetary(compute="_compute_balance", compute_sudo=True)
    taken_in = fields.Monetary("Fines", compute="_compute_balance", compute_sudo=True)
    spent = fields.Monetary(compute="_compute_balance", compute_sudo=True)
    may_spend = fields.Boolean(compute="_compute_may_spend")

    _one_each = models.UniqueIndex(
        "(company_id, COALESCE(department_id, 0))", "This department has its fund already."
    )

    @api.depends("department_id", "company_id")
    def _compute_name(self):
        for fund in self:
            fund.name = fund.department_id.name or fund.company_id.name

    @api.depends("entry_ids.amount")
    def _compute_balance(self):
        sums = self.env["csm.fund.entry"]._read_group(
            [("fund_id", "in", self.ids)], ["fund_id", "kind"], ["amount:sum"]
        )
        found = {(fund.id, kind): amount for fund, kind, amount in sums}
        for fund in self:
            parts = {
                kind: found.get((fund.id, kind), 0) for kind in ("fine", "spent", "correction")
            }
            fund.taken_in, fund.spent = parts["fine"], -parts["spent"]
            fund.balance = sum(parts.values())

    @api.depends("keeper_id", "department_id")
    @api.depends_context("uid")
    def _compute_may_spend(self):
        for fund in self:
            fund.may_spend = fund._is_kept_by(self.env.user)

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """A fund is called as its department is in the reader's language."""
        for fund in self:
            # Who reads the book may read whose it is.
            fund.display_name = fund.sudo().department_id.name or fund.company_id.name

    def _is_kept_by(self, user):
        # Who heads the department is no secret to who asks for the fund.
        heads = self.sudo().department_id.manager_id.user_id
        return user in (self.keeper_id | heads) or user.has_group("csm.group_manager")

    def _claim(self):
        """Let whoever else spends from these funds at the same time begin anew."""
        self.env.cr.execute(
            SQL("UPDATE csm_fund SET write_date = write_date WHERE id = ANY(%s)", self.ids)
        )

    def action_spend(self):
        """Open the entry of a spending."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.fund.entry",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Spend from the Fund"),
            "context": {"default_fund_id": self.id, "default_kind": "spent"},
        }

    @api.model
    def _of(self, company, department):
        """Return the fund of a department, made when the first fine goes in."""
        domain = [("company_id", "=", company.id), ("department_id", "=", department.id)]
        fund = self.search(domain, limit=1)
        return fund or self.create({"company_id": company.id, "department_id": department.id})
