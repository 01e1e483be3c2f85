import base64
import contextlib
import csv
import io
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

HERE = Path(__file__).parent
EXCERPT = HERE / "data" / "register.csv"
REGISTER = HERE.parents[1].resolve().parent / "shared" / "data" / "cfpb-complaints-2013.csv"


class ImportCase(CsmBase):
    """Registers are brought in by the leader of the Front Desk, on 1 March 2017."""

    def setUp(self):
        super().setUp()
        self.at("2017-03-01 01:00:00")

    def upload(self, data, name="register.csv", user=None, **values):
        if isinstance(data, str):
            data = data.encode()
        values = {
            "file": base64.b64encode(data),
            "file_name": name,
            "team_id": self.team.id,
            "company_id": self.company.id,
            **values,
        }
        return self.env["csm.case.import"].with_user(user or self.leader).create(values)

    def run_import(self, record=None, batch=10, progress=None):
        progress = progress or (lambda *a, **k: float("inf"))
        if record:
            record.action_import()
        with patch.object(IrCron, "_commit_progress", progress):
            self.env["csm.case.import.run"]._cron_run(batch)
        self.env.invalidate_all()

    def bring_in(self, data, name="register.csv", **values):
        record = self.upload(data, name, **values)
        record.action_read()
        self.run_import(record)
        return record

    def cases(self, record):
        return self.env["csm.case"].search([("import_id", "=", record.id)], order="id")

    def reasons(self, record):
        return {row.line_number: row.reason for row in record.bad_row_ids}


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImport(ImportCase):
    """A register comes in whole, once."""

    def test_the_headers_of_the_public_register_are_known(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        targets = dict(
            zip(record.column_ids.mapped("name"), record.column_ids.mapped("target"), strict=True)
        )
        self.assertEqual(
            targets,
            {
                "Date received": "received_at",
                "Product": "product",
                "Sub-product": "specification",
                "Issue": "category",
                "Sub-issue": "subcategory",
                "Company": "keep",
                "State": "partner_address",
                "ZIP code": "partner_address",
                "Consumer consent provided?": "keep",
                "Submitted via": "channel",
                "Date sent to company": "last_moment",
                "Company response to consumer": "outcome",
                "Timely response?": "keep",
                "Consumer disputed?": "keep",
            },
        )
        self.assertEqual(record.date_format, "%m/%d/%Y")
        self.assertFalse(record.question)
        self.assertIn("Managing the loan or lease", record.preview)
        self.assertEqual(record.preview.count("<tr>"), 6)

    def test_all_rows_arrive_and_a_second_run_creates_nothing(self):
        record = self.bring_in(EXCERPT.read_bytes())
        self.assertEqual(record.state, "done")
        self.assertEqual((record.row_count, record.created_count, record.bad_count), (40, 40, 0))
        self.assertEqual(record.progress, 100)
        self.assertIn("40 brought in, 0 were there already, 0 not", record.log)
        again = self.bring_in(EXCERPT.read_bytes())
        self.assertEqual((again.created_count, again.known_count), (0, 40))
        self.assertEqual(again.row_ids.case_id, self.cases(record))

    def test_a_closed_row_is_a_closed_case_of_that_time(self):
        record = self.bring_in(EXCERPT.read_bytes())
        case = self.cases(record)[0]
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.is_historic)
        # Noon in Shanghai.
        self.assertEqual(str(case.received_at), "2013-07-29 04:00:00")
        self.assertEqual(str(case.registered_at), "2013-07-29 04:00:00")
        self.assertEqual(str(case.closed_at), "2013-07-30 04:00:00")
        self.assertEqual(case.number, "130701")
        self.assertEqual(case.channel, "phone")
        self.assertEqual(case.name, "Managing the loan or lease")
        self.assertEqual(case.category_id.complete_name, "Imported / Managing the loan or lease")
        self.assertEqual((case.product, case.specification), ("Consumer Loan", "Vehicle loan"))
        self.assertEqual(case.partner_address, "VA 24540")
        for text in (
            "Company: Wells Fargo &amp; Company",
            "Timely response?: Yes",
            "disputed?: No",
        ):
            self.assertIn(text, case.description)
        self.assertFalse(case.first_responder_id)
        self.assertFalse(case.message_follower_ids)

    def test_a_last_moment_before_the_receipt_is_kept_as_text(self):
        record = self.bring_in(EXCERPT.read_bytes())
        case = self.cases(record).filtered(lambda c: "8/1/2013 (before" in c.description)
        self.assertEqual(case.closed_at, case.received_at)
        self.assertIn("8/1/2013 (before the receipt, therefore not used)", case.description)

    def test_deadlines_are_judged_as_of_then_and_nothing_is_sent(self):
        regulation = self.new_regulation()
        self.new_rule(regulation, steps=[{"kind": "breach", "when": "at"}])
        self.new_rule(
            regulation,
            obligation="follow_up",
            stop="followed_up_at",
            steps=[{"kind": "breach", "when": "at"}],
        )
        self.adopt_regulation(regulation)
        mails = self.env["mail.mail"].search_count([])
        record = self.bring_in(EXCERPT.read_bytes())
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.run_steps("2017-03-05 01:00:00")
        cases = self.cases(record)
        rows = cases.sudo().deadline_ids
        replies = rows.filtered(lambda row: row.obligation_id.code == "first_reply")
        self.assertEqual(set(replies.mapped("state")), {"met", "late", "running"})
        # 24 hours: the first row was sent on after one day, the second after two.
        self.assertEqual(replies.sorted("res_id")[:2].mapped("state"), ["met", "late"])
        historic = cases.filtered("is_historic").deadline_ids
        self.assertFalse(historic.event_ids)
        self.assertFalse(cases.filtered("is_historic").mapped("next_due_at")[0])
        self.assertFalse(cases.filtered("is_historic").activity_ids)

    def test_a_recent_open_row_runs_an_old_one_does_not(self):
        rule = self.new_regulation()
        self.new_rule(rule)
        self.adopt_regulation(rule)
        record = self.bring_in(EXCERPT.read_bytes())
        recent = self.cases(record).filtered(lambda c: "In progress" in c.description)
        self.assertEqual(recent.mapped("state"), ["new", "new"])
        self.assertEqual(recent.mapped("is_historic"), [False, False])
        self.assertEqual(str(recent[0].next_due_at), "2017-02-13 04:00:00")
        old = self.bring_in(
            "Date received,Issue,Outcome\n1/31/2015,Cork,In progress\n", name="old.csv"
        )
        case = self.cases(old)
        self.assertEqual((case.state, case.is_historic), ("handling", True))
        self.assertFalse(case.next_due_at)

    def test_nobody_is_acknowledged_for_an_imported_case(self):
        record = self.bring_in(
            "Date received,Issue,Outcome,Email\n"
            "1/31/2017,Cork,In progress,zhou@client.example.org\n"
            "1/31/2016,Cork,Closed,zhou@client.example.org\n"
        )
        self.assertEqual(self.cases(record).mapped("is_acknowledgement_due"), [False, False])

    def test_a_run_killed_in_the_middle_goes_on_where_it_stopped(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        commits = []

        def killed(*_args, **_kwargs):
            commits.append(1)
            if len(commits) == 2:
                raise KeyboardInterrupt
            return float("inf")

        # No assertRaises: it would roll back what was committed.
        with contextlib.suppress(KeyboardInterrupt):
            self.run_import(record, progress=killed)
        self.env.invalidate_all()
        self.assertEqual((record.state, record.progress), ("running", 50))
        with self.assertRaisesRegex(UserError, "being brought in"):
            record.action_import()
        self.run_import()
        self.assertEqual((record.state, record.created_count), ("done", 40))
        self.assertEqual(len(self.cases(record)), 40)

    def test_a_piece_that_rolls_back_leaves_its_rows_waiting(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        record.action_import()
        Run = type(self.env["csm.case.import.run"])
        with (
            patch.object(Run, "_create_cases", side_effect=RuntimeError("killed")),
            self.assertRaises(RuntimeError),
            self.env.cr.savepoint(),
        ):
            self.run_import()
        self.assertEqual(record._waiting_count(), 40)
        self.run_import()
        self.assertEqual(record.created_count, 40)

    def test_the_old_number_is_the_key_where_there_is_one(self):
        text = "Number,Date received,Issue,Outcome\nA1,1/31/2016,Cork,Closed\n"
        first = self.bring_in(text)
        self.assertEqual(self.cases(first).import_key, "id:A1")
        again = self.bring_in(
            "Number,Date received,Issue,Outcome\nA1,1/31/2016,Corked,Closed\n"
            "A2,1/31/2016,Glass,Closed\nA2,1/31/2016,Label,Closed\n,1/31/2016,Box,Closed\n"
        )
        self.assertEqual((again.known_count, again.created_count, again.bad_count), (1, 1, 2))
        self.assertEqual(
            self.reasons(again),
            {4: "The number A2 came before.", 5: "The number in the old register is missing."},
        )

    def test_another_company_brings_in_the_same_register_for_itself(self):
        self.bring_in(EXCERPT.read_bytes())
        other = self.new_company("Other")
        boss = self.new_user("boss", "group_manager", company=other)
        team = self.env["csm.team"].create({"name": "Other", "company_id": other.id})
        record = self.upload(EXCERPT.read_bytes(), user=boss, company_id=other.id, team_id=team.id)
        record.action_read()
        self.run_import(record)
        self.assertEqual(record.created_count, 40)

    def test_the_whole_register(self):
        """All 3,186 rows, of which 3,175 are distinct."""
        if not REGISTER.exists():
            return
        record = self.upload(REGISTER.read_bytes())
        record.action_read()
        record.action_import()
        self.run_import(batch=200)
        self.assertEqual((record.created_count, record.bad_count), (3186, 0))
        keys = self.cases(record).mapped("import_key")
        self.assertEqual(len(set(keys)), 3186)
        self.assertEqual(len([key for key in keys if key.endswith(":1")]), 3175)
        again = self.bring_in(REGISTER.read_bytes())
        self.assertEqual((again.created_count, again.known_count), (0, 3186))


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImportBadInput(ImportCase):
    """What cannot come in is named with the reason; what can, comes in."""

    HEAD = "Date received,Issue,Submitted via,Date sent to company,Outcome\n"

    def test_bad_rows_are_named_and_the_others_come_in(self):
        record = self.bring_in(
            self.HEAD
            + "1/31/2016,Cork,Web,2/1/2016,Closed\n"
            + "1/31/2018,Future,Web,2/1/2016,Closed\n"
            + "31/31/2016,No date,Web,2/1/2016,Closed\n"
            + ",No receipt,Web,2/1/2016,Closed\n"
            + "1/31/2016,Unknown,Pigeon,2/1/2016,Closed\n"
            + "1/31/2016,Cells\n"
            + '1/31/2016,"Open quote,Web,2/1/2016,Closed\n'
            + "1/31/2016,Future closing,Web,2/1/2018,Closed\n"
            + '1/31/2016,"Two\nlines",Fax,2/1/2016,Closed\n'
        )
        reasons = self.reasons(record)
        self.assertEqual(list(reasons), [3, 4, 5, 6, 7, 8, 9])
        for line, words in {
            3: "“Received” lies in the future: 1/31/2018",
            4: "“Received” is no date: 31/31/2016",
            5: "moment of receipt is missing",
            6: "channel “Pigeon” is unknown. Known are: Telephone",
            7: "has 2 cells, the header has 5",
            8: "quotation mark",
            9: "“Last Known Moment” lies in the future",
        }.items():
            self.assertIn(words, reasons[line])
        self.assertEqual(record.created_count, 2)
        self.assertEqual(self.cases(record)[1].name, "Two\nlines")
        rows = list(csv.reader(io.StringIO(base64.b64decode(record.bad_file).decode("utf-8-sig"))))
        self.assertEqual(len(rows), 8)
        self.assertEqual(rows[1][:2] + rows[1][5:6], ["1/31/2018", "Future", "3"])
        self.assertIn("download=true", record.action_download_bad_rows()["url"])

    def test_files_that_hold_no_register(self):
        for data, words in (
            (b"%PDF-1.7 \x00", "looks like PDF"),
            (b"\x89PNG\r\n\x1a\n\x00", "looks like PNG"),
            (b"PK\x03\x04broken", "looks like ZIP"),
            (b"", "is empty"),
            (b"\n\n  \n", "is empty"),
            (b"a,b\x00c,d\n1,2,3\n", "holds no text"),
            (self.HEAD.encode(), "holds a header and no rows"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.upload(data or b"\n", name="x.bin").action_read()

    def test_dates_that_can_be_read_two_ways_are_asked_for(self):
        text = "Date received,Issue,Outcome\n1/2/2016,Cork,Closed\n"
        record = self.upload(text)
        record.action_read()
        self.assertFalse(record.date_format)
        self.assertIn("12/31/2026, 31/12/2026", record.question)
        with self.assertRaisesRegex(UserError, "Choose how they look"):
            record.action_import()
        record.date_format = "%d/%m/%Y"
        self.run_import(record)
        self.assertEqual(str(self.cases(record).received_at.date()), "2016-02-01")

    def test_what_the_columns_do_not_say_is_asked_for(self):
        record = self.upload("When,Issue\n1/31/2016,Cork\n")
        record.action_read()
        self.assertIn("Which column says when", record.question)
        record.column_ids[0].target = "received_at"
        record.column_ids[1].target = "received_at"
        self.assertIn("More than one column becomes “Received”", record.question)

    def test_chinese_encodings_delimiters_and_workbooks(self):
        simplified = "受理日期;类别;渠道;状态\n2016年1月31日;瓶塞霉味;电话;已结案\n"
        traditional = "受理日期\t類別\t渠道\t狀態\n2016/01/31\t瓶塞霉味\t傳真\t已結案\n"
        for data, channel in (
            (simplified.encode("gb18030"), "phone"),
            (simplified.encode("utf-8-sig"), "phone"),
            (traditional.encode("big5"), "fax"),
        ):
            with self.subTest(data=data[:8]):
                record = self.bring_in(data)
                case = self.cases(record) or record.row_ids.case_id
                self.assertEqual(case.name, "瓶塞霉味")
                self.assertEqual((case.channel, case.state), (channel, "closed"))

    def test_a_workbook(self):
        from datetime import datetime

        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["Date received", "Issue", "Outcome"])
        book.active.append([datetime(2016, 1, 31, 9, 30), "Cork", "Closed"])
        stream = io.BytesIO()
        book.save(stream)
        record = self.bring_in(stream.getvalue(), name="register.xlsx")
        # 9:30 in Shanghai.
        self.assertEqual(str(self.cases(record).received_at), "2016-01-31 01:30:00")

    def test_categories_are_made_only_when_asked_for(self):
        text = "Date received,Issue,Outcome\n1/31/2016,Cork,Closed\n"
        record = self.bring_in(text, create_categories=False)
        self.assertIn("The category “Cork” does not exist", self.reasons(record)[2])

    def test_a_bad_case_does_not_spoil_its_piece(self):
        text = "Date received,Issue,Outcome\n1/31/2016,Cork,Closed\n1/31/2016,Glass,Closed\n"
        record = self.upload(text)
        record.action_read()
        intake = type(self.env["csm.case"])._intake_historic

        reason = "Glass is not ours."

        def picky(model, vals_list):
            if any(vals["name"] == "Glass" for vals in vals_list):
                raise UserError(reason)
            return intake(model, vals_list)

        with patch.object(type(self.env["csm.case"]), "_intake_historic", picky):
            self.run_import(record)
        self.assertEqual(record.created_count, 1)
        self.assertEqual(self.reasons(record), {3: reason})

    def test_historic_facts_must_be_possible(self):
        Case = self.env["csm.case"]
        values = {"name": "Old", "company_id": self.company.id, "state": "closed"}
        for facts, words in (
            ({}, "receipt is missing"),
            ({"received_at": "2018-01-01 00:00:00"}, "lies in the future"),
            (
                {"received_at": "2016-01-02 00:00:00", "closed_at": "2016-01-01 00:00:00"},
                "before the receipt",
            ),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                Case._intake_historic([{**values, **facts}])

    def test_nobody_declares_a_case_historic_by_hand(self):
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.new_case(user=self.manager, is_historic=True)
        with self.assertRaises(UserError):
            self.new_case(user=self.manager, import_key="id:A1")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeImportAccess(ImportCase):
    """Supervisors bring registers in for the teams they oversee."""

    def test_who_may_do_what(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        record.action_import()
        auditor = self.new_user("auditor", "group_auditor")
        outside = self.new_user("outside", "group_supervisor")
        foreign = self.new_user("foreign", "group_manager", company=self.new_company("Elsewhere"))
        expected = {
            self.agent: ("---", "---", "---"),
            auditor: ("---", "---", "---"),
            outside: ("---", "---", "---"),
            foreign: ("---", "---", "---"),
            self.leader: ("rw-", "rwx", "r--"),
            self.manager: ("rwx", "rwx", "r--"),
        }
        for user, rights in expected.items():
            for target, letters in zip(
                (record, record.column_ids[0], record.row_ids[0]), rights, strict=True
            ):
                for letter, operation in zip("rwx", ("read", "write", "unlink"), strict=True):
                    with self.subTest(who=user.login, model=target._name, operation=operation):
                        self.assertEqual(
                            target.with_user(user).has_access(operation), letter in letters
                        )

    def test_rows_come_in_with_the_rights_of_who_imports(self):
        stranger = self.new_user("stranger", "group_supervisor")
        record = self.upload(EXCERPT.read_bytes(), user=stranger)
        record.action_read()
        self.run_import(record)
        self.assertEqual((record.created_count, record.bad_count), (0, 40))

    def test_a_running_import_is_not_deleted(self):
        record = self.upload(EXCERPT.read_bytes())
        record.action_read()
        record.action_import()
        with self.assertRaisesRegex(UserError, "Wait until it is done"):
            record.with_user(self.manager).unlink()

    def test_an_agent_makes_no_import(self):
        with self.assertRaises(AccessError):
            self.upload(EXCERPT.read_bytes(), user=self.agent)
