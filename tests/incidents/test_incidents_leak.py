from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.proves import proves
from .incident_case import IncidentCase

FOUND = {
    "recipient": "A competitor",
    "finding": "A list was mailed.",
    "measures": "The mailbox is closed.",
    "legal_step": "Reported to the police.",
}


@tagged("post_install", "-at_install", "csm", "csm_incidents")
class TestIncidentsLeak(IncidentCase):
    """Whoever discovers a leak reports it; who is suspected reads and hears nothing of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.new_plain("clerk", "base.group_user")
        cls.auditor = cls.new_user("auditor", "group_auditor")

    @classmethod
    def new_plain(cls, login, group):
        values = cls.user_values(login, group, cls.company)
        return cls.env["res.users"].create(values)

    def report(self, user=None, **values):
        Report = self.env["csm.leak.report"].with_user(user or self.clerk)
        report = Report.with_company(self.company).create(
            {"what": "The price list", "how": "A customer quoted it.", **values}
        )
        return report.with_env(self.env)

    def in_charge(self, report, user=None):
        return report.with_user(user or self.manager).with_company(self.company)

    def test_anybody_reports_and_an_incident_opens_that_tells_nothing(self):
        report = self.report(customer_text="The big one in Yantai")
        self.assertRegex(report.number, r"^LK2603")
        self.assertEqual(report.reporter_id, self.clerk)
        incident = report.incident_id
        self.assertEqual((incident.kind, incident.reporter_id), ("leak", self.clerk))
        told = f"{incident.name} {incident.symptom}"
        for secret in ("price list", "Yantai", "quoted"):
            self.assertNotIn(secret, told)

    def test_what_is_reported_of_leaks_goes_up_at_once(self):
        self.adopt("csm_regulation_s1_09")
        report = self.report(user=self.agent)
        told = report.incident_id.sudo().report_ids.told_user_id
        self.assertEqual(told, self.leader)

    def test_who_reads_a_report(self):
        report = self.report(user=self.agent)
        for user, sees in (
            (self.agent, True),
            (self.manager, True),
            (self.auditor, True),
            (self.leader, False),
            (self.clerk, False),
        ):
            found = self.env["csm.leak.report"].with_user(user).search([("id", "=", report.id)])
            self.assertEqual(bool(found), sees, user.login)

    def test_whoever_is_suspected_reads_and_hears_nothing(self):
        other = self.new_user("other_manager", "group_manager")
        report = self.report(user=self.agent)
        incident = report.incident_id
        incident.user_id = other
        self.in_charge(report).suspect_ids = other | self.leader
        entry = incident._log_entry("note", "x").with_env(self.env)
        for record in (report, incident, entry):
            for user in other | self.leader:
                with self.subTest(record=record, user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).with_company(self.company).read(["display_name"])
        self.assertFalse(incident.user_id)
        self.assertNotIn(self.leader, incident._superiors())
        self.assertIn(self.leader, incident._deadline_not_to_be_told())
        self.assertTrue(incident.with_user(self.manager).read(["name"]))

    def test_whom_the_reporter_suspects_never_hears_of_it(self):
        self.adopt("csm_regulation_s1_09")
        suspects = self.leader | self.executive
        report = self.report(user=self.agent, suspect_ids=[(6, 0, suspects.ids)])
        incident = report.incident_id
        self.assertEqual(incident.sudo().report_ids.told_user_id, self.manager)
        for user in suspects:
            for record in (report, incident):
                with self.subTest(user=user.login, record=record), self.assertRaises(AccessError):
                    record.with_user(user).with_company(self.company).read(["display_name"])
        mine = report.with_user(self.agent).with_company(self.company)
        mine.suspect_ids = self.leader
        self.in_charge(report).action_examine()
        with self.assertRaises(UserError):
            mine.suspect_ids = self.manager

    def test_a_suspect_on_watch_is_not_called(self):
        self.env["csm.watch"].create(
            {
                "company_id": self.company.id,
                "starts_at": "2026-03-01 00:00:00",
                "ends_at": "2026-03-09 00:00:00",
                "user_id": self.outsider.id,
            }
        )
        incident = self.report(suspect_ids=[(6, 0, self.outsider.ids)]).incident_id
        self.assertFalse(incident.user_id | incident.watch_user_id)
        self.assertNotIn(self.outsider, incident.activity_ids.user_id)
        self.assertEqual(self.report().incident_id.watch_user_id, self.outsider)

    def test_the_reporter_looks_into_nothing_and_nobody_judges_the_own_report(self):
        report = self.report(user=self.manager)
        with self.assertRaisesRegex(UserError, "who has not reported it"):
            self.in_charge(report).action_examine()
        with self.assertRaises(UserError):
            self.in_charge(report).write({"verdict": "prompt"})
        self.in_charge(report, self.executive).action_examine()
        self.assertEqual(report.state, "examined")

    def test_what_was_reported_stands_once_it_is_looked_into(self):
        report = self.report()
        mine = report.with_user(self.clerk).with_company(self.company)
        mine.what = "The price list of 2026"
        self.in_charge(report).action_examine()
        for values in ({"what": "Nothing"}, {"suspect_ids": [(5,)]}, {"is_rewardable": True}):
            with self.assertRaises(UserError):
                mine.write(values)
        with self.assertRaises(UserError):
            self.report(verdict="prompt")
        with self.assertRaises(UserError):
            self.in_charge(report).what = "Nothing"

    def examined(self, **values):
        report = self.report(**values)
        case = self.in_charge(report)
        case.action_examine()
        return case

    def judged(self, **values):
        report = self.examined(**values)
        report.verdict = "prompt"
        report.action_judge()
        return report

    @proves("S1-12-16")
    def test_promptness_is_rewarded_and_concealment_marked_before_it_is_closed(self):
        self.adopt("csm_regulation_s1_12")
        report = self.examined(kind="other")
        with self.assertRaisesRegex(UserError, "S1-12 § 16"):
            report.action_close()
        with self.assertRaisesRegex(UserError, "promptly, late or concealed"):
            report.action_judge()
        report.verdict = "concealed"
        with self.assertRaisesRegex(UserError, "who knew of it and said nothing"):
            report.action_judge()
        report.concealer_ids = self.outsider
        report.action_judge()
        self.assertFalse(report.is_rewardable)
        with self.assertRaisesRegex(UserError, "judged already"):
            report.verdict = "prompt"
        report.action_close()
        prompt = self.judged(kind="other")
        prompt.action_recover()
        self.assertTrue(prompt.is_rewardable)
        self.assertTrue(prompt.recovered_at)
        prompt.action_close()
        self.assertEqual(prompt.state, "closed")

    def assert_wants(self, regulation, article, kind, *names):
        """Before it is closed each of these is on record, for this kind of leak alone."""
        self.adopt(f"csm_regulation_{regulation}")
        given = {**FOUND, "offender_ids": [(4, self.outsider.id)]}
        values = {name: given[name] for name in names}
        for missing in names:
            report = self.judged(kind=kind)
            report.write({name: value for name, value in values.items() if name != missing})
            with self.subTest(missing=missing), self.assertRaises(UserError) as refused:
                report.action_close()
            self.assertIn(article, str(refused.exception))
        report = self.judged(kind=kind)
        report.write(values)
        report.action_close()
        self.assertEqual(report.state, "closed")
        self.judged(kind="other").action_close()

    @proves("S1-12-15")
    def test_a_sale_is_not_closed_without_who_did_it_and_legal_steps(self):
        self.assert_wants("s1_12", "S1-12 § 15", "sold", "offender_ids", "legal_step")

    @proves("S1-12-02")
    def test_what_went_outside_is_traced(self):
        self.assert_wants("s1_12", "S1-12 § 2", "given", "recipient", "finding")

    @proves("S0-04-06")
    def test_a_breach_of_privacy_names_who_did_it_and_what_follows(self):
        self.assert_wants("s0_04", "S0-04 § 6", "personal", "offender_ids", "measures")

    @proves("S3-12-04")
    def test_talk_about_residents_is_on_record_with_who_talked(self):
        self.assert_wants("s3_12", "S3-12 § 4", "talk", "offender_ids", "finding")
