from odoo import api, fields, models

from ...tools.carries import carries


class CsmClientBusinessMixin(models.AbstractModel):
    """How the customer does business: features, status, trade with us and its credit."""

    _name = "csm.client.business.mixin"
    _description = "Business of a Client File"
    _inherit = ["csm.client.basic.mixin"]

    service_area = fields.Text("Area Served")
    sales_ability = fields.Text("Ability to Sell")
    growth_potential = fields.Text()
    culture = fields.Text("Corporate Culture")
    business_policy = fields.Text()
    employee_count = fields.Integer("Employees", aggregator=None)
    turnover = fields.Monetary("Yearly Turnover", aggregator=None)
    management_traits = fields.Text("How It Is Managed")

    sales_history = fields.Text(
        "Sales So Far", help="What was sold before it stood in this system."
    )
    staff_quality = fields.Text("Quality of Managers and Staff")
    competitor_relations = fields.Text("Relations with Competitors")
    cooperation_attitude = fields.Text("Ties and Attitude to Us")

    sales_activity = fields.Text(help="How business with the customer goes.")
    trading_problems = fields.Text("Problems")
    strengths = fields.Text()
    measures = fields.Text("What Is to Be Done")
    reputation = fields.Text("Reputation and Image")
    credit_standing = fields.Text()
    trading_terms = fields.Text("Terms of Trade")
    credit_class_id = fields.Many2one(
        "csm.credit.class",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Proposed with a reason and decided by somebody else.",
    )
    credit_problem_ids = fields.One2many("csm.client.credit.problem", "file_id", "Credit Problems")
    credit_problem_count = fields.Integer(compute="_compute_credit_problem_count")
    rating_ids = fields.One2many("csm.client.rating", "file_id", "Credit Ratings")

    @api.depends("credit_problem_ids")
    def _compute_credit_problem_count(self):
        for file in self:
            file.credit_problem_count = len(file["credit_problem_ids"])

    @api.model
    def _section_fields(self):
        return {
            **super()._section_fields(),
            "features": self._feature_fields(),
            "business": self._business_fields(),
            "trading": self._trading_fields(),
        }

    @api.model
    @carries("S0-10-08", neutral=())
    def _feature_fields(self):
        return (
            "service_area",
            "sales_ability",
            "growth_potential",
            "culture",
            "business_policy",
            "employee_count",
            "turnover",
            "management_traits",
        )

    @api.model
    @carries("S0-10-09", neutral=())
    def _business_fields(self):
        return ("sales_history", "staff_quality", "competitor_relations", "cooperation_attitude")

    @api.model
    @carries("S0-10-10", neutral=())
    def _trading_fields(self):
        return (
            "sales_activity",
            "trading_problems",
            "strengths",
            "measures",
            "reputation",
            "credit_standing",
            "trading_terms",
            "credit_class_id",
        )

    def action_propose_credit_class(self):
        """Open a new proposal of a class of credit for this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.client.rating",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Propose a Credit Class"),
            "context": {"default_file_id": self.id},
        }
