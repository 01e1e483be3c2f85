"""What the tests of the contact register share."""

from ..common.csm_case_base import CsmBase

MONDAY = "2026-03-02 01:00:00"


class ContactCase(CsmBase):
    """A company whose front desk takes calls; 2 March 2026, 01:00 UTC is Monday, nine o'clock."""

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    @classmethod
    def new_contact(cls, user=None, **values):
        """Return a contact taken down by an agent of the front desk."""
        if "kind" in values:
            values["kind_id"] = cls.env.ref(f"csm.csm_contact_kind_{values.pop('kind')}").id
        values = {
            "channel": "phone",
            "partner_name": "Ms Zhou",
            "partner_phone": "+86 138 0000 1111",
            "team_id": cls.team.id,
            "company_id": cls.company.id,
            **values,
        }
        model = cls.env["csm.contact"].with_user(user or cls.agent).with_company(cls.company)
        return model.create(values)
