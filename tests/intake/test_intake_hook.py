import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.csm_case_base import CsmBase

URL = "/csm/hook/v1/contact"


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeHook(CsmBase, HttpCase):
    """What a telephone system may write by the web hook, and what is refused, over real HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.robot = cls.new_user("robot", "group_agent")
        cls.hook = cls.env["csm.hook"].create(
            {
                "name": "Telephones",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "user_id": cls.robot.id,
                "calls_per_minute": 1000,
            }
        )
        cls.key = cls.hook.with_user(cls.manager)._make_key()
        cls.adopt("csm_regulation_s1_08")

    def send(self, payload, key=None, **options):
        """Post a message with a key; returns ``(status, body)``."""
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        if key is not False:
            headers["Authorization"] = f"Bearer {key or self.key}"
        data = payload if isinstance(payload, str | bytes) else json.dumps(payload)
        self.response = self.url_open(URL, data=data, headers=headers, method="POST", **options)
        self.env.invalidate_all()
        return self.response.status_code, self.response.json()

    def contacts(self):
        return self.env["csm.contact"].search([("company_id", "=", self.company.id)])

    def assert_refused(self, status, code, payload, **options):
        before = len(self.contacts())
        found, body = self.send(payload, **options)
        self.assertEqual((found, body["error"]), (status, code))
        self.assertEqual(set(body), {"error", "message"})
        self.assertTrue(body["message"])
        self.assertEqual(len(self.contacts()), before)
        return body["message"]

    # What goes through

    def test_a_call_rings_is_answered_and_ends(self):
        ring = {"event": "ringing", "external_id": "c-1", "phone": "+86 138 0000 1111"}
        status, body = self.send(ring)
        contact = self.contacts()
        self.assertEqual((status, body), (201, {"number": contact.number, "created": True}))
        self.assertEqual(
            (contact.state, contact.channel, contact.team_id), ("new", "phone", self.team)
        )
        self.assertEqual((contact.hook_id, contact.is_measured), (self.hook, True))
        self.assertFalse(contact.first_responder_id)

        answered = {**ring, "event": "answered", "rings": 4, "waiting_seconds": 17}
        status, body = self.send({**answered, "agent": self.agent.login})
        self.assertEqual((status, body), (200, {"number": contact.number, "created": False}))
        self.assertEqual((contact.rings, contact.waiting_seconds), (4, 17))
        self.assertEqual((contact.first_responder_id, contact.user_id), (self.agent, self.agent))
        self.assertEqual(contact.missed_rule_ids.article_id.mapped("catalog_ids"), ["S1-08-02"])

        self.send({"event": "ended", "external_id": "c-1"})
        self.assertTrue(contact.ended_at)
        self.assertEqual((contact.state, contact.outcome), ("new", False))

    def test_who_hangs_up_before_anybody_answers_is_seen(self):
        self.send({"event": "ringing", "external_id": "c-2", "phone": "021 5555"})
        self.send({"event": "ended", "external_id": "c-2", "rings": 7})
        self.assertEqual(self.contacts().outcome, "abandoned")
        self.assertEqual(self.contacts().missed_count, 1)

    def test_the_same_message_twice_is_one_contact(self):
        message = {"event": "message", "external_id": "m-1", "channel": "chat", "text": "Hello?"}
        first = self.send({**message, "platform": "QQ", "reply_seconds": 9})
        second = self.send({**message, "platform": "QQ", "reply_seconds": 9})
        self.assertEqual((first[0], second[0]), (201, 200))
        self.assertEqual(first[1]["number"], second[1]["number"])
        contact = self.contacts()
        self.assertEqual((contact.channel, contact.platform), ("chat", "QQ"))
        self.assertEqual(contact.question, "Hello?")

    def test_what_a_person_wrote_stays(self):
        self.send(
            {"event": "ringing", "external_id": "c-3", "phone": "021 5555", "name": "Unknown"}
        )
        contact = self.contacts()
        kind = self.env.ref("csm.csm_contact_kind_inquiry").id
        mine = {"partner_name": "Ms Zhou", "question": "Which cork?", "kind_id": kind}
        contact.with_user(self.agent).write(mine)
        self.send({"event": "answered", "external_id": "c-3", "name": "Other", "text": "Other"})
        self.assertEqual((contact.partner_name, contact.question), ("Ms Zhou", "Which cork?"))
        contact.with_user(self.agent).action_close()
        self.send({"event": "ended", "external_id": "c-3", "rings": 9})
        self.assertEqual(contact.rings, 0)

    def test_a_moment_of_the_system_counts(self):
        begun = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=1)
        text = fields.Datetime.to_string(begun)
        self.send({"event": "ringing", "external_id": "c-4", "started_at": text})
        self.assertEqual(self.contacts().started_at, begun)

    def test_markup_is_kept_as_text(self):
        evil = "<script>alert(1)</script>"
        self.send({"event": "message", "external_id": "m-2", "channel": "web", "text": evil})
        contact = self.contacts()
        self.assertEqual(contact.question, evil)
        contact.kind_id = self.env.ref("csm.csm_contact_kind_complaint")
        case_id = contact.with_user(self.manager).action_make_case()["res_id"]
        self.assertNotIn("<script", self.env["csm.case"].browse(case_id).description)

    # Keys

    @mute_logger("odoo.http")
    def test_without_a_valid_key_nothing_is_said(self):
        ring = {"event": "ringing", "external_id": "c-5"}
        for key in (False, "x", "0" * 40, self.key[:-1] + "x", self.key + "x"):
            self.assert_refused(401, "unauthorized", ring, key=key)
            self.assertIn("Bearer", self.response.headers["WWW-Authenticate"])

    def test_a_key_of_another_scope_opens_nothing(self):
        keys = self.env["res.users.apikeys"].with_user(self.robot).sudo()
        expires = fields.Datetime.now() + timedelta(days=1)
        ring = {"event": "ringing", "external_id": "c-6"}
        other = keys._generate("rpc", "Other", expires)
        self.assert_refused(401, "unauthorized", ring, key=other)
        wide = keys._generate(None, "Everything", expires)
        self.assert_refused(403, "key_too_wide", ring, key=wide)

    def test_a_key_of_the_hook_opens_nothing_else(self):
        found = self.url_open(
            "/json/2/res.partner/search_read",
            data=json.dumps({"domain": [], "fields": ["name"]}),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )
        self.assertEqual(found.status_code, 401)

    def test_a_key_taken_back_ends(self):
        self.hook.with_user(self.manager).action_drop_keys()
        self.assert_refused(401, "unauthorized", {"event": "ringing", "external_id": "c-7"})
        with self.assertRaisesRegex(UserError, "has no key"):
            self.hook.with_user(self.manager).action_drop_keys()

    def test_an_archived_system_is_refused(self):
        self.hook.active = False
        self.assert_refused(403, "no_system", {"event": "ringing", "external_id": "c-8"})

    def test_only_a_manager_of_the_company_makes_keys(self):
        other = self.new_company("Testlabor")
        abroad = self.new_user("abroad", "group_manager", company=other)
        for user in (self.agent, self.leader, abroad):
            with self.assertRaises(AccessError):
                self.hook.with_user(user)._make_key()

    # Another company

    def test_another_companys_system_sees_nothing_of_ours(self):
        other = self.new_company("Testlabor")
        robot = self.new_user("robot2", "group_agent", company=other)
        team = self.env["csm.team"].create({"name": "Lab", "company_id": other.id})
        hook = self.env["csm.hook"].create(
            {"name": "Lab", "company_id": other.id, "team_id": team.id, "user_id": robot.id}
        )
        boss = self.new_user("boss", "group_manager", company=other)
        key = hook.with_user(boss)._make_key()
        ring = {"event": "ringing", "external_id": "c-9", "phone": "021 5555"}
        self.send(ring)
        status, body = self.send({**ring, "name": "Spy"}, key=key)
        self.assertEqual((status, body["created"]), (201, True))
        self.assertFalse(self.contacts().partner_name)
        theirs = self.env["csm.contact"].search([("company_id", "=", other.id)])
        self.assertEqual((theirs.hook_id, theirs.team_id), (hook, team))
        message = self.assert_refused(422, "refused", {**ring, "agent": self.agent.login}, key=key)
        self.assertNotIn(self.agent.name, message)

    # Nonsense

    def test_every_value_is_checked(self):
        good = {"event": "ringing", "external_id": "c-10"}
        for wrong in (
            {"event": "explode"},
            {"event": None},
            {"external_id": ""},
            {"external_id": 7},
            {"external_id": "x" * 201},
            {"channel": "telepathy"},
            {"direction": "sideways"},
            {"rings": -1},
            {"rings": "3"},
            {"rings": True},
            {"rings": 1.5},
            {"waiting_seconds": 10**12},
            {"phone": ["1"]},
            {"phone": "1" * 65},
            {"text": "x" * 20_001},
            {"agent": "nobody"},
            {"agent": {"login": "x"}},
            {"started_at": "yesterday"},
            {"started_at": "2001-01-01 00:00:00"},
            {"started_at": "2999-01-01 00:00:00"},
            {"started_at": 5},
            {"state": "closed"},
            {"company_id": 1},
        ):
            with self.subTest(wrong=wrong):
                self.assert_refused(422, "refused", {**good, **wrong})
        self.assertEqual(self.send(good)[0], 201)

    def test_what_is_no_json_object_is_refused(self):
        for raw in ("", "{", "[1]", "7", '"x"', b"\xff\xfe", "[" * 50_000):
            self.assert_refused(400, "malformed", raw)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assert_refused(415, "not_json", "event=ringing", headers=form)

    @mute_logger("odoo.http")
    def test_a_body_of_a_megabyte_is_refused(self):
        huge = {"event": "message", "external_id": "m-9", "text": "x" * 1_000_000}
        before = len(self.contacts())
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        response = self.url_open(URL, data=json.dumps(huge), headers=headers)
        self.assertEqual(response.status_code, 413)
        self.assertEqual(len(self.contacts()), before)

    def test_only_posts_are_answered(self):
        response = self.url_open(URL, headers={"Authorization": f"Bearer {self.key}"})
        self.assertIn(response.status_code, (404, 405))

    # Floods

    def test_what_comes_too_fast_is_asked_to_come_later(self):
        self.hook.calls_per_minute = 3
        statuses = [
            self.send({"event": "ringing", "external_id": f"f-{index}"})[0] for index in range(6)
        ]
        # A minute may turn over in between.
        self.assertIn(429, statuses)
        self.assertLessEqual(statuses.count(201), 4)
        if self.response.status_code == 429:
            self.assertLessEqual(int(self.response.headers["Retry-After"]), 60)
            self.assertEqual(self.response.json()["error"], "too_many_requests")

    @mute_logger("odoo.http")
    def test_wrong_keys_are_guessed_slowly(self):
        statuses = {
            self.send({"event": "ringing", "external_id": "g"}, key=f"{index:040}")[0]
            for index in range(45)
        }
        self.assertEqual(statuses, {401, 429})
        self.assertEqual(self.send({"event": "ringing", "external_id": "g-2"})[0], 201)

    def test_windows_hold_no_key_and_go_away(self):
        self.send({"event": "ringing", "external_id": "w-1"})
        windows = self.env["csm.hook.window"].search([])
        self.assertTrue(windows)
        for window in windows:
            self.assertNotIn(self.key[:8], window.bucket)
        windows[0].window_at = fields.Datetime.now() - timedelta(days=3)
        self.env["csm.hook.window"]._gc_windows()
        self.assertFalse(windows[0].exists())

    def test_the_log_holds_neither_key_nor_what_was_said(self):
        with self.assertLogs("odoo.addons.csm", level="DEBUG") as log:
            self.send({"event": "message", "external_id": "l-1", "text": "secret-words"})
        text = "\n".join(log.output)
        for secret in (self.key, self.key[:8], "secret-words"):
            self.assertNotIn(secret, text)
