from psycopg2 import Error as DatabaseError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .incident_case import IncidentCase

# 1 May 2026 is a Friday; the holiday lasts three days in Shanghai, from 30 April 16:00 UTC.
# Odoo reads these times as the calendar's own.
HOLIDAY = ("2026-05-01 00:00:00", "2026-05-03 23:59:59")


@tagged("post_install", "-at_install", "csm", "csm_incidents")
class TestIncidentsWatch(IncidentCase):
    """Over a holiday and at night whoever is on watch hears first; no holiday is forgotten."""

    def watch(self, start, stop, **values):
        return self.env["csm.watch"].create(
            {
                "company_id": self.company.id,
                "starts_at": start,
                "ends_at": stop,
                "user_id": self.outsider.id,
                **values,
            }
        )

    def holiday(self, start=HOLIDAY[0], stop=HOLIDAY[1]):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Labour Day",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": start,
                "date_to": stop,
            }
        )

    def check(self, moment, days=7):
        self.at(moment)
        self.company.csm_watch_days = days
        self.env["csm.watch"]._cron_check_holidays()
        return self.env["csm.watch"].search(
            [("company_id", "=", self.company.id), ("user_id", "=", False)], order="starts_at"
        )

    def spans(self, watches):
        return [(str(watch.starts_at), str(watch.ends_at)) for watch in watches]

    # Who hears

    def test_the_watch_begins_and_ends_to_the_second(self):
        watch = self.watch("2026-04-30 16:00:00", "2026-05-01 16:00:00")
        next_one = self.watch("2026-05-01 16:00:00", "2026-05-02 16:00:00", user_id=self.manager.id)
        for moment, expected in (
            ("2026-04-30 15:59:59", self.env["csm.watch"]),
            ("2026-04-30 16:00:00", watch),
            ("2026-05-01 15:59:59", watch),
            ("2026-05-01 16:00:00", next_one),
            ("2026-05-02 16:00:00", self.env["csm.watch"]),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                incident = self.new_incident()
                self.assertEqual(incident.watch_id, expected)
                self.assertEqual(incident.watch_user_id, expected.user_id)
                self.assertEqual(incident.user_id, expected.user_id)

    def test_whoever_is_on_watch_has_it_on_the_list_and_the_log_says_so(self):
        self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00")
        incident = self.new_incident()
        self.assertEqual(incident.sudo().activity_ids.user_id, self.outsider)
        self.assertIn("Outsider", self.entries(incident, "watch").text)

    def test_who_reports_during_the_own_watch_is_not_called(self):
        self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00", user_id=self.agent.id)
        incident = self.new_incident()
        self.assertFalse(incident.sudo().activity_ids)

    def test_a_handler_who_was_named_stays_the_handler(self):
        self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00")
        incident = self.new_incident(user_id=self.leader.id)
        self.assertEqual((incident.user_id, incident.watch_user_id), (self.leader, self.outsider))

    def test_the_stand_in_is_called_when_the_person_is_away(self):
        self.on_leave(self.outsider, "2026-03-02", "2026-03-02")
        self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00", stand_in_id=self.manager.id)
        self.assertEqual(self.new_incident().watch_user_id, self.manager)

    def test_when_nobody_on_watch_can_be_reached_the_log_says_so(self):
        self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00")
        self.outsider.active = False
        incident = self.new_incident()
        self.assertFalse(incident.watch_user_id)
        self.assertIn("Nobody", self.entries(incident, "watch").text)

    def test_the_watch_of_another_company_is_not_called(self):
        other = self.new_company("Testlabor", tz="Europe/Berlin")
        self.watch(
            "2026-03-02 00:00:00",
            "2026-03-03 00:00:00",
            company_id=other.id,
            user_id=self.new_user("berliner", "group_agent", company=other).id,
        )
        self.assertFalse(self.new_incident().watch_id)

    def test_night_and_holiday_count_by_the_company_s_hours(self):
        self.holiday()
        for moment, off in (
            ("2026-04-30 09:59:59", False),
            ("2026-04-30 10:00:00", True),
            ("2026-04-30 15:59:59", True),
            ("2026-05-01 02:00:00", True),
            ("2026-05-04 00:59:59", True),
            ("2026-05-04 01:00:00", False),
        ):
            with self.subTest(moment=moment):
                self.at(moment)
                self.assertEqual(self.new_incident().is_off_hours, off)

    # Is every holiday covered?

    def test_an_uncovered_holiday_is_pointed_out_days_before_and_once(self):
        self.holiday()
        # Seven days before 1 May is 24 April, which begins at 16:00 UTC on the day before.
        self.assertFalse(self.check("2026-04-23 15:59:59"))
        gap = self.check("2026-04-23 16:00:00")
        self.assertEqual(self.spans(gap), [("2026-04-30 16:00:00", "2026-05-03 16:00:00")])
        self.assertEqual(gap.activity_ids.user_id, self.leader)
        self.assertEqual(self.check("2026-04-25 01:00:00"), gap)
        self.assertEqual(len(gap.activity_ids), 1)

    def test_only_what_nobody_watches_is_pointed_out(self):
        self.holiday()
        self.watch("2026-04-30 12:00:00", "2026-05-01 16:00:00")
        self.watch("2026-05-02 04:00:00", "2026-05-03 04:00:00")
        gaps = self.check("2026-04-28 01:00:00")
        self.assertEqual(
            self.spans(gaps),
            [
                ("2026-05-01 16:00:00", "2026-05-02 04:00:00"),
                ("2026-05-03 04:00:00", "2026-05-03 16:00:00"),
            ],
        )

    def test_a_covered_holiday_is_not(self):
        self.holiday()
        self.watch("2026-04-30 16:00:00", "2026-05-03 16:00:00")
        self.assertFalse(self.check("2026-04-28 01:00:00"))

    def test_zero_days_means_never_and_past_holidays_are_past(self):
        self.holiday()
        self.assertFalse(self.check("2026-04-28 01:00:00", days=0))
        self.assertFalse(self.check("2026-05-04 01:00:00"))

    def test_a_person_s_leave_is_no_holiday(self):
        self.on_leave(self.agent, "2026-03-03", "2026-03-04")
        self.assertFalse(self.check("2026-03-02 01:00:00"))

    def test_the_leader_is_done_when_somebody_is_found_and_asked_again_when_not(self):
        self.holiday()
        gap = self.check("2026-04-28 01:00:00")
        gap.user_id = self.outsider
        self.assertFalse(gap.activity_ids)
        gap.user_id = False
        self.assertEqual(gap.activity_ids.user_id, self.leader)

    # What a watch is

    def test_a_watch_has_a_length_and_two_persons(self):
        with self.assertRaises(DatabaseError), mute_logger("odoo.sql_db"):
            self.watch("2026-03-02 00:00:00", "2026-03-02 00:00:00")
        with self.assertRaises(ValidationError):
            self.watch("2026-03-02 00:00:00", "2026-03-03 00:00:00", stand_in_id=self.outsider.id)
