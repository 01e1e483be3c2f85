from odoo import api, models
from odoo.exceptions import UserError

from ...tools.carries import carries

# What makes a lead a completed order.
WINNING = {"stage_id", "probability", "active", "automated_probability"}


class CrmLead(models.Model):
    """A lead whose contact data reach the client file once the order is complete."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._csm_hand_in_orders()
        return leads

    def write(self, vals):
        if not WINNING & vals.keys():
            return super().write(vals)
        before = self._csm_won()
        result = super().write(vals)
        (self - before)._csm_hand_in_orders()
        return result

    def _csm_won(self):
        return self.filtered(lambda lead: lead.won_status == "won")

    @carries("S3-11-11", "S2-17-16", neutral=None)
    def _csm_hand_in_orders(self):
        """Hand in the contact data of completed orders, where the regulation is in force."""
        won = self._csm_won()
        for company, leads in won.grouped("company_id").items():
            company = company or self.env.company
            leads._csm_check_settled(company)
            if self._csm_keeps_buyers(company):
                # Whoever wins a lead need not be one of those who hand in about customers.
                self.env["csm.client.input"].sudo().create(
                    [lead._csm_order_vals(company) for lead in leads]
                )

    @api.model
    def _csm_keeps_buyers(self, company):
        """Tell whether a regulation in force wants the contact data of each completed order."""
        return self.env["csm.adoption"]._wants(company, "S3-11-11", "S2-17-16", "S0-15-25")

    @carries("S0-15-25", neutral=None)
    def _csm_check_settled(self, company):
        """No order is settled before name, telephone and address of the customer are there.

        It is the same for every customer, on file or not: whoever sells is not to learn which.
        """
        if not self.env["csm.adoption"]._wants(company, "S0-15-25"):
            return
        for lead in self:
            values = lead._csm_order_vals(company)
            names = [name for name in ("contact_name", "phone", "address") if not values[name]]
            Input = self.env["csm.client.input"]
            labels = [Input._fields[name]._description_string(self.env) for name in names]
            if labels:
                raise UserError(
                    self.env._(
                        "“%(lead)s” is not settled yet: the data centre wants %(fields)s of the "
                        "customer. Enter them, then mark it won.",
                        lead=lead.display_name,
                        fields=", ".join(labels),
                    )
                )

    def _csm_order_vals(self, company):
        """Return what is handed in of one completed order: every contact detail there is."""
        self.ensure_one()
        parts = (self.street, self.street2, self.zip, self.city, self.country_id.name)
        return {
            "kind": "order",
            "company_id": company.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "customer_name": self.partner_name or self.contact_name or self.name,
            "contact_name": self.contact_name or self.partner_id.name,
            "phone": self.phone,
            "email": self.email_from,
            "address": " ".join(filter(None, parts)),
            "user_id": (self.user_id or self.env.user).id,
        }
