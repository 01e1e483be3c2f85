import json
from hashlib import sha1
from unittest import skipUnless
from urllib.parse import urlencode

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged

from ...tools import pdf
from .form_case import COVER, FormCase
from .proves import proves

REFUSAL = "does not leave the house"
OPTIONS = '{"force_report_rendering": true}'


class RoadsCase(FormCase):
    """A printed internal form, sent in again under another name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ms Zhou", "email": "zhou@customer.example"}
        )
        cls.record = cls.env["csm.team"].create({"name": "Cellar", "company_id": cls.company.id})
        cls.case = cls.new_case(partner_id=cls.customer.id)
        cls.note = cls.env.ref("mail.mt_note").id
        cls.comment = cls.env.ref("mail.mt_comment").id

    def setUp(self):
        super().setUp()
        self.content = self.pdf()
        self.file = self.upload()

    def upload(self, name="Re scan 0042.pdf", user=None, **values):
        """Send the same bytes in again, under another name."""
        Attachment = self.env["ir.attachment"].with_user(user or self.agent)
        values = {"res_model": "csm.case", "res_id": self.case.id, **values}
        return Attachment.create(self.file_vals(self.content, name, **values))

    def rpc(self, model, method, *args, **kwargs):
        env = self.env(user=self.agent, context={"allowed_company_ids": self.company.ids}, su=False)
        return call_kw(env[model], method, list(args), kwargs)

    def refused(self):
        return self.assertRaisesRegex(UserError, REFUSAL)

    def post(self, **values):
        case = self.case.with_user(self.agent)
        return case.message_post(body="See", attachment_ids=self.file.ids, **values)


@tagged("post_install", "-at_install", "csm", "csm_common")
@skipUnless(pdf.is_here(), "WeasyPrint is not installed")
class TestCommonFormRoads(RoadsCase):
    """A printed internal form leaves by no road of the system, under no name."""

    # What stays possible

    def test_colleagues_read_it_in_an_internal_note(self):
        message = self.post(subtype_id=self.note)
        self.assertEqual(message.attachment_ids, self.file)
        self.post(subtype_id=self.note, partner_ids=self.leader.partner_id.ids)

    def test_a_mail_to_a_colleague_may_carry_it(self):
        vals = {"attachment_ids": [(4, self.file.id)], "body_html": "x"}
        Mail = self.env["mail.mail"].sudo()
        self.assertTrue(Mail.create({**vals, "email_to": self.leader.email}))
        self.assertTrue(Mail.create({**vals, "recipient_ids": [(4, self.leader.partner_id.id)]}))

    def test_another_file_and_a_form_for_customers_go_out(self):
        self.kind.audience = "customer"
        self.content = self.pdf()
        letter = self.upload()
        self.file = letter
        self.assertTrue(self.post(subtype_id=self.comment, partner_ids=self.customer.ids))
        self.assertTrue(letter.generate_access_token())

    def test_an_ordinary_message_costs_no_query(self):
        Print = self.env.registry["csm.form.print"]
        asked = []
        self.patch(
            self.env.registry["ir.attachment"],
            "_internal_form",
            lambda files: asked.append(files.ids),
        )
        self.case.with_user(self.agent).message_post(body="Hello", subtype_id=self.comment)
        self.case.with_user(self.agent).message_post(body="Hello", subtype_id=self.note)
        self.assertFalse(asked)
        self.assertTrue(Print)

    def test_a_file_costs_one_indexed_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.file._internal_form()
        self.env.cr.execute("SET LOCAL enable_seqscan TO off")
        self.env.cr.execute(
            "EXPLAIN SELECT 1 FROM csm_form_print WHERE checksum = 'x' AND is_internal"
        )
        plan = " ".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("csm_form_print_internal_file", plan)

    # Roads out

    @proves("S2-09-24", "S1-04-30")
    def test_it_is_not_sent_to_a_customer(self):
        with self.refused():
            self.post(subtype_id=self.comment)
        for values in (
            {"subtype_id": self.note, "partner_ids": self.customer.ids},
            {"subtype_id": self.comment, "partner_ids": self.customer.ids},
            {"subtype_id": self.note, "outgoing_email_to": "zhou@customer.example"},
        ):
            with self.subTest(values=values), self.refused():
                self.post(**values)

    def test_it_is_not_sent_over_rpc(self):
        with self.refused():
            self.rpc(
                "csm.case",
                "message_post",
                self.case.ids,
                body="See",
                attachment_ids=self.file.ids,
                subtype_xmlid="mail.mt_comment",
            )
        with self.refused():
            self.rpc(
                "csm.case",
                "message_notify",
                self.case.ids,
                body="See",
                partner_ids=self.customer.ids,
                attachment_ids=self.file.ids,
            )

    def test_a_note_does_not_become_a_comment(self):
        message = self.post(subtype_id=self.note)
        for values in (
            {"subtype_id": self.comment},
            {"partner_ids": [(4, self.customer.id)]},
        ):
            with self.subTest(values=values), self.refused():
                message.write(values)
        plain = self.case.with_user(self.agent).message_post(body="x", subtype_id=self.comment)
        with self.refused():
            plain.write({"attachment_ids": [(4, self.file.id)]})

    def test_the_composer_refuses_it(self):
        Composer = self.env["mail.compose.message"].with_user(self.agent)
        for mode in ("comment", "mass_mail"):
            with self.subTest(mode=mode), self.refused():
                Composer.create(
                    {
                        "composition_mode": mode,
                        "model": "csm.case",
                        "res_ids": str(self.case.ids),
                        "partner_ids": [(4, self.customer.id)],
                        "subject": "x",
                        "body": "x",
                        "email_from": "desk@example.com",
                        "attachment_ids": [(4, self.file.id)],
                    }
                )._action_send_mail()

    def test_a_mail_does_not_carry_it(self):
        Mail = self.env["mail.mail"].sudo()
        vals = {"attachment_ids": [(4, self.file.id)], "body_html": "x"}
        for to in (
            {"email_to": "zhou@customer.example"},
            {"email_cc": f"{self.leader.email}, zhou@customer.example"},
            {"recipient_ids": [(4, self.customer.id)]},
        ):
            with self.subTest(to=to), self.refused():
                Mail.create({**vals, **to})
        mail = Mail.create({**vals, "email_to": self.leader.email})
        with self.refused():
            mail.write({"email_to": "zhou@customer.example"})

    def test_no_link_opens_it(self):
        with self.refused():
            self.rpc("ir.attachment", "generate_access_token", self.file.ids)
        for values in ({"public": True}, {"access_token": "x"}):
            with self.subTest(values=values):
                with self.refused():
                    self.rpc("ir.attachment", "write", self.file.ids, values)
                with self.refused():
                    self.upload(**values)

    def test_a_file_sent_before_does_not_become_one(self):
        harmless = self.env["ir.attachment"].with_user(self.agent)
        values = {"res_model": "csm.case", "res_id": self.case.id}
        harmless = harmless.create(self.file_vals(b"Hello", "letter.txt", **values))
        case = self.case.with_user(self.agent)
        case.message_post(body="x", attachment_ids=harmless.ids, subtype_id=self.comment)
        with self.refused():
            harmless.write(self.file_vals(self.content))
        opened = harmless.create(self.file_vals(b"Hello", "letter.txt", **values))
        opened.generate_access_token()
        with self.refused():
            opened.write({"raw": self.content})

    def test_a_channel_with_a_customer_does_not_get_it(self):
        Channel = self.env["discuss.channel"].with_user(self.agent)
        file = self.upload(res_model=False, res_id=False)
        post = {"body": "x", "attachment_ids": file.ids, "subtype_xmlid": "mail.mt_comment"}
        inside = Channel._create_group(partners_to=self.leader.partner_id.ids)
        self.assertTrue(inside.message_post(message_type="comment", **post))
        outside = Channel._create_group(partners_to=self.customer.ids)
        with self.refused():
            outside.message_post(message_type="comment", **post)


@tagged("post_install", "-at_install", "csm", "csm_common")
@skipUnless(pdf.is_here(), "WeasyPrint is not installed")
class TestCommonFormRoutes(RoadsCase, HttpCase):
    """The routes hand out what is logged, and to nobody outside."""

    def test_the_routes_log_the_bytes_they_hand_out(self):
        self.authenticate(self.agent.login, self.agent.login)
        for number, road in enumerate((self._by_url, self._by_download), start=2):
            with self.subTest(road=road.__name__):
                content = road()
                self.assertTrue(content.startswith(b"%PDF"), content[:300])
                self.env.invalidate_all()
                row = self.prints()[-1]
                self.assertEqual(len(self.prints()), number)
                self.assertEqual(row.checksum, sha1(content).hexdigest())

    def _by_url(self):
        url = f"/report/pdf/{COVER}/{self.form.id}?context={OPTIONS}"
        return self.url_open(url).content

    def _by_download(self):
        url = f"/report/pdf/{COVER}/{self.form.id}?context={OPTIONS}"
        data = json.dumps([url, "qweb-pdf"])
        query = urlencode({"data": data, "context": OPTIONS})
        return self.url_open(f"/report/download?{query}").content

    def test_a_page_for_the_screen_is_logged_too(self):
        self.authenticate(self.agent.login, self.agent.login)
        content = self.url_open(f"/report/html/{COVER}/{self.form.id}").content
        self.env.invalidate_all()
        self.assertEqual(self.prints()[-1].checksum, sha1(content).hexdigest())

    def test_nobody_outside_downloads_it(self):
        portal = new_test_user(
            self.env, login="csm_zhou", groups="base.group_portal", partner_id=self.customer.id
        )
        # A record a portal user may read: the own address.
        file = self.upload(user=self.executive, res_model=False, res_id=False)
        file.sudo().write({"res_model": "res.partner", "res_id": self.customer.id})
        token = file.sudo()._get_raw_access_token()
        for login in (portal.login, None):
            self.authenticate(login, login)
            for url in (f"/web/content/{file.id}", f"/web/content/{file.id}?access_token={token}"):
                with self.subTest(login=login, url=url[:30]):
                    self.assertNotIn(b"%PDF", self.url_open(url).content)
        self.authenticate(self.executive.login, self.executive.login)
        self.assertEqual(self.url_open(f"/web/content/{file.id}").content, self.content)
