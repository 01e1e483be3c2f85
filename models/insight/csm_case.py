from odoo import models

from ..intake.csm_case import CsmCase as CaseOfEarlierRoom


class CsmCase(models.Model):
    """A case that is counted and learned from."""

    _name = "csm.case"
    _inherit = ["csm.case", "csm.case.insight.mixin"]

    _kept_fields = (*CaseOfEarlierRoom._kept_fields, "first_replied_at")
