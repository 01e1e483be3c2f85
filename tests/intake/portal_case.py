"""Customers with an account, their cases, and a browser without pictures to open their pages."""

import re

from odoo import fields
from odoo.tests import new_test_user

from ..common.csm_http_base import CsmHttpBase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\x9d\xd5\x00"
    b"\x00\x00\x00IEND\xaeB`\x82"
)


class PortalCase(CsmHttpBase):
    """Ms Zhou of the Haichuan company, her colleague Mr Lin, and a stranger: all have accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(str(fields.Datetime.now().replace(microsecond=0)))
        cls.firm = cls.env["res.partner"].create({"name": "Haichuan", "is_company": True})
        cls.zhou = cls.new_customer("zhou", "Zhou Min", parent_id=cls.firm.id)
        cls.lin = cls.new_customer("lin", "Lin Wei", parent_id=cls.firm.id)
        cls.stranger = cls.new_customer("stranger", "Mr Strange")
        cls.company.csm_portal_team_id = cls.team
        cls.case = cls.case_of(cls.zhou, name="Corked bottles", user_id=cls.agent.id)

    @classmethod
    def new_customer(cls, login, name, **values):
        user = new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            name=name,
            email=f"{login}@client.example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            tz="Europe/Paris",
        )
        user.partner_id.write(values)
        return user

    @classmethod
    def case_of(cls, user, **values):
        return cls.new_case(partner_id=user.partner_id.id, **values).with_env(cls.env)

    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def open(self, path, status=200, **options):
        self.env.flush_all()
        page = self.url_open(path, **options)
        self.assertEqual(page.status_code, status, path)
        self.env.invalidate_all()
        return page

    def path(self, case=None, tail=""):
        return f"/my/complaints/{(case or self.case).id}{tail}"

    def send(self, path, form, files=None, **values):
        """Send a form found on the page ``form`` as a browser would; returns the response."""
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open(form).text).group(1)
        self.env.flush_all()
        answer = self.url_open(path, data={"csrf_token": token, **values}, files=files)
        self.env.invalidate_all()
        return answer

    def link(self, case=None):
        """Return the token of the link of a case."""
        url = (case or self.case)._portal_link()
        return url.partition("access_token=")[2]

    def close(self, case=None):
        """Let the house deal with the case and close it."""
        case = (case or self.case).with_user(self.agent)
        case.judgement, case.decision = "founded", "New bottles"
        if not case.user_id:
            case.user_id = self.agent
        for step in ("register", "judge", "reply", "decide", "tell", "execute", "close"):
            getattr(case, f"action_{step}")()
