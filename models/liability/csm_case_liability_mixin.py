from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


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

    # Hook of the rooms whose records cost money

    def _loss_sources(self):
        """Return what this case has cost so far, as values of lines of a loss.

        Each names its ``source`` as ``model,id``, so that nothing is taken over twice.
        """
        self.ensure_one()
        return []
