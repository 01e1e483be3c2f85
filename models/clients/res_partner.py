from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.carries import carries


class ResPartner(models.Model):
    """A customer with a grade that was proposed and approved, never typed."""

    _inherit = "res.partner"

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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._csm_check_grade(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._csm_check_grade(vals)
        return super().write(vals)

    @api.model
    def _csm_check_grade(self, vals):
        if vals.get("csm_grade_id") is not None and "csm_grade_id" in vals and not self.env.su:
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
