from odoo import models


class CsmContactVisitorMixin(models.AbstractModel):
    """A visit whose visitor is registered as a customer at reception."""

    _name = "csm.contact.visitor.mixin"
    _description = "Contact of a Visitor"

    def action_register_visitor(self):
        """Open the dialogue that registers who is visiting."""
        self.ensure_one()
        self.check_access("write")
        names = ("partner_name", "partner_phone", "partner_email", "purpose")
        defaults = {f"default_{name}": self[name] for name in names}
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.visitor.register.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Register a Visitor"),
            "context": {
                **defaults,
                "default_contact_id": self["id"],
                "default_company_id": self["company_id"].id,
                "default_passed_to_id": self["passed_to_id"].id,
            },
        }

    def action_open_client_file(self):
        """Open the client file of this customer, or a new one, for whoever may."""
        self.ensure_one()
        return self["partner_id"].action_csm_client_file()
