from odoo.http import Stream
from odoo.tests import tagged

from ..secrecy.secrecy_case import SecrecyCase

FILE = "csm.client.file"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsLog(SecrecyCase):
    """Whatever leaves a client file is on record, by whichever road, and who is refused it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.new_user("clerk", "group_file_clerk")
        cls.clerk.group_ids += cls.env.ref("base.group_allow_export")
        cls.cleared(cls.clerk, "3")
        cls.keepers = cls.env["csm.team"].create(
            {
                "name": "Files",
                "company_id": cls.company.id,
                "member_ids": [(6, 0, cls.clerk.ids)],
            }
        )
        customer = cls.env["res.partner"].create({"name": "Harbour Hotel", "is_company": True})
        File = cls.env[FILE].with_user(cls.clerk).with_company(cls.company)
        cls.file = File.create(
            {
                "partner_id": customer.id,
                "team_id": cls.keepers.id,
                "custodian_id": cls.clerk.id,
                "secrecy_level_id": cls.env.ref("csm.csm_secrecy_level_secret").id,
            }
        ).with_env(cls.env)
        cls.document = (
            cls.env["csm.client.document"]
            .with_user(cls.clerk)
            .create({"file_id": cls.file.id, "name": "Contract", "file": "eA=="})
            .with_env(cls.env)
        )

    def assertLogged(self, road, call, records=None):
        """Assert that a call leaves one entry about the file, or about a part of it."""
        records = records or self.file
        before = self.last_entry()
        call()
        entry = self.new_entries(before)
        self.assertEqual(entry.mapped("road"), [road])
        self.assertEqual((entry.res_model, entry.outcome), (records._name, "granted"))
        self.assertEqual((entry.login, entry.company_ref), (self.clerk.login, self.company.id))
        if road != "group":
            self.assertEqual(entry.record_refs, str(records.id))
            self.assertEqual(entry.numbers, self.file.number)

    def assertCallLogged(self, road, method, *args):
        self.assertLogged(road, lambda: self.rpc(self.clerk, FILE, method, *args))

    def test_every_call_that_hands_something_out_leaves_one_entry(self):
        ids, domain = self.file.ids, [("id", "=", self.file.id)]
        spec = {"number": {}, "partner_id": {"fields": {"display_name": {}}}}
        self.assertCallLogged("open", "web_read", ids, spec)
        self.assertCallLogged("open", "read", ids, ["state"])
        self.assertCallLogged("list", "web_search_read", domain, spec)
        self.assertCallLogged("list", "search_read", domain, ["state"])
        self.assertCallLogged("names", "name_search", self.file.number)
        self.assertCallLogged("group", "formatted_read_group", domain, ["state"], ["__count"])
        self.assertCallLogged("export", "export_data", ids, ["number", "relation"])
        self.assertCallLogged("form", "onchange", ids, {}, [], {"state": {}})
        self.assertCallLogged("change", "web_save", ids, {"relation": "ordinary"}, spec)

    def test_a_form_with_its_parts_leaves_one_entry_per_model(self):
        before = self.last_entry()
        spec = {"number": {}, "document_ids": {"fields": {"name": {}}}}
        self.rpc(self.clerk, FILE, "web_read", self.file.ids, spec)
        entries = self.new_entries(before)
        self.assertEqual(set(entries.mapped("res_model")), {FILE, "csm.client.document"})
        self.assertEqual(set(entries.mapped("numbers")), {self.file.number})
        self.assertEqual(len(entries), 2)

    def test_prints_are_logged(self):
        printing = self.env["ir.actions.report"].with_user(self.clerk).with_company(self.company)
        for road in ("_render_qweb_html", "_render_qweb_pdf"):
            with self.subTest(road=road):
                before = self.last_entry()
                getattr(printing, road)("csm.csm_client_file_card", self.file.ids)
                entries = self.new_entries(before).filtered(lambda entry: entry.road == "print")
                self.assertEqual(entries.filtered(lambda entry: entry.res_model == FILE).count, 1)

    def test_downloads_are_logged_by_record_and_by_attachment(self):
        document = self.document.with_user(self.clerk)
        binary = self.env["ir.binary"].with_user(self.clerk).with_company(self.company)
        stream = Stream(type="data", data=b"x", mimetype="text/plain", etag="x")
        self.patch(type(binary), "_record_to_stream", lambda *args: stream)
        found = binary._find_record(res_model=document._name, res_id=document.id)
        self.assertLogged("download", lambda: binary._get_stream_from(found, "file"), document)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id), ("id", "!=", 0)]
        )
        if attachment:
            self.assertLogged(
                "download",
                lambda: self.rpc(self.clerk, "ir.attachment", "read", attachment.ids, ["datas"]),
                document,
            )

    def test_whoever_is_refused_is_on_record_with_the_file(self):
        for method, args, road in (
            ("web_read", ({"number": {}},), "open"),
            ("read", (["number"],), "open"),
            ("write", ({"relation": "key"},), "change"),
            ("export_data", (["number"],), "export"),
            ("unlink", (), "delete"),
        ):
            with self.subTest(method=method):
                before = self.last_entry()
                self.assertTurnedAway(self.agent, FILE, method, self.file.ids, *args)
                entry = self.new_entries(before)
                self.assertEqual(entry.mapped("outcome"), ["refused"])
                self.assertEqual((entry.road, entry.login), (road, self.agent.login))
                self.assertEqual(entry.numbers, self.file.number)
        before = self.last_entry()
        self.assertTurnedAway(self.agent, FILE, "web_read", [2**31 - 1], {"number": {}})
        self.assertEqual(self.new_entries(before).record_refs, str(2**31 - 1))

    def test_a_search_that_finds_nothing_hands_nothing_out(self):
        before = self.last_entry()
        self.rpc(self.agent, FILE, "web_search_read", [], {"number": {}})
        self.assertFalse(self.new_entries(before))

    def test_touching_the_locks_is_logged_and_reported(self):
        told = self.env["mail.message"].search([], order="id desc", limit=1).id
        admin = self.people["admin"]
        model = self.env["ir.model"]._get(FILE)
        for name, line in (
            ("ir.rule", self.env["ir.rule"].search([("model_id", "=", model.id)], limit=1)),
            ("ir.model.access", model.access_ids[:1]),
        ):
            with self.subTest(name=name):
                before = self.last_entry()
                self.rpc(admin, name, "write", line.ids, {"active": False})
                entry = self.new_entries(before).filtered(lambda entry: entry.road == "rights")
                self.assertEqual((entry.res_model, entry.login), (name, admin.login))
                self.assertIn(FILE, entry.detail)
        messages = self.env["mail.message"].search([("id", ">", told)])
        self.assertIn(self.auditor.partner_id, messages.notified_partner_ids)
