from odoo import api, models


class CsmClientIntakeMixin(models.AbstractModel):
    """Takes into a client file what was handed in, and opens one from a customer."""

    _name = "csm.client.intake.mixin"
    _description = "How a Client File Is Filled"

    @api.model
    def _file_of(self, partner):
        """Return the file of a customer, if the reader may read it."""
        theirs = [
            ("partner_id", "=", partner.commercial_partner_id.id),
            ("company_id", "=", self.env.company.id),
            ("state", "!=", "void"),
        ]
        return self.search(theirs, limit=1)

    @api.model_create_multi
    def create(self, vals_list):
        inputs = [vals.get("source_input_id") for vals in vals_list]
        files = super().create(vals_list)
        for file, input_id in zip(files, inputs, strict=True):
            file._finish_input(input_id, is_new=True)
        return files

    def write(self, vals):
        result = super().write(vals)
        for file in self:
            file._finish_input(vals.get("source_input_id"))
        return result

    def _finish_input(self, input_id, is_new=False):
        """Mark what was handed in as dealt with, once it stands in the file."""
        given = self.env["csm.client.input"].browse(input_id or ()).exists()
        if given.state != "handed_in":
            return
        if is_new:
            self._take_in_contact(given)
        given._go(given._move_named("enter"))

    def _take_in(self, given):
        """Enter what was handed in, field by field, with its source."""
        self.ensure_one()
        self.check_access("write")
        values = {"service_demand": given.service_demand} if given.service_demand else {}
        if values:
            self.write({**values, "source_note": given.source_text})
        self._take_in_contact(given)
        source = {"source": given.source_text, "input_id": given.id}
        labels = given._fields
        self._log_changes(
            [
                ("care", labels[name]._description_string(self.env), "", given[name])
                for name in ("text", "address")
                if given[name]
            ],
            source,
        )

    def _take_in_contact(self, given):
        """Keep the contact of what was handed in among the persons of the file."""
        if not given.contact_name:
            return
        known = self["person_ids"].filtered(lambda person: person.name == given.contact_name)
        values = {name: given[name] for name in ("phone", "email") if given[name]}
        if known:
            known[:1].write(values)
        else:
            self.env["csm.client.person"].create(
                {**values, "file_id": self.id, "name": given.contact_name, "is_key_person": True}
            )

    @api.model
    def _context_of(self, customer):
        """Return with what a new file of a customer begins: what CRM knows, and no copy of it."""
        context = {"default_partner_id": customer.id}
        if customer.industry_id:
            context["default_industry_id"] = customer.industry_id.id
        Lead = self.env["crm.lead"]
        theirs = [("partner_id", "child_of", customer.id), ("won_status", "=", "won")]
        if Lead.has_access("read"):
            first = Lead.search(theirs, order="date_closed", limit=1)
            context["default_first_traded_on"] = first.date_closed
            context["default_is_enquirer"] = not first and bool(Lead.search(theirs[:1], limit=1))
        return context

    def _form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
