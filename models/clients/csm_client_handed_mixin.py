from odoo import fields, models

from ...tools.carries import carries

TO_DO = "mail.mail_activity_data_todo"


class CsmClientHandedMixin(models.AbstractModel):
    """What was written down after an order is handed to the business manager, who reads it."""

    _name = "csm.client.handed.mixin"
    _description = "Handing On of What Was Handed In"
    _inherit = ["csm.duty.silent.mixin"]

    handed_to_ids = fields.Many2many(
        "res.users",
        "csm_client_input_handed_rel",
        "input_id",
        "user_id",
        "Handed On to",
        readonly=True,
        copy=False,
        help="Who was given what was written down after the order, to read.",
    )

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "enter":
            for given in self.filtered(lambda given: given["kind"] == "order"):
                given._hand_to_managers()
        return result

    @carries("S2-17-16", neutral=None)
    def _hand_to_managers(self):
        """Hand it to the business managers, where a regulation in force wants that."""
        company = self["company_id"]
        if not self.env["csm.adoption"]._wants(company, "S2-17-16"):
            return
        # Who holds a role is asked of the system, which also notes whom it gave this to.
        role = self.env.ref("csm.csm_role_sales_manager").sudo()
        today = self.env["csm.secret.mixin"]._today(company)
        users = role._employees_on(company, today).user_id.filtered("active")
        self._with_pass(["handed_to_ids"]).sudo().write({"handed_to_ids": [(6, 0, users.ids)]})
        for user in users:
            told = self.sudo().with_context(lang=user.lang)
            told.activity_schedule(
                TO_DO,
                user_id=user.id,
                summary=told.env._("Written down after an order: %(name)s", name=told.display_name),
            )
