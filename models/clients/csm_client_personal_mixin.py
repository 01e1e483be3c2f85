from odoo import api, models
from odoo.tools import SQL


class CsmClientPersonalMixin(models.AbstractModel):
    """What is private of a decision-maker: open to whom the file is open and who has this right.

    The right is given by company with a clearance; the group alone does not open anything.
    """

    _name = "csm.client.personal.mixin"
    _description = "Personal Data"

    @api.model
    def _cleared_condition(self, alias):
        companies = self.env["csm.clearance"]._personal_companies()
        return SQL(
            "(%s AND %s.company_id = ANY(%s))",
            super()._cleared_condition(alias),
            alias,
            list(companies),
        )

    def _check_access(self, operation):
        # Reading what is private is one right, keeping the files another; changing asks for both.
        is_clerk = self.env.su or self.env.user.has_group("csm.group_file_clerk")
        if operation != "read" and not is_clerk:
            return self, lambda: self._closed_error(operation)
        return super()._check_access(operation)
