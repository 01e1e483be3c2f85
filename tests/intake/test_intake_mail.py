from email.message import EmailMessage

from odoo.tests import tagged

from .mail_case import DESK, MailCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeMail(MailCase):
    """A mail to a team's address becomes a case of that team."""

    def test_a_mail_becomes_a_complaint_of_the_team(self):
        case = self.receive(self.mail())
        self.assertEqual(case.kind, "complaint")
        self.assertEqual(case.channel, "email")
        self.assertEqual(case.team_id, self.team)
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.name, "Cork taint")
        self.assertEqual(case.partner_name, "Zhou Wei")
        self.assertEqual(case.partner_email, "zhou@client.example.org")
        self.assertFalse(case.partner_id)
        self.assertFalse(case.first_responder_id)
        self.assertEqual(case.state, "new")
        self.assertEqual(case.number, "260301")
        self.assertIn("tastes of cork", case.description)
        self.assertEqual(case.message_ids.message_type, "email")

    def test_a_known_address_finds_its_customer(self):
        partner = self.env["res.partner"].create(
            {"name": "Zhou", "email": "zhou@client.example.org", "country_id": self.ref("base.fr")}
        )
        case = self.receive(self.mail())
        self.assertEqual(case.partner_id, partner)
        self.assertEqual(case.region, "overseas")

    def test_a_customer_of_another_company_is_not_ours(self):
        other = self.new_company("Other")
        self.env["res.partner"].create(
            {"name": "Theirs", "email": "zhou@client.example.org", "company_id": other.id}
        )
        case = self.receive(self.mail())
        self.assertFalse(case.partner_id)
        self.assertEqual(case.partner_name, "Zhou Wei")

    def test_attachments_are_linked_and_scripts_removed(self):
        mail = self.mail()
        mail.add_alternative(
            "<p onclick='steal()'>Bad <b>cork</b></p><script>alert('x')</script>"
            "<a href='javascript:alert(1)'>here</a><iframe src='https://evil.example'></iframe>",
            subtype="html",
        )
        mail.add_attachment(
            b"%PDF-1.7 photo", maintype="application", subtype="pdf", filename="瓶塞.pdf"
        )
        case = self.receive(mail)
        for text in ("<script", "onclick", "javascript:", "<iframe"):
            self.assertNotIn(text, case.description)
            self.assertNotIn(text, case.message_ids.body)
        self.assertIn("<b>cork</b>", case.description)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "csm.case"), ("res_id", "=", case.id)]
        )
        self.assertEqual(attachment.name, "瓶塞.pdf")
        self.assertEqual(attachment.raw, b"%PDF-1.7 photo")

    def test_pictures_in_the_text_show_in_the_description(self):
        mail = self.mail()
        mail.add_alternative("<p>See <img src='cid:cork'></p>", subtype="html")
        mail.get_payload()[1].add_related(
            b"\x89PNG\r\n\x1a\n", "image", "png", cid="<cork>", filename="cork.png"
        )
        case = self.receive(mail)
        self.assertNotIn("cid:", case.description)
        self.assertIn("/web/image/", case.description)

    def test_without_subject_and_names_something_readable_stands_there(self):
        case = self.receive(self.mail(subject=None, From="zhou@client.example.org"))
        self.assertEqual(case.name, "(no subject)")
        self.assertEqual(case.partner_name, "zhou@client.example.org")
        nameless = self.receive(self.mail(From=None))
        self.assertEqual(nameless.partner_name, "Unknown sender")
        self.assertFalse(nameless.partner_email)

    def test_the_same_message_twice_is_one_case(self):
        mail = self.mail()
        first = self.receive(mail)
        self.assertTrue(first)
        self.assertFalse(self.receive(mail))
        self.assertEqual(self.env["csm.case"].search_count([("team_id", "=", self.team.id)]), 1)

    def test_a_mail_of_ten_megabytes_arrives_whole(self):
        big = bytes(range(256)) * 40960
        mail = self.mail()
        mail.add_attachment(big, maintype="application", subtype="octet-stream", filename="x.bin")
        case = self.receive(mail)
        self.assertEqual(case.message_ids.attachment_ids.raw, big)

    def test_an_endless_text_stands_in_the_message(self):
        case = self.receive(self.mail(body="The wine tastes of cork again.\n" * 40000))
        self.assertIn("very long", case.description)
        self.assertGreater(len(case.message_ids.body), 1_000_000)

    def test_a_team_without_address_and_a_mail_to_nobody(self):
        with self.assertRaises(ValueError):
            self.receive(self.mail(To="nobody@elsewhere.example.com"))


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeCharset(MailCase):
    """Chinese mails arrive readable, whatever their sender declares."""

    def check(self, mail, subject, text, filename=None):
        case = self.receive(mail)
        self.assertEqual(case.name, subject)
        self.assertIn(text, case.description)
        self.assertIn(text, case.message_ids[-1:].body)
        if filename:
            self.assertEqual(case.message_ids.attachment_ids.name, filename)

    def encoded(self, text, codec, declared):
        """Return a mail whose subject, text and file name are in one character set."""
        import base64

        word = f"=?{declared}?B?{base64.b64encode(text.encode(codec)).decode()}?=".encode()
        body = b"\r\n".join(
            [
                b"--sep",
                f"Content-Type: text/plain; charset={declared}".encode(),
                b"Content-Transfer-Encoding: 8bit",
                b"",
                text.encode(codec),
                b"--sep",
                b'Content-Type: application/pdf; name="' + word + b'"',
                b'Content-Disposition: attachment; filename="' + word + b'"',
                b"Content-Transfer-Encoding: base64",
                b"",
                base64.b64encode(b"%PDF"),
                b"--sep--",
            ]
        )
        head = [b"Subject: " + word, b"Content-Type: multipart/mixed; boundary=sep"]
        return self.raw(head, body)

    def test_gb18030_and_big5(self):
        for text, codec, declared in (
            ("红酒瓶塞霉味", "gb18030", "GB18030"),
            ("紅酒瓶塞霉味", "big5", "Big5"),
            ("紅酒恒粧嫺", "cp950", "big5"),
        ):
            with self.subTest(declared=declared):
                self.check(self.encoded(text, codec, declared), text, text, text)

    def test_gb2312_that_holds_more_than_gb2312(self):
        self.check(self.encoded("朱镕基喆𠮷", "gb18030", "gb2312"), *["朱镕基喆𠮷"] * 3)
        self.check(self.encoded("陶喆", "gbk", "GB2312"), *["陶喆"] * 3)

    def test_a_file_name_in_the_long_form(self):
        body = (
            b"--sep\r\nContent-Type: text/plain\r\n\r\nSee\r\n--sep\r\n"
            b"Content-Type: application/pdf\r\n"
            b"Content-Disposition: attachment; filename*=gb2312''%D6%EC%E9F%BB%F9.pdf\r\n\r\nx\r\n"
            b"--sep--\r\n"
        )
        head = [b"Subject: file", b"Content-Type: multipart/mixed; boundary=sep"]
        case = self.receive(self.raw(head, body))
        self.assertEqual(case.message_ids.attachment_ids.name, "朱镕基.pdf")

    def test_bytes_without_any_declaration(self):
        text = "红酒瓶塞有霉味，请退货"
        for codec in ("gb18030", "utf-8"):
            with self.subTest(codec=codec):
                mail = self.raw([b"Subject: " + text.encode(codec)], text.encode(codec))
                self.check(mail, text, text)

    def test_a_lie_about_the_character_set(self):
        head = [b"Subject: x", b"Content-Type: text/plain; charset=us-ascii"]
        self.check(self.raw(head, "紙箱破損".encode("big5")), "x", "紙箱破損")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeReplies(MailCase):
    """Replies thread in; machines open nothing."""

    def reply(self, message, **headers):
        return self.mail(subject="Re: Cork taint", In_Reply_To=message.message_id, **headers)

    def closed_case(self, **values):
        case = self.receive(self.mail())
        case.write({"user_id": self.agent.id, "category_id": self.category.id, **values})
        case.judgement = "founded"
        case.action_register()
        case.action_judge()
        case.action_tell()
        case.action_close()
        return case

    def test_machines_open_no_case(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated; type=x"},
            {"X_Autoreply": "yes"},
            {"Precedence": "bulk"},
            {"Precedence": "auto_reply"},
            {"subject": "Out of Office: back on Monday"},
            {"subject": "自动回复：我在休假"},
            {"From": DESK},
            {"From": "bounce@csm.example.com", "Return_Path": "<>"},
        ):
            with self.subTest(**headers):
                before = self.env["csm.case"].search_count([])
                self.assertFalse(self.receive(self.mail(**headers)))
                self.assertEqual(self.env["csm.case"].search_count([]), before)
        self.assertTrue(self.receive(self.mail(Precedence="list", Auto_Submitted="no")))

    def test_the_same_sender_over_and_over_is_a_loop(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        cases = [self.receive(self.mail()) for _index in range(5)]
        self.assertEqual([bool(case) for case in cases], [True, True, True, False, False])

    def test_a_reply_threads_in_by_whatever_address(self):
        case = self.receive(self.mail())
        again = self.receive(self.reply(case.message_ids, body="And the second bottle too."))
        self.assertEqual(again, case)
        self.assertEqual(len(case.message_ids.filtered(lambda m: m.message_type == "email")), 2)
        self.assertFalse(case.activity_ids)

    def test_an_answer_to_a_closed_case_reaches_the_handler_once(self):
        case = self.closed_case()
        self.receive(self.reply(case.message_ids[-1:]))
        self.receive(self.reply(case.message_ids[-1:]))
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.assertEqual(case.activity_ids.summary, "The customer answered")

    def test_an_answer_reaches_the_leader_when_the_handler_has_left(self):
        case = self.closed_case()
        self.agent.sudo().active = False
        self.receive(self.reply(case.message_ids[-1:]))
        self.assertEqual(case.activity_ids.user_id, self.leader)

    def test_an_auto_reply_is_kept_but_reminds_nobody(self):
        case = self.closed_case()
        count = len(case.message_ids)
        self.receive(self.reply(case.message_ids[-1:], Auto_Submitted="auto-replied"))
        self.assertEqual(len(case.message_ids), count + 1)
        self.assertFalse(case.activity_ids)
        self.assertFalse(case.asked_again_at)

    def test_somebody_else_s_answer_reminds_nobody(self):
        case = self.closed_case()
        self.receive(self.reply(case.message_ids[-1:], From="neighbour@example.net"))
        self.assertFalse(case.activity_ids)

    def test_a_new_message_after_the_reply_starts_the_clock_of_the_reply_anew(self):
        self.adopt_regulation(self.rule_of_reply())
        case = self.receive(self.mail())
        case.write({"category_id": self.category.id, "user_id": self.agent.id})
        case.action_register()
        self.at("2026-03-02 02:00:00")
        case.action_reply()
        self.assertFalse(case.next_due_at)
        self.at("2026-03-02 05:00:00")
        self.receive(self.reply(case.message_ids[-1:]))
        self.assertEqual(str(case.next_due_at), "2026-03-03 05:00:00")
        self.assertEqual(sorted(case.sudo().deadline_ids.mapped("cycle")), [1, 2])
        self.at("2026-03-02 06:00:00")
        case.action_reply()
        self.assertFalse(case.next_due_at)
        self.assertEqual(set(case.sudo().deadline_ids.mapped("state")), {"met"})

    def rule_of_reply(self):
        regulation = self.new_regulation()
        self.new_rule(regulation)
        return regulation


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeAcknowledgement(MailCase):
    """The customer hears the number and what is promised, once."""

    def promise_replies(self):
        regulation = self.new_regulation()
        self.new_rule(regulation)
        self.adopt_regulation(regulation)

    def test_number_and_promised_time_go_to_the_customer(self):
        self.promise_replies()
        case = self.receive(self.mail())
        mails = self.acknowledge()
        self.assertEqual(mails.mapped("email_to"), ["zhou@client.example.org"])
        self.assertIn(case.number, mails.subject)
        self.assertIn(case.number, mails.body_html)
        # Due 24 hours later: 9:00 in Shanghai.
        self.assertIn("March 3, 2026 9:00 AM", mails.body_html.replace("\u202f", " "))
        self.assertIn("Asia/Shanghai", mails.body_html)
        self.assertIn(DESK, mails.reply_to)
        self.assertEqual(str(case.acknowledged_at), "2026-03-02 01:00:00")
        self.assertFalse(self.acknowledge())

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.promise_replies()
        self.env["res.partner"].create(
            {"name": "Zhou", "email": "zhou@client.example.org", "lang": "fr_FR"}
        )
        template = self.env.ref("csm.mail_template_acknowledge_case")
        template.with_context(lang="fr_FR").subject = "Bien reçu : {{ object.number }}"
        case = self.receive(self.mail())
        mails = self.acknowledge()
        self.assertEqual(mails.subject, f"Bien reçu : {case.number}")
        self.assertIn("3 mars 2026", mails.body_html)

    def test_nothing_promised_no_time_named(self):
        self.receive(self.mail())
        mails = self.acknowledge()
        self.assertIn("We will get back to you", mails.body_html)
        self.assertNotIn("2026", mails.body_html)

    def test_a_telephone_complaint_with_an_address_is_acknowledged_too(self):
        case = self.new_case(channel="phone", partner_email="zhou@client.example.org")
        self.assertEqual(len(self.acknowledge()), 1)
        self.assertTrue(case.acknowledged_at)

    def test_not_without_address_nor_when_the_team_does_not_want_it(self):
        self.new_case()
        self.team.acknowledge = False
        self.new_case(partner_email="zhou@client.example.org")
        self.receive(self.mail())
        self.assertFalse(self.acknowledge())

    def test_not_to_a_system_that_asks_for_silence(self):
        self.assertTrue(self.receive(self.mail(X_Auto_Response_Suppress="All")))
        self.assertFalse(self.acknowledge())

    def test_not_when_somebody_has_done_it_already(self):
        case = self.receive(self.mail())
        case.with_user(self.leader).action_acknowledge()
        self.assertFalse(self.acknowledge())

    def test_not_more_than_five_to_one_address_in_an_hour(self):
        for _index in range(7):
            self.receive(self.mail())
        self.assertEqual(len(self.acknowledge()), 5)
        self.at("2026-03-02 02:00:01")
        self.receive(self.mail())
        self.assertEqual(len(self.acknowledge()), 1)

    def test_a_broken_template_costs_no_case_and_is_told(self):
        template = self.env.ref("csm.mail_template_acknowledge_case")
        template.subject = "{{ object.nothing_like_this }}"
        broken = self.receive(self.mail())
        with self.assertLogs("odoo.addons.csm", "ERROR"):
            self.assertFalse(self.acknowledge())
        self.assertFalse(broken.acknowledged_at)
        self.assertIn("could not be sent", broken.message_ids[0].body)
        self.assertFalse(self.acknowledge())

    def bounce(self, message, address="zhou@client.example.org"):
        mail = EmailMessage()
        mail["From"] = "MAILER-DAEMON@client.example.org"
        mail["To"] = "bounce@csm.example.com"
        mail["Subject"] = "Undelivered Mail Returned to Sender"
        mail["Message-ID"] = "<bounce-1@client.example.org>"
        mail.set_content("The mailbox is full.")
        mail.make_mixed()
        data = mail.as_bytes()
        boundary = mail.get_boundary().encode()
        report = b"Reporting-MTA: dns; client.example.org\r\n\r\n"
        if address:
            report += f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\n".encode()
        parts = [
            b"--" + boundary,
            b"Content-Type: message/delivery-status",
            b"",
            report,
            b"--" + boundary,
            b"Content-Type: text/rfc822-headers",
            b"",
            b"Message-Id: " + message.message_id.encode(),
            b"",
            b"--" + boundary + b"--",
        ]
        head, _sep, _tail = data.rpartition(b"--" + boundary + b"--")
        data = head + b"\r\n".join(parts)
        return data.replace(b"multipart/mixed", b"multipart/report; report-type=delivery-status")

    def test_a_bounce_shows_on_the_case(self):
        case = self.receive(self.mail())
        self.acknowledge()
        before = self.env["csm.case"].search_count([])
        self.receive(self.bounce(self.acknowledgement(case)))
        self.assertTrue(case.has_bounced)
        self.assertIn("zhou@client.example.org came back", case.bounce_note)
        self.assertIn("mailbox is full", case.bounce_note)
        self.assertIn("came back", case.message_ids[0].body)
        self.assertEqual(self.env["csm.case"].search_count([]), before)
        case.with_user(self.leader).partner_email = "zhou.wei@client.example.org"
        self.assertFalse(case.has_bounced)

    def test_a_bounce_that_names_no_recipient_shows_too(self):
        case = self.receive(self.mail())
        self.acknowledge()
        self.receive(self.bounce(self.acknowledgement(case), address=None))
        self.assertTrue(case.has_bounced)
