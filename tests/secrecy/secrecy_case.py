"""People with and without clearances, and a look at what the access log says of them."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common.csm_people_base import CsmPeopleBase

# As many entries of a company, as a reading would make them.
INSERT = """
    INSERT INTO csm_access_log (at, user_ref, login, road, operation, res_model, record_refs,
                                numbers, count, company_ref, outcome, remote, detail)
         SELECT now() AT TIME ZONE 'UTC', 1, 'x', 'open', 'read', 'x', n::text, '', 1, %s,
                'granted', '', '' FROM generate_series(1, %s) AS n"""


class SecrecyCase(CsmPeopleBase):
    """Two granters, an auditor, and a way to clear somebody by all the steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.granter, cls.second = cls.new_users(
            ("granter", "group_clearance_granter", None),
            ("second", "group_clearance_granter", None),
        )
        cls.auditor = cls.people["auditor"]
        cls.Log = cls.env["csm.access.log"]

    @classmethod
    def granted(cls, user, level="1", **values):
        """Return a clearance one granter granted and nobody confirmed yet."""
        clearance = cls.env["csm.clearance"].with_user(cls.granter).with_company(cls.company)
        return clearance.create(
            {
                "user_id": user.id,
                "level": level,
                "purpose": "Keeps the files of the north",
                "company_id": cls.company.id,
                "valid_from": "2026-03-02",
                "valid_to": "2026-12-31",
                **values,
            }
        )

    @classmethod
    def cleared(cls, user, level="1", **values):
        """Return a clearance in force, after all its steps."""
        clearance = cls.granted(user, level, **values)
        clearance.with_user(user).action_undertake()
        clearance.with_user(cls.second).action_confirm()
        return clearance

    def levels(self, user):
        """Return the level of a user in the company, read anew."""
        self.env["csm.clearance"]._forget_levels()
        levels = self.env["csm.clearance"].with_user(user)._levels()
        return levels.get(self.company.id, 0)

    def entries(self, **values):
        """Return the entries of the log with these values, oldest first."""
        self.env.flush_all()
        domain = [(name, "=", value) for name, value in values.items()]
        return self.Log.sudo().search(domain, order="id")

    def new_entries(self, before):
        return self.Log.sudo().search([("id", ">", before)], order="id")

    def last_entry(self):
        return self.Log.sudo().search([], order="id desc", limit=1).id or 0

    def assertTurnedAway(self, user, model, method, *args, **kwargs):
        """Assert that a call is refused, and return why; what it logged stays to be looked at."""
        with mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
            try:
                self.rpc(user, model, method, *args, **kwargs)
            except UserError as error:
                return str(error)
        return self.fail(f"{user.login} got past {model}.{method}")
