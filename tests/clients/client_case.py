"""What the tests of the content of client files share."""

from ..common.csm_case_base import CsmBase
from .road_case import RoadCase

FILE = "csm.client.file"


class ClientCase(CsmBase):
    """Two clerks cleared for everything, who keep files together, and people who may not.

    ``clerk`` also reads what is private of decision-makers; ``colleague`` does not. ``seller``
    sells and hands in; ``cleared`` is cleared and needs no file.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        people = [
            ("clerk", "group_file_clerk", None),
            ("colleague", "group_file_clerk", None),
            ("novice", "group_file_clerk", None),
            ("cleared", "group_agent", None),
        ]
        cls.clerk, cls.colleague, cls.novice, cls.cleared = cls.new_users(*people)
        cls.seller = cls.env["res.users"].create(
            cls.user_values("seller", "sales_team.group_sale_salesman", cls.company)
        )
        for user, level in ((cls.clerk, 3), (cls.colleague, 3), (cls.novice, 1), (cls.cleared, 3)):
            cls.clear(user, level)
        cls.give_personal(cls.clerk)
        cls.keepers = cls.env["csm.team"].create(
            {
                "name": "Files",
                "company_id": cls.company.id,
                "member_ids": [(6, 0, (cls.clerk | cls.colleague | cls.novice).ids)],
            }
        )
        cls.customer = cls.new_customer("Harbour Hotel")
        cls.level = {each.ordinal: each for each in cls.env["csm.secrecy.level"].search([])}

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @classmethod
    def clear(cls, user, level, company=None):
        RoadCase.clear.__func__(cls, user, level, company or cls.company)

    @classmethod
    def give_personal(cls, user):
        cls.env.cr.execute(
            "UPDATE csm_clearance SET personal_data = TRUE WHERE user_id = %s", (user.id,)
        )
        cls.env["csm.clearance"].invalidate_model()
        cls.env["csm.clearance"]._hand_out_groups(user)
        cls.env["csm.clearance"]._forget_levels()

    @classmethod
    def new_customer(cls, name, **values):
        values = {"name": name, "is_company": True, "company_id": cls.company.id, **values}
        return cls.env["res.partner"].create(values)

    @classmethod
    def new_file(cls, who=None, **values):
        File = cls.env[FILE].with_user(who or cls.clerk).with_company(cls.company)
        return File.create(
            {
                "partner_id": cls.customer.id,
                "team_id": cls.keepers.id,
                "custodian_id": cls.clerk.id,
                "secrecy_level_id": cls.level[1].id,
                **values,
            }
        )

    @classmethod
    def hand_in(cls, who=None, **values):
        Input = cls.env["csm.client.input"].with_user(who or cls.seller).with_company(cls.company)
        return Input.create({"partner_id": cls.customer.id, "text": "They build a hall.", **values})

    def adopt_one(self, xmlid):
        """Adopt a regulation with the entry rules of client files alone."""
        values = {"company_id": self.company.id, "adopted_on": "2010-01-01", "reason": "Test"}
        adoption = self.env["csm.adoption"].create(
            {**values, "regulation_id": self.env.ref(f"csm.{xmlid}").id}
        )
        self.fill_in(adoption)
        for rules in adoption._rules():
            for rule in rules:
                rule.active = rule._name == "csm.entry.rule" and rule.model.startswith(
                    "csm.client."
                )
        adoption.invalidate_recordset()
        adoption.action_adopt()
        return adoption

    def add_person(self, file, who=None, **values):
        Person = self.env["csm.client.person"].with_user(who or self.clerk)
        return Person.create({"file_id": file.id, "name": "Li Hong", **values})

    def history(self, file, section, who=None):
        """Return ``[(label, old, new)]`` of a section, the oldest first."""
        file = file.with_user(who or self.clerk)
        file.invalidate_recordset(["change_ids"])
        lines = file.change_ids.filtered(lambda line: line.section == section)
        return [(line.label, line.old or "", line.new or "") for line in lines.sorted("id")]
