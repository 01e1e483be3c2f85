from odoo import api, fields, models

from ...tools.carries import carries


class CsmClientBasicMixin(models.AbstractModel):
    """Who the customer is: basic data, organisation, persons, procedure, demand, analysis."""

    _name = "csm.client.basic.mixin"
    _description = "Basic Data of a Client File"
    _inherit = ["csm.client.section.mixin"]

    legal_form = fields.Char("Organisation", help="Its legal form and whom it belongs to.")
    qualification = fields.Text("Qualifications", help="Licences, certificates, ratings.")
    founded_on = fields.Date("Founded")
    first_traded_on = fields.Date("First Traded with Us")
    size = fields.Selection(
        [
            ("micro", "Very Small"),
            ("small", "Small"),
            ("medium", "Medium-Sized"),
            ("large", "Large"),
        ]
    )
    industry_id = fields.Many2one("res.partner.industry", ondelete="restrict")
    organisation = fields.Text("Structure", help="Departments, branches and who reports to whom.")
    management_system = fields.Text(help="How the customer is managed and who answers for what.")
    person_ids = fields.One2many("csm.client.person", "file_id", "Persons")
    has_owner = fields.Boolean("Owner", compute="_compute_has_persons", store=True)
    has_manager = fields.Boolean("Manager", compute="_compute_has_persons", store=True)
    has_key_person = fields.Boolean("Key Person", compute="_compute_has_persons", store=True)
    has_decision_maker = fields.Boolean(
        "Decision-maker", compute="_compute_has_persons", store=True
    )
    has_personal_data = fields.Boolean(
        "Personal Data of Decision-makers",
        compute="_compute_has_personal_data",
        compute_sudo=True,
        store=True,
    )
    purchase_procedure = fields.Text(
        "Purchasing Procedure",
        help="From the demand to the payment: who does what, in which order.",
    )
    purchase_criteria = fields.Text(help="By what the customer chooses a supplier.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    investment_scale = fields.Monetary("Scale of Investment")
    demand_plan = fields.Text(help="What the customer is going to need, and when.")
    service_demand = fields.Text(help="Which services the customer asks for.")
    analysis = fields.Text(help="What all this means for us, and what we make of it.")

    @api.depends(
        "person_ids.is_owner",
        "person_ids.is_manager",
        "person_ids.is_key_person",
        "person_ids.is_decision_maker",
        "person_ids.is_former",
    )
    def _compute_has_persons(self):
        for file in self:
            present = file["person_ids"].filtered(lambda person: not person.is_former)
            for part in ("owner", "manager", "key_person", "decision_maker"):
                file[f"has_{part}"] = any(present.mapped(f"is_{part}"))

    @api.depends("person_ids.is_decision_maker", "person_ids.is_former", "person_ids.private_ids")
    def _compute_has_personal_data(self):
        for file in self:
            deciding = file["person_ids"].filtered(
                lambda person: person.is_decision_maker and not person.is_former
            )
            file.has_personal_data = bool(deciding) and all(
                person.private_ids for person in deciding
            )

    @api.depends(lambda self: ("company_id",) if "company_id" in self._fields else ())
    def _compute_currency_id(self):
        for file in self:
            file.currency_id = file["company_id"].sudo().currency_id

    @api.model
    def _section_fields(self):
        return {
            **super()._section_fields(),
            "basic": self._basic_fields(),
            "organisation": ("organisation", "management_system"),
            "persons": ("has_key_person",),
            "personal": ("has_personal_data",),
            "procedure": ("purchase_procedure", "purchase_criteria"),
            "investment": ("investment_scale", "demand_plan", "service_demand"),
            "analysis": ("analysis",),
        }

    @api.model
    @carries("S0-10-07", neutral=())
    def _basic_fields(self):
        return (
            "legal_form",
            "has_owner",
            "has_manager",
            "has_decision_maker",
            "qualification",
            "founded_on",
            "first_traded_on",
            "size",
            "industry_id",
        )
