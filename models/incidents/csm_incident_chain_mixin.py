from odoo import fields, models

from ..common.csm_state_mixin import Move

KINDS = [
    ("fault", "Fault"),
    ("accident", "Accident"),
    ("security", "Safety or Security"),
    ("public", "Public Incident"),
    ("crisis", "Crisis"),
    ("leak", "Leak or Political Matter"),
    ("error", "Serious Error or Breach"),
    ("danger", "Danger to People or Equipment"),
    ("beyond", "Beyond One's Duties"),
    ("obstruction", "Difficulties Made by a Customer"),
    ("channel", "Problem of a Supply Channel"),
    ("goods", "Defect of Goods or Label"),
    ("inspection", "Finding of an Inspection"),
    ("field", "Report from the Field"),
]
OPEN = ("open", "handling", "contained", "analysed")


class CsmIncidentChainMixin(models.AbstractModel):
    """The chain of facts of an incident, from what happened to the closing."""

    _name = "csm.incident.chain.mixin"
    _description = "Chain of Facts of an Incident"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("open", "Reported"),
            ("handling", "In Hand"),
            ("contained", "Contained"),
            ("analysed", "Analysed"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    happened_at = fields.Datetime(
        "Happened",
        required=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        help="When it happened, as far as is known.",
    )
    reported_at = fields.Datetime(
        "Reported",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    filed_at = fields.Datetime("Filed and Passed On", readonly=True, copy=False)
    handled_at = fields.Datetime("Taken in Hand", readonly=True, copy=False)
    contained_at = fields.Datetime("Contained", readonly=True, copy=False)
    analysed_at = fields.Datetime("Analysed", readonly=True, copy=False)
    fed_back_at = fields.Datetime("Fed Back", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    reopened_at = fields.Datetime("Reopened", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)

    _typed_facts = ("happened_at",)
    _facts = (
        "happened_at",
        "reported_at",
        "filed_at",
        "handled_at",
        "contained_at",
        "analysed_at",
        "fed_back_at",
        "closed_at",
        "reopened_at",
        "voided_at",
    )
    _moves = (
        Move("handle", ("open",), "handling", "handled_at", "_why_not_handle"),
        Move("contain", ("handling",), "contained", "contained_at", "_why_not_contain"),
        Move("analyse", ("contained",), "analysed", "analysed_at", "_why_not_analyse"),
        Move("close", ("contained", "analysed"), "closed", "closed_at", "_why_not_close"),
        Move("reopen", ("closed",), "handling", "reopened_at", "_why_not_reopen"),
        Move("void", OPEN, "void", "voided_at", "_why_not_void"),
        Move("file", OPEN, "", "filed_at", "_why_not_file"),
        Move("feed_back", ("contained", "analysed"), "", "fed_back_at", "_why_not_feed_back"),
    )

    def action_handle(self):
        return self._act("handle")

    def action_contain(self):
        return self._act("contain")

    def action_analyse(self):
        return self._act("analyse")

    def action_close(self):
        return self._act("close")

    def action_reopen(self):
        return self._act("reopen")

    def action_void(self):
        return self._act("void")

    def action_file(self):
        return self._act("file")

    def action_feed_back(self):
        return self._act("feed_back")
