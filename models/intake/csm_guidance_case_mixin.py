from odoo import fields, models


class CsmGuidanceCaseMixin(models.AbstractModel):
    """What the regulations want known of how a complaint was taken."""

    _name = "csm.guidance.case.mixin"
    _description = "How a Complaint Was Taken"

    is_read_back = fields.Boolean(
        "Repeated to the Customer",
        help="The main points were repeated to the customer, who agreed to them.",
    )
    fault_side = fields.Selection(
        [
            ("ours", "Ours"),
            ("customer", "The Customer's"),
            ("third", "A Third Party's"),
            ("nobody", "Nobody's"),
        ],
        "Whose Fault",
        tracking=True,
        copy=False,
    )
