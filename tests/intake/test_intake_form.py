import re
import time
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...controllers.intake import complaint_intake, csm_complaint
from ..common.csm_case_base import CsmBase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\x9d\xd5\x00"
    b"\x00\x00\x00IEND\xaeB`\x82"
)


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeForm(CsmBase, HttpCase):
    """The form on which anybody may complain without an account, over real HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.has_complaint_form = True
        cls.url = f"/csm/complaint/{cls.team.complaint_token}"
        cls.adopt("csm_regulation_s0_07")
        cls.company.csm_hotline = "400 820 2603"

    def setUp(self):
        super().setUp()
        # Whoever opened the form did so a minute ago; a window of the clock never ends meanwhile.
        self.age = 60
        shown = patch.object(csm_complaint.CsmComplaintController, "_stamp", self._old_stamp())
        shown.start()
        self.addCleanup(shown.stop)

    def _old_stamp(self):
        def stamp(controller, team):
            text = f"{int(time.time()) - self.age}.{time.monotonic_ns()}"
            return f"{text}.{controller._signature(team, text)}"

        return stamp

    def open(self, **headers):
        page = self.url_open(self.url, headers=headers)
        self.assertEqual(page.status_code, 200)
        return page.text

    def hidden(self, page, name):
        return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)

    def fill(self, page=None, **values):
        """Send the form as a browser would; returns the response."""
        page = page or self.open()
        files = values.pop("files", None)
        data = {
            "csrf_token": self.hidden(page, "csrf_token"),
            "stamp": self.hidden(page, "stamp"),
            "name": "Ms Zhou",
            "phone": "138 0000 1111",
            "email": "",
            "order_number": "A-7",
            "text": "Three bottles are corked.\nI want new ones.",
            "homepage": "",
            **values,
        }
        return self.url_open(self.url, data=data, files=files)

    def cases(self):
        self.env.invalidate_all()
        return self.env["csm.case"].search([("team_id", "=", self.team.id)])

    def assert_refused(self, sentence, **values):
        response = self.fill(**values)
        self.assertEqual(response.status_code, 422)
        self.assertIn(sentence, response.text)
        self.assertFalse(self.cases())
        return response.text

    def test_a_complaint_becomes_a_case_with_number_and_promise(self):
        response = self.fill(email="zhou@example.com")
        case = self.cases()
        self.assertEqual(response.status_code, 200)
        self.assertIn(f"{self.url}/thanks", response.url)
        self.assertIn(case.number, response.text)
        self.assertIn("You will have our reply by", response.text)
        self.assertIn("400 820 2603", response.text)
        self.assertEqual((case.kind, case.channel, case.state), ("complaint", "web", "new"))
        self.assertEqual(case.name, "Three bottles are corked.")
        self.assertIn("I want new ones.", case.description)
        self.assertEqual((case.partner_name, case.partner_phone), ("Ms Zhou", "138 0000 1111"))
        self.assertEqual((case.order_number, case.company_id), ("A-7", self.company))
        self.assertTrue(case.is_acknowledgement_due)
        self.assertTrue(case.sudo().deadline_ids)

    def test_the_confirmation_speaks_another_language_too(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        response = self.fill()
        link = re.search(r'href="(\?[^"]*lang=zh_TW)"', response.text).group(1)
        page = self.url_open(f"{self.url}/thanks{link.replace('&amp;', '&')}")
        self.assertIn(self.cases().number, page.text)
        self.assertIn('lang="zh-TW"', page.text)

    def test_sent_twice_is_one_complaint(self):
        page = self.open()
        first, second = self.fill(page), self.fill(page)
        self.assertEqual(len(self.cases()), 1)
        self.assertEqual(first.url, second.url)

    def test_nobody_else_reads_the_confirmation(self):
        url = self.fill().url
        self.opener.cookies.clear()
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self):
        page = self.assert_refused("Please enter your name.", name=" ", text="All of it leaked.")
        self.assertIn("All of it leaked.", page)
        self.assert_refused("a telephone number or an e-mail", phone="")
        self.assert_refused("like a telephone number", phone="call me")
        self.assert_refused("like an e-mail address", email="zhou(at)example")
        self.assert_refused("in a sentence or more", text="Bad")
        self.assert_refused("At most 5000 characters", text="x" * 5001)

    def test_markup_is_shown_as_text(self):
        evil = '"><script>alert(1)</script>'
        page = self.assert_refused("Please enter your name.", name="", text=evil, order_number=evil)
        self.assertNotIn("<script>alert(1)", page)
        self.fill(name=evil, text=f"{evil} {evil}")
        case = self.cases()
        self.assertNotIn("<script", case.description)
        self.assertEqual(case.partner_name, evil)

    # Files

    def test_pictures_come_along(self):
        files = [("files", ("cork.png", PNG, "image/png")), ("files", ("b.png", PNG, "image/png"))]
        self.fill(files=files)
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "csm.case"), ("res_id", "=", self.cases().id)]
        )
        self.assertEqual(set(attachments.mapped("name")), {"cork.png", "b.png"})
        self.assertEqual(set(attachments.mapped("mimetype")), {"image/png"})
        self.assertFalse(any(attachments.mapped("public")))

    def test_what_is_no_picture_is_refused_whatever_it_calls_itself(self):
        for name, content in (
            ("page.png", b"<html><script>alert(1)</script></html>"),
            ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
            ("tool.exe", b"MZ\x90\x00"),
        ):
            files = [("files", (name, content, "image/png"))]
            self.assert_refused("neither a picture nor a PDF", files=files)

    def test_files_are_few_and_small(self):
        self.assert_refused(
            "At most 5 files", files=[("files", (f"{n}.png", PNG, "image/png")) for n in range(6)]
        )
        big = PNG + b"\x00" * complaint_intake.MAX_FILE
        self.assert_refused("larger than 5 MB", files=[("files", ("big.png", big, "image/png"))])

    # Machines

    def test_the_field_nobody_sees_stays_empty(self):
        self.assert_refused("not shown", homepage="http://spam.example")

    def test_nobody_fills_it_in_within_two_seconds_or_after_a_day(self):
        # Slow as the machine may be, this form was opened only now.
        self.age = -60
        self.assert_refused("very fast")
        self.age = csm_complaint.LONGEST + 5
        self.assert_refused("open for too long")
        self.assert_refused("open for too long", stamp="1.x.y")

    def test_a_stamp_of_another_team_does_not_count(self):
        other = self.env["csm.team"].create(
            {"name": "Dock", "company_id": self.company.id, "has_complaint_form": True}
        )
        page = self.url_open(f"/csm/complaint/{other.complaint_token}").text
        self.assert_refused("open for too long", stamp=self.hidden(page, "stamp"))

    @mute_logger("odoo.http")
    def test_another_site_cannot_send_it(self):
        page = self.open()
        response = self.fill(page, csrf_token="x")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.cases())

    def test_one_person_and_one_place_send_only_so_many(self):
        for index in range(csm_complaint.PER_PERSON):
            self.fill(email="zhou@example.com", phone=f"021 55{index}")
        self.assertEqual(len(self.cases()), csm_complaint.PER_PERSON)
        late = self.fill(email="ZHOU@example.com", phone="021 999")
        if late.status_code == 422:
            self.assertIn("very many messages", late.text)
            self.assertEqual(len(self.cases()), csm_complaint.PER_PERSON)
        for index in range(csm_complaint.PER_ADDRESS + 1):
            self.fill(phone=f"021 77{index}")
        self.assertLessEqual(len(self.cases()), csm_complaint.PER_ADDRESS + 1)

    # Which form

    def test_no_form_no_page(self):
        for token in ("x", "x" * 500, "../web", self.team.complaint_token + "x"):
            self.assertEqual(self.url_open(f"/csm/complaint/{token}").status_code, 404)
        self.team.has_complaint_form = False
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_a_manager_changes_the_address(self):
        for user in (self.agent, self.leader):
            with self.assertRaises(AccessError):
                self.team.with_user(user).action_renew_complaint_token()
        self.team.with_user(self.manager).action_renew_complaint_token()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertIn(self.team.complaint_token, self.team.complaint_url)
        path = f"/{self.team.complaint_url.split('/', 3)[-1]}"
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_nobody_frames_or_keeps_the_page(self):
        headers = self.url_open(self.url).headers
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])

    # Languages

    def test_the_form_speaks_the_language_of_the_browser(self):
        for code in ("zh_CN", "zh_TW"):
            self.env["res.lang"]._activate_lang(code)
        for accepted, code in (
            ("zh-CN,zh;q=0.9", "zh-CN"),
            ("zh-TW", "zh-TW"),
            ("zh-HK", "zh-TW"),
            ("en-GB", "en-US"),
            ("fr-FR", "en-US"),
        ):
            self.opener.cookies.clear()
            page = self.open(**{"Accept-Language": accepted})
            self.assertIn(f'lang="{code}"', page, accepted)

    def test_a_language_may_be_chosen(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        page = self.url_open(f"{self.url}?lang=zh_TW").text
        self.assertIn('lang="zh-TW"', page)
        self.assertIn('lang="zh-TW"', self.open())
        self.assertIn('lang="zh-TW"', self.url_open(f"{self.url}?lang=xx_XX").text)
