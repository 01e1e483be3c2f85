import json
from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase
from .road_case import FILE, MISSING, RoadCase

QUIET = (
    "odoo.http",
    "odoo.addons.web.controllers.export",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.rpc.controllers.xmlrpc",
)


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsRoadsHttp(RoadCase, CsmHttpBase):
    """From outside, by each address of the program: what is open is given, the rest is not there.

    One person reads one file and not another; the other's answer is that of a file that does not
    exist. The rules themselves are asked cell by cell in the table of roads.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = {cell[:3]: cell for cell in cls.cells}
        cls.open, cls.closed = kind[2, "team", "own"], kind[2, "none", "own"]
        cls.document = {
            document.file_id.id: document.id
            for document in cls.env["csm.client.document"].search([])
        }

    def reader(self, role, clearance):
        return next(r.user for r in self.readers if (r.role, r.clearance) == (role, clearance))

    def check(self, road):
        """Ask one road for an open, a closed and a missing file, as different readers."""
        for role, clearance in (("clerk", 3), ("agent", 0), ("settings", 3), ("executive", 1)):
            user = self.reader(role, clearance)
            with self.subTest(role=role, clearance=clearance), mute_logger(*QUIET):
                given = road(user, self.open.id)
                self.assertEqual("WORD" in given, clearance >= 2, given[:500])
                closed, missing = road(user, self.closed.id), road(user, MISSING)
                self.assertNotIn("WORD", closed)
                self.assertEqual(
                    closed.replace(str(self.closed.id), "#"), missing.replace(str(MISSING), "#")
                )

    def login(self, user):
        self.authenticate(user.login, user.login.ljust(8, "x"))

    def test_remote_calls_of_the_client(self):
        self.check(self._call_kw)

    def _call_kw(self, user, id_):
        self.login(user)
        params = {"model": FILE, "method": "web_read", "args": [[id_]]}
        params["kwargs"] = {"specification": {"void_reason": {}}}
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        # Where in the program it was refused is the same too, but not line by line.
        return json.dumps(answer.get("result") or answer["error"]["data"]["message"])

    def test_xml_rpc(self):
        self.check(self._xml_rpc)

    def _xml_rpc(self, user, id_):
        password = user.login.ljust(8, "x")
        call = (self.env.cr.dbname, user.id, password, FILE, "search_read")
        domain = [[["id", "=", id_]], ["void_reason"]]
        found = self.xmlrpc_object.execute_kw(*call, domain)
        return str([row["void_reason"] for row in found])

    def test_json_of_an_action(self):
        self.check(self._json)

    def _json(self, user, id_):
        day = fields.Datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "x", day)
        self.env.flush_all()
        self.env["ir.config_parameter"].sudo().set_param("web.json.enabled", "True")
        response = self.url_open(
            f"/json/1/client-files/{id_}", headers={"Authorization": f"Bearer {key}"}
        )
        return f"{response.status_code} {'WORD' if 'WORD' in response.text else ''}"

    def test_a_document_by_its_address(self):
        self.check(self._document)

    def _document(self, user, id_):
        self.login(user)
        document = self.document.get(id_, MISSING)
        response = self.url_open(f"/web/content/csm.client.document/{document}/file")
        return f"{response.status_code} {'WORD' if response.content == b'WORD' else ''}"

    def test_a_picture_of_a_document(self):
        for id_ in (self.closed.id, MISSING):
            self.login(self.reader("clerk", 3))
            document = self.document.get(id_, MISSING)
            response = self.url_open(f"/web/image/csm.client.document/{document}/file")
            with self.subTest(id=id_):
                self.assertNotIn(b"WORD", response.content)

    def test_the_link_of_a_mail(self):
        self.login(self.reader("agent", 0))
        answers = [
            self.url_open(f"/mail/view?model={FILE}&res_id={id_}", allow_redirects=False)
            for id_ in (self.closed.id, MISSING)
        ]
        places = [answer.headers.get("Location", "") for answer in answers]
        self.assertEqual(*(answer.status_code for answer in answers))
        self.assertEqual(
            places[0].replace(str(self.closed.id), "#"), places[1].replace(str(MISSING), "#")
        )

    def test_an_export(self):
        self.check(self._export)

    def _export(self, user, id_):
        self.login(user)
        wanted = {
            "model": FILE,
            "fields": [{"name": "void_reason", "label": "x"}],
            "ids": [id_],
            "domain": [],
            "groupby": [],
            "import_compat": False,
        }
        data = {"data": json.dumps(wanted), "csrf_token": Request.csrf_token(self)}
        response = self.url_open("/web/export/csv", data=data)
        return f"{response.status_code} {'WORD' if 'WORD' in response.text else ''}"
