from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# A solution costs as soon as the customer has agreed.
AGREED = ("accepted", "executed")
COST_OF = {
    "allowance": "allowance",
    "compensation": "compensation",
    "return": "returned_goods",
    "exchange": "returned_goods",
    "rework": "rework",
    "repair": "rework",
    "free_service": "rework",
}


class CsmCaseLiabilityMixin(models.AbstractModel):
    """What a case knows of the verdict on it: that there is one, and for some readers which."""

    _name = "csm.case.liability.mixin"
    _description = "Case With a Verdict"

    liability_ids = fields.One2many(
        "csm.liability",
        "case_id",
        "Verdicts",
        groups="csm.group_supervisor,csm.group_auditor",
    )
    review_line_ids = fields.One2many(
        "csm.liability.review.line", "case_id", "Reviews", groups="csm.group_manager"
    )
    improvement_ids = fields.One2many("csm.improvement", "case_id", "Improvements")
    liability_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("decided", "Decided"),
            ("reviewed", "Reviewed"),
        ],
        "Verdict on Liability",
        compute="_compute_liability_state",
        search="_search_liability_state",
        compute_sudo=True,
        help="How far the verdict on who is liable has come.",
    )

    @api.depends("liability_ids.state")
    def _compute_liability_state(self):
        for case in self:
            states = [state for state in case.liability_ids.mapped("state") if state != "void"]
            case.liability_state = states[0] if states else False

    def _search_liability_state(self, operator, value):
        """Find cases by how far their verdict is; an empty value: cases that have none."""
        if operator != "in":
            return NotImplemented
        self.env["csm.liability"].flush_model(["case_id", "state"])
        states = tuple(state for state in value if state) or ("",)
        found = SQL(
            "SELECT case_id FROM csm_liability WHERE state IN %s AND state <> 'void'", states
        )
        any_verdict = SQL("SELECT case_id FROM csm_liability WHERE state <> 'void'")

        def to_sql(_model, alias, _query):
            own = SQL.identifier(alias, "id")
            condition = SQL("%s IN (%s)", own, found)
            if not all(value):
                condition = SQL("(%s OR %s NOT IN (%s))", condition, own, any_verdict)
            return condition

        return Domain.custom(to_sql=to_sql)

    def action_open_liability(self):
        """Open the verdict on this case, or a new one."""
        self.ensure_one()
        verdict = self.liability_ids.filtered(lambda verdict: verdict.state != "void")[:1]
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.liability",
            "res_id": verdict.id,
            "views": [(False, "form")],
            "name": self.env._("Liability"),
            "context": {"default_case_id": self.id},
        }

    # What it has cost

    def _loss_sources(self):
        """Return what this case has cost so far, as values of lines of a loss.

        Each names its ``source`` as ``model,id``, so that nothing is taken over twice.
        """
        # Who settles a case and who judges it need not be the same person.
        case = self.sudo()
        solutions = case.solution_ids.filtered(
            lambda row: (
                row.state in AGREED and not row.return_ids.filtered(lambda n: n.state != "refused")
            )
        )
        # A paper that carries out a solution is that solution's money.
        counted = solutions.filtered(lambda solution: solution.amount > 0)
        papers = case.allowance_ids.filtered(
            lambda paper: paper.state == "executed" and paper.solution_id not in counted
        )
        notes = case.return_ids.filtered(lambda note: note.state in ("booked", "settled"))
        refunds = case.refund_ids.filtered(
            lambda refund: (
                refund.state == "settled"
                and refund.direction == "refund"
                and refund.solution_id not in counted
            )
        )
        sources = [
            *(
                (row, COST_OF.get(row.kind, "other"), row.amount, row.accepted_at)
                for row in solutions
            ),
            *((row, row.kind, row.amount, row.executed_at) for row in papers),
            *((row, "returned_goods", row.received_amount, row.booked_at) for row in notes),
            *((row, "compensation", row.amount, row.settled_at) for row in refunds),
        ]
        return [case._loss_vals(*source) for source in sources if source[2] > 0]

    def _loss_vals(self, record, category, amount, moment):
        """Return what one record has cost as values of a line of a loss."""
        zone = self["company_id"].resource_calendar_id.tz or "UTC"
        moment = moment or record.write_date
        return {
            "source": f"{record._name},{record.id}",
            "category": category,
            "description": record.display_name,
            "price": amount,
            "cost_currency_id": record.currency_id.id,
            "spent_on": fields.Datetime.context_timestamp(
                self.with_context(tz=zone), moment
            ).date(),
        }
