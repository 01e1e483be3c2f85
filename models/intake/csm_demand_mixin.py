from odoo import api, fields, models

from ...tools.carries import carries


class CsmDemandMixin(models.AbstractModel):
    """Hands what a customer wants beyond the matter to the sales team, as a lead."""

    _name = "csm.demand.mixin"
    _description = "New Demand of a Customer"

    demand_count = fields.Integer("New Demands", compute="_compute_demand_count", compute_sudo=True)

    is_arrival_to_tell = fields.Boolean(
        "Goods Have Arrived", compute="_compute_demand_count", compute_sudo=True
    )

    def _compute_demand_count(self):
        name = self._demand_field()
        Lead = self.env["crm.lead"].with_context(active_test=False)
        mine = [(name, "in", self.ids)]
        counts = dict(Lead._read_group(mine, [name], ["__count"]))
        arrived = [*mine, ("csm_is_to_tell", "=", True)]
        to_tell = dict(Lead._read_group(arrived, [name], ["__count"]))
        for record in self:
            record.demand_count = counts.get(record, 0)
            record.is_arrival_to_tell = record in to_tell

    def action_new_demand(self):
        """Open the dialogue that hands a new demand to the sales team."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case.demand.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("New Demand"),
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_name": self.display_name,
            },
        }

    def action_demands(self):
        """Open the leads that came out of this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.crm_lead_action_demands")
        action["domain"] = [(self._demand_field(), "=", self.id)]
        return action

    def action_demand_told(self):
        """The customer knows that what they wanted is there."""
        self.ensure_one()
        self.check_access("write")
        # Service staff note it without any right to the sales pipeline.
        arrived = [(self._demand_field(), "=", self.id), ("csm_is_to_tell", "=", True)]
        self.env["crm.lead"].sudo().search(arrived)._csm_note_told()
        return True

    def _new_demand(self, name, description):
        """Return the lead made of a demand; both sides know each other."""
        self.ensure_one()
        self.check_access("read")
        sales_team = self.sudo().team_id.crm_team_id
        # Service staff hand demands over without any right to the sales pipeline.
        lead = (
            self.env["crm.lead"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "name": name,
                    "description": description,
                    "type": "opportunity",
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "contact_name": self.partner_name,
                    "phone": self.partner_phone,
                    "email_from": self.partner_email,
                    "team_id": sales_team.id,
                    "user_id": self._demand_receiver(sales_team).id,
                    "csm_source_number": self.number,
                    self._demand_field(): self.id,
                }
            )
        )
        self._message_log(
            body=self.env._("New demand handed to the sales team: %(lead)s", lead=lead.name)
        )
        return lead

    @carries("S0-15-20")
    def _demand_receiver(self, sales_team):
        """Return who registers the demand: the leader of the sales team."""
        return sales_team.user_id

    @api.model
    def _demand_field(self):
        """Hook: the field of a lead that names this record."""
        raise NotImplementedError
