import json

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_case import PNG, PortalCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakePortalAccess(PortalCase):
    """The roads on which a customer might reach what is not theirs, or what is internal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.case_of(cls.stranger, name="Broken glass")
        cls.note = cls.case.with_user(cls.agent).message_post(
            body="The customer is difficult",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            attachments=[("secret.png", PNG)],
        )
        cls.letter = cls.case.with_user(cls.agent).message_post(
            body="We look into it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.zhou.partner_id.ids,
            attachments=[("letter.png", PNG)],
        )
        # What colleagues tell each other, although Odoo would call it a comment.
        cls.talk = cls.case.with_user(cls.agent).message_post(
            body="Between us", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        cls.case.write({"cause": "Cheap corks", "plan": "Say nothing", "decision": "Refuse"})
        cls.case.message_subscribe(cls.zhou.partner_id.ids)
        cls.internal = (
            "The customer is difficult",
            "Between us",
            "secret.png",
            "Cheap corks",
            "Say nothing",
            "Refuse",
            "Agent",
            "Front Desk",
        )

    def test_nothing_internal_stands_on_the_page(self):
        self.case.severity = "very_serious"
        self.log_in(self.zhou)
        page = self.open(self.path()).text.split("<main")[1]
        self.assertIn("We look into it", page)
        self.assertIn("letter.png", page)
        for text in self.internal:
            self.assertNotIn(text, page)

    def test_names_of_staff_only_where_the_company_shows_them(self):
        self.company.csm_portal_names = True
        self.log_in(self.zhou)
        self.assertIn("Agent", self.open(self.path()).text)

    def test_only_listed_values_reach_the_page(self):
        self.assertEqual(
            set(self.case._portal_values()) - {"proposals"},
            {
                *("id", "number", "name", "description", "demand", "order_number", "company"),
                *("received", "closed", "state", "states", "is_over", "is_void", "promise"),
                *("messages", "files", "hotline", "letter"),
                *("may_rate", "satisfaction", "satisfaction_note"),
            },
        )

    def test_the_case_of_another_is_as_if_it_were_not_there(self):
        self.log_in(self.zhou)
        for tail in ("", f"/files/{self.letter.attachment_ids.id}", "/letter"):
            other = self.open(self.path(self.other, tail), 404).text
            none = self.open(f"/my/complaints/99999999{tail}", 404).text
            other = other.replace(self.path(self.other), "/my/complaints/99999999")
            self.assertEqual(len(other), len(none))
        answer = self.send(self.path(self.other, "/write"), "/my/complaints/new", text="Hello")
        self.assertEqual(answer.status_code, 404)
        answer = self.send(self.path(self.other, "/rate"), "/my/complaints/new", stars="1")
        self.assertEqual(answer.status_code, 404)
        self.log_in(self.stranger)
        self.open(self.path(), 404)

    def test_files_of_notes_are_out_of_reach(self):
        secret, letter = self.note.attachment_ids, self.letter.attachment_ids
        self.log_in(self.zhou)
        self.open(self.path(tail=f"/files/{letter.id}"))
        self.open(self.path(tail=f"/files/{secret.id}"), 404)
        for file in secret | letter:
            self.open(f"/web/content/{file.id}", 404)
            self.open(f"/web/image/{file.id}?download=1", 404)
            self.open(f"/web/content?model=ir.attachment&id={file.id}&field=datas", 404)

    @mute_logger("odoo.http")
    def test_no_road_of_odoo_reads_the_messages(self):
        self.log_in(self.zhou)
        mine = {"thread_model": "csm.case", "thread_id": self.case.id}
        roads = [
            ("/mail/chatter_fetch", mine),
            ("/mail/chatter_fetch", {**mine, "token": "x"}),
            ("/mail/chatter_fetch", {**mine, "token": self.link()}),
            ("/portal/chatter_init", {**mine, "token": "x", "hash": "x", "pid": 1}),
            ("/mail/thread/messages", mine),
            ("/mail/thread/recipients", mine),
            (
                "/mail/data",
                {"fetch_params": [["mail.thread", {**mine, "request_list": ["messages"]}]]},
            ),
            ("/mail/message/post", {**mine, "post_data": {"body": "I was here"}}),
            (
                "/mail/message/update_content",
                {"message_id": self.letter.id, "update_data": {"body": "Changed"}},
            ),
            (
                "/mail/message/reaction",
                {"message_id": self.letter.id, "content": "x", "action": "add"},
            ),
        ]
        for road, params in roads:
            answer = self.url_open(
                road,
                data=json.dumps({"jsonrpc": "2.0", "params": params}),
                headers={"Content-Type": "application/json"},
            ).text
            for text in (*self.internal, "We look into it", "Corked"):
                self.assertNotIn(text, answer, road)
        self.env.invalidate_all()
        self.assertIn("We look into it", self.letter.body)
        self.assertNotIn("I was here", str(self.case.message_ids.mapped("body")))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_no_remote_call_reads_or_changes(self):
        self.case._portal_write("Mine")
        mine = self.case.message_ids.filtered(lambda m: m.author_id == self.zhou.partner_id)
        self.assertTrue(mine)
        self.log_in(self.zhou)
        ids, messages = self.case.ids, (mine | self.letter).ids
        calls = [
            ("csm.case", "read", [ids]),
            ("csm.case", "search_read", [[]]),
            ("csm.case", "name_search", [""]),
            ("csm.case", "formatted_read_group", [[], [], ["__count"]]),
            ("csm.case", "export_data", [ids, ["name"]]),
            ("csm.case", "message_post", [ids]),
            ("csm.case", "action_send_portal_link", [ids]),
            ("csm.case", "action_end_portal_link", [ids]),
            ("csm.case", "action_close", [ids]),
            ("csm.portal.link", "search_read", [[]]),
            ("csm.portal.link", "create", [[{"case_id": ids[0], "address": "x"}]]),
            ("mail.message", "read", [messages]),
            ("mail.message", "write", [messages, {"body": "Changed"}]),
            ("mail.message", "unlink", [messages]),
            ("mail.message", "create", [[{"model": "csm.case", "res_id": ids[0], "body": "Hi"}]]),
            ("ir.attachment", "read", [self.letter.attachment_ids.ids]),
            ("res.users", "name_search", ["Agent"]),
            ("mail.activity", "search_read", [[]]),
            ("mail.followers", "search_read", [[]]),
            ("rating.rating", "search_read", [[]]),
        ]
        for model, method, args in calls:
            with self.subTest(model=model, method=method):
                self._assert_nothing(model, method, args)
        self.env.invalidate_all()
        self.assertIn("Mine", mine.body)
        found = self._call("mail.message", "search_read", [[("model", "=", "csm.case")], ["body"]])
        self.assertEqual(found.get("result"), [])

    def _call(self, model, method, args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def _assert_nothing(self, model, method, args):
        answer = self._call(model, method, args)
        self.assertTrue("error" in answer or not answer["result"], answer)

    @mute_logger("odoo.http")
    def test_no_report_prints_it(self):
        self.log_in(self.zhou)
        reports = self.env["ir.actions.report"].search([("report_name", "=like", "csm.%")])
        self.assertTrue(reports)
        for report in reports:
            for kind in ("html", "text"):
                page = self.url_open(f"/report/{kind}/{report.report_name}/{self.case.id}")
                self.assertNotIn("Cheap corks", page.text, report.report_name)
                self.assertNotIn("Corked bottles", page.text, report.report_name)

    def test_the_back_office_is_closed(self):
        self.log_in(self.zhou)
        for path in (f"/odoo/csm.case/{self.case.id}", "/odoo/action-csm.csm_case_action"):
            self.assertNotIn("Corked bottles", self.url_open(path).text)
        page = self.url_open(f"/mail/view?model=csm.case&res_id={self.case.id}")
        self.assertNotIn("Cheap corks", page.text)

    def test_the_reply_letter_is_theirs_once_they_were_told(self):
        self.log_in(self.zhou)
        self.case.reply_text = "We are sorry about the corks."
        self.open(self.path(tail="/letter"), 404)
        self.case.with_user(self.agent).action_register()
        self.case.with_user(self.agent).action_reply()
        self.assertIn("/letter", self.open(self.path()).text)
        letter = self.open(self.path(tail="/letter")).text
        self.assertIn("We are sorry about the corks.", letter)
        for text in ("Agent", "Cheap corks", "Refuse"):
            self.assertNotIn(text, letter)
        self.open(self.path(self.other, "/letter"), 404)

    # The second day

    def test_a_merged_case_shows_the_one_it_goes_on_in(self):
        second = self.case_of(self.zhou, name="The same again")
        second.with_user(self.leader)._merge(self.case.with_user(self.leader), "Same")
        self.log_in(self.zhou)
        self.assertIn("The same again", self.open(self.path()).text)
        self.assertNotIn("Corked bottles", self.open("/my/complaints").text)

    def test_merged_into_the_case_of_another_customer_shows_nothing_of_it(self):
        self.other.with_user(self.leader)._merge(self.case.with_user(self.leader), "Same")
        self.log_in(self.zhou)
        page = self.open(self.path()).text
        self.assertNotIn("Broken glass", page)
        self.assertNotIn(self.other.number, page)
        self.assertIn("Handled together with another matter", page)
        self.log_in(self.stranger)
        self.assertNotIn("We look into it", self.open(self.path(self.other)).text)

    def test_a_void_case_says_so_without_the_reason(self):
        self.case.write({"void_reason": "A crank"})
        self.case.action_void()
        self.log_in(self.zhou)
        page = self.open(self.path()).text
        self.assertIn("Not pursued further", page)
        self.assertNotIn("A crank", page)
        answer = self.send(self.path(tail="/rate"), self.path(), stars="1")
        self.assertIn("once we are done", answer.text)

    def test_an_incident_of_ours_is_no_complaint_of_theirs(self):
        case = self.case_of(self.zhou, name="Plant fire", kind="incident")
        self.log_in(self.zhou)
        self.assertNotIn("Plant fire", self.open("/my/complaints").text)
        self.open(self.path(case), 404)

    def test_the_case_of_another_company_is_shown_under_its_name(self):
        lab = self.new_company("Testlabor")
        case = (
            self.env["csm.case"]
            .with_company(lab)
            .create(
                {
                    "name": "Wrong result",
                    "company_id": lab.id,
                    "team_id": False,
                    "partner_id": self.zhou.partner_id.id,
                    "partner_name": "Zhou Min",
                }
            )
        )
        self.log_in(self.zhou)
        self.assertIn("Testlabor", self.open("/my/complaints").text)
        self.assertIn("Testlabor", self.open(self.path(case)).text)

    def test_only_a_supervisor_lets_somebody_speak_for_a_company(self):
        with self.assertRaises(UserError):
            self.zhou.partner_id.with_user(self.agent).csm_speaks_for_company = True

    def test_nobody_writes_what_the_customer_said(self):
        for name, value in (("satisfaction", 5), ("rated_at", "2026-03-02 08:00:00")):
            with self.assertRaises(UserError):
                self.case.with_user(self.manager).write({name: value})
