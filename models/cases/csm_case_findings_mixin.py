from odoo import fields, models

from ...tools.carries import carries
from .csm_case_chain_mixin import AT_WORK


class CsmCaseFindingsMixin(models.AbstractModel):
    """What the handling of a case finds, asks of a department and does about it."""

    _name = "csm.case.findings.mixin"
    _description = "Findings and Measures of a Case"
    _inherit = ["csm.case.timeline.mixin"]

    complained_object = fields.Char(
        "Object of the Complaint", help="The report, the goods or the service it is about."
    )
    other_party_ids = fields.Many2many(
        "res.partner",
        "csm_case_other_party_rel",
        "case_id",
        "partner_id",
        "Other Parties",
        help="Who else is part of a dispute: the merchant, the landlord …",
    )
    is_beyond_us = fields.Boolean(
        "Cannot Be Settled Here",
        copy=False,
        tracking=True,
        help="Whoever has the case cannot settle it and refers it upwards.",
    )
    evidence = fields.Text(copy=False, help="What the findings rest on: letters, photos, tests.")
    responsible_employee_id = fields.Many2one(
        "hr.employee",
        "Found Responsible",
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="Who caused it, as far as the investigation has found out.",
    )
    measures = fields.Text(
        "Measures of the Department",
        copy=False,
        help="What the department does about it, as it has stated in writing.",
    )
    corrective_measures = fields.Text(copy=False)
    preventive_measures = fields.Text(copy=False)
    improvement_effect = fields.Text("Effect of the Measures", copy=False)
    told_by = fields.Selection(
        [
            ("phone", "Telephone"),
            ("letter", "Letter"),
            ("email", "E-mail or Fax"),
            ("person", "In Person"),
        ],
        "Customer Told by",
        copy=False,
    )
    is_satisfied = fields.Boolean("Customer Is Satisfied", copy=False, tracking=True)

    # Steps

    def action_forward(self):
        return self._act("forward")

    def action_return_measures(self):
        return self._act("return_measures")

    def action_apologise(self):
        return self._act("apologise")

    def _why_not_forward(self):
        return self._why_not_without(
            ("department_id",), self.env._("Choose the department, then hand the case to it.")
        )

    @carries("S0-02-07", neutral="")
    def _why_not_return_measures(self):
        if not self._stands("forwarded_at"):
            return self.env._(
                "%(case)s has not been handed to a department yet. Hand it over first.",
                case=self.display_name,
            )
        return self._why_not_without(
            ("measures",), self.env._("Enter what the department has stated in writing.")
        )

    def _why_not_apologise(self):
        return self._why_not_again("apologised_at")

    # What the stays of the case with units bring about

    def _was_passed_to(self, department):
        """The first department a case is passed to has it from then on."""
        if self["state"] not in AT_WORK or self._stands("forwarded_at"):
            return
        if department and not self["department_id"]:
            self["department_id"] = department
        if self["department_id"]:
            self.action_forward()

    def _was_handed_back(self, opinion):
        """What a unit says in writing when it hands the case back are its measures."""
        if self["state"] not in AT_WORK or not self._stands("forwarded_at"):
            return
        if not self._stands("measures_at"):
            self.measures = self.measures or opinion
            self.action_return_measures()

    # On the screen

    def _is_open(self, name, step, running):
        # Not every case goes to a department or calls for an apology.
        if name in ("forwarded_at", "measures_at", "apologised_at") and name not in running:
            return name == "measures_at" and self._stands("forwarded_at") and not self[name]
        return super()._is_open(name, step, running)
