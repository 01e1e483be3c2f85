from odoo import fields, models

from ..common.csm_state_mixin import Move

OPEN = ("new", "registered", "handling", "decided", "executed")
AT_WORK = ("registered", "handling", "decided", "executed")
HANDLED = ("handling", "decided", "executed")


class CsmCaseChainMixin(models.AbstractModel):
    """The chain of facts of a case, from receipt to closing (ISO 10002:2018, 7.2 to 7.9)."""

    _name = "csm.case.chain.mixin"
    _description = "Chain of Facts of a Case"
    _inherit = ["csm.fact.mixin"]

    # Not readonly: dragging a card writes it, and the gate judges the move.
    state = fields.Selection(
        [
            ("new", "Received"),
            ("registered", "Registered"),
            ("handling", "In Hand"),
            ("decided", "Decided"),
            ("executed", "Carried Out"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    received_at = fields.Datetime(
        "Received",
        required=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        copy=False,
        index=True,
        help="When the customer turned to us (ISO 10002, 7.2).",
    )
    registered_at = fields.Datetime("Registered", readonly=True, copy=False)
    acknowledged_at = fields.Datetime("Acknowledged", readonly=True, copy=False)
    replied_at = fields.Datetime("First Reply", readonly=True, copy=False)
    judged_at = fields.Datetime("Judged", readonly=True, copy=False)
    planned_at = fields.Datetime("Plan Agreed", readonly=True, copy=False)
    investigated_at = fields.Datetime("Investigated", readonly=True, copy=False)
    reported_at = fields.Datetime("Report Submitted", readonly=True, copy=False)
    forwarded_at = fields.Datetime("Handed to the Department", readonly=True, copy=False)
    measures_at = fields.Datetime("Measures Returned in Writing", readonly=True, copy=False)
    decided_at = fields.Datetime("Decided", readonly=True, copy=False)
    told_at = fields.Datetime("Customer Told", readonly=True, copy=False)
    informed_at = fields.Datetime(
        "Customer Kept Informed",
        readonly=True,
        copy=False,
        help="When the customer was last told how things stand.",
    )
    apologised_at = fields.Datetime("Customer Apologised To", readonly=True, copy=False)
    negotiation_read_at = fields.Datetime(
        "Negotiation Read by the Supervisor", readonly=True, copy=False
    )
    opinion_at = fields.Datetime("Overall Opinion", readonly=True, copy=False)
    executed_at = fields.Datetime("Carried Out", readonly=True, copy=False)
    followed_up_at = fields.Datetime("Followed Up", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False, index="btree_not_null")
    collected_at = fields.Datetime("Receivable Collected", readonly=True, copy=False)
    archived_at = fields.Datetime("Archived", readonly=True, copy=False)
    reopened_at = fields.Datetime("Reopened", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)

    _typed_facts = ("received_at",)
    _facts = (
        "received_at",
        "registered_at",
        "acknowledged_at",
        "replied_at",
        "judged_at",
        "planned_at",
        "investigated_at",
        "reported_at",
        "forwarded_at",
        "measures_at",
        "decided_at",
        "told_at",
        "informed_at",
        "apologised_at",
        "negotiation_read_at",
        "opinion_at",
        "executed_at",
        "followed_up_at",
        "closed_at",
        "collected_at",
        "archived_at",
        "reopened_at",
        "voided_at",
    )
    _moves = (
        Move("register", ("new",), "registered", "registered_at", "_why_not_register"),
        Move("judge", ("registered",), "handling", "judged_at", "_why_not_judge"),
        Move("decide", ("handling",), "decided", "decided_at", "_why_not_decide"),
        Move("execute", ("decided",), "executed", "executed_at"),
        Move("close", ("handling", "decided", "executed"), "closed", "closed_at", "_why_not_close"),
        Move("reopen", ("closed",), "handling", "reopened_at", "_why_not_reopen"),
        Move("void", OPEN, "void", "voided_at", "_why_not_void"),
        Move("acknowledge", OPEN, "", "acknowledged_at", "_why_not_acknowledge"),
        Move("reply", AT_WORK, "", "replied_at", "_why_not_reply"),
        Move("plan", AT_WORK, "", "planned_at", "_why_not_plan"),
        Move("investigate", AT_WORK, "", "investigated_at", "_why_not_investigate"),
        Move("report", AT_WORK, "", "reported_at", "_why_not_report"),
        Move("tell", AT_WORK, "", "told_at"),
        Move("inform", AT_WORK, "", "informed_at", "_why_not_inform"),
        Move("forward", AT_WORK, "", "forwarded_at", "_why_not_forward"),
        Move("return_measures", AT_WORK, "", "measures_at", "_why_not_return_measures"),
        Move("apologise", AT_WORK, "", "apologised_at", "_why_not_apologise"),
        Move("opine", AT_WORK, "", "opinion_at"),
        Move("read_negotiation", AT_WORK, "", "negotiation_read_at", "_why_not_read_negotiation"),
        Move("collect", (*HANDLED, "closed"), "", "collected_at", "_why_not_collect"),
        Move("file", ("closed",), "", "archived_at", "_why_not_file"),
        Move("follow_up", ("executed", "closed"), "", "followed_up_at"),
    )

    def action_register(self):
        return self._act("register")

    def action_judge(self):
        return self._act("judge")

    def action_decide(self):
        return self._act("decide")

    def action_execute(self):
        return self._act("execute")

    def action_close(self):
        return self._act("close")

    def action_reopen(self):
        return self._act("reopen")

    def action_void(self):
        return self._act("void")

    def action_acknowledge(self):
        return self._act("acknowledge")

    def action_reply(self):
        return self._act("reply")

    def action_plan(self):
        return self._act("plan")

    def action_investigate(self):
        return self._act("investigate")

    def action_report(self):
        return self._act("report")

    def action_tell(self):
        return self._act("tell")

    def action_opine(self):
        return self._act("opine")

    def action_follow_up(self):
        return self._act("follow_up")
