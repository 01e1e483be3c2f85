from odoo import api, fields, models
from odoo.exceptions import UserError

# What a unit enters on its own stay, and the field of the case in which it is kept.
ENTRIES = {
    "demand": "demand",
    "sales_opinion": "sales_opinion",
    "cause": "cause",
    "evidence": "evidence",
    "found_department_id": "department_id",
    "responsible_employee_id": "responsible_employee_id",
    "inspection": "inspection",
    "needs_research": "needs_research",
    "production_unit": "production_unit",
    "machine_shift": "machine_shift",
    "production_staff": "production_staff",
    "produced_on": "produced_on",
    "corrective_measures": "corrective_measures",
    "preventive_measures": "preventive_measures",
    "plan": "plan",
    "negotiation_result": "negotiation_result",
}


class CsmCaseStationEntriesMixin(models.AbstractModel):
    """Lets a unit enter its findings while the case lies with it.

    The case itself need not be theirs to open: what they enter here is kept on the case.
    """

    _name = "csm.case.station.entries.mixin"
    _description = "What a Unit Enters"
    _inherit = ["csm.case.station.route.mixin"]

    demand = fields.Text(compute="_compute_entries", inverse="_inverse_demand")
    sales_opinion = fields.Text(
        "Salesperson's Opinion", compute="_compute_entries", inverse="_inverse_sales_opinion"
    )
    cause = fields.Text(compute="_compute_entries", inverse="_inverse_cause")
    evidence = fields.Text(compute="_compute_entries", inverse="_inverse_evidence")
    found_department_id = fields.Many2one(
        "hr.department",
        "Responsible Department",
        compute="_compute_entries",
        inverse="_inverse_found_department_id",
    )
    responsible_employee_id = fields.Many2one(
        "hr.employee",
        "Found Responsible",
        compute="_compute_entries",
        inverse="_inverse_responsible_employee_id",
    )
    inspection = fields.Text(
        "Findings of the Inspection", compute="_compute_entries", inverse="_inverse_inspection"
    )
    needs_research = fields.Boolean(
        "Needs Research and Development",
        compute="_compute_entries",
        inverse="_inverse_needs_research",
    )
    production_unit = fields.Char(compute="_compute_entries", inverse="_inverse_production_unit")
    machine_shift = fields.Char(
        "Machine and Shift", compute="_compute_entries", inverse="_inverse_machine_shift"
    )
    production_staff = fields.Char(compute="_compute_entries", inverse="_inverse_production_staff")
    produced_on = fields.Date(
        "Production Date", compute="_compute_entries", inverse="_inverse_produced_on"
    )
    corrective_measures = fields.Text(
        compute="_compute_entries", inverse="_inverse_corrective_measures"
    )
    preventive_measures = fields.Text(
        compute="_compute_entries", inverse="_inverse_preventive_measures"
    )
    plan = fields.Text(compute="_compute_entries", inverse="_inverse_plan")
    negotiation_result = fields.Text(
        "Result of the Negotiation",
        compute="_compute_entries",
        inverse="_inverse_negotiation_result",
    )

    wanted = fields.Char(compute="_compute_wanted", export_string_translation=False)

    def _compute_wanted(self):
        """Name what must still be on record before these stays are handed back."""
        for stay in self:
            step, names = stay.sudo().route_step_id, set()
            for _rule, lacking in stay._entry_lacks("hand_back"):
                names.update(lacking)
            stay.wanted = " ".join(sorted(names.union(step._names())))

    @api.depends(*(f"case_id.{name}" for name in ENTRIES.values()))
    def _compute_entries(self):
        for stay in self:
            # A unit reads what concerns it, also where the case is not its own.
            case = stay.sudo()["case_id"]
            for name, kept in ENTRIES.items():
                stay[name] = case[kept].with_env(self.env) if name.endswith("_id") else case[kept]

    def _enter(self, name):
        """Keep an entry of these stays on their cases."""
        for stay in self:
            case, kept = stay.sudo()["case_id"], ENTRIES[name]
            if stay[name] == case[kept] or (not stay[name] and not case[kept]):
                continue
            if stay["state"] != "here":
                raise UserError(
                    self.env._(
                        "%(station)s: the case does not lie there any more; what the unit found "
                        "stays as it is.",
                        station=stay.display_name,
                    )
                )
            stay._check_is_theirs()
            case[kept] = stay[name].id if name.endswith("_id") else stay[name]

    def _check_is_theirs(self):
        if self.env.user in self._unit_users() or self["case_id"].has_access("write"):
            return
        raise UserError(
            self.env._(
                "%(station)s: only the unit, or whoever handles the case, enters what it found.",
                station=self.display_name,
            )
        )

    def _inverse_demand(self):
        self._enter("demand")

    def _inverse_sales_opinion(self):
        self._enter("sales_opinion")

    def _inverse_cause(self):
        self._enter("cause")

    def _inverse_evidence(self):
        self._enter("evidence")

    def _inverse_found_department_id(self):
        self._enter("found_department_id")

    def _inverse_responsible_employee_id(self):
        self._enter("responsible_employee_id")

    def _inverse_inspection(self):
        self._enter("inspection")

    def _inverse_needs_research(self):
        self._enter("needs_research")

    def _inverse_production_unit(self):
        self._enter("production_unit")

    def _inverse_machine_shift(self):
        self._enter("machine_shift")

    def _inverse_production_staff(self):
        self._enter("production_staff")

    def _inverse_produced_on(self):
        self._enter("produced_on")

    def _inverse_corrective_measures(self):
        self._enter("corrective_measures")

    def _inverse_preventive_measures(self):
        self._enter("preventive_measures")

    def _inverse_plan(self):
        self._enter("plan")

    def _inverse_negotiation_result(self):
        self._enter("negotiation_result")
