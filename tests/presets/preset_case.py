"""What the tests of the shipped deadlines share."""

from datetime import datetime, timedelta

from ..common.csm_case_base import CsmBase

SECOND = timedelta(seconds=1)
ANSWERS = {
    "judgement": "founded",
    "cause": "The closure let air in.",
    "plan": "Replace the box.",
    "report": "One lot of closures is affected.",
    "decision": "Replacement within a week.",
}
# What any regulation may want on record, so that only the deadlines decide.
ENTRIES = {
    **ANSWERS,
    "description": "<p>The wine tastes of cork.</p>",
    "demand": "A new box.",
    "evidence": "Two bottles, opened.",
    "complained_object": "Dry red 2022",
    "partner_phone": "0535 1234567",
    "partner_address": "Yantai, Harbour Road 7",
    "product": "Dry red",
    "item_number": "R22",
    "specification": "750 ml",
    "order_number": "A-17",
    "batch_number": "R22-0417",
    "shipped_on": "2026-01-15",
    "quantity": 120,
    "defective_quantity": 6,
    "has_sample": True,
    "sales_opinion": "The closure.",
    "measures": "Other closures.",
    "corrective_measures": "The lot is sorted out.",
    "preventive_measures": "Closures are tested.",
    "improvement_effect": "None since.",
    "told_by": "letter",
    "is_satisfied": True,
}


class PresetCase(CsmBase):
    """A company that adopted one shipped regulation and whose roles are held.

    Office hours are 01:00-04:00 and 05:00-10:00 UTC, Monday to Friday; 2 March 2026 is a Monday,
    and a local day ends at 15:59:59 UTC.
    """

    regulation = ""
    roles = ()
    # The role whose holder chooses the handler, where a regulation leaves it to them.
    appointer = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in cls.roles:
            cls.give_role(code, cls.new_user(code, "group_manager"))
        cls.adoption = cls.adopt(cls.regulation)
        cls.department = cls.env["hr.department"].create(
            {"name": "Cellar", "company_id": cls.company.id}
        )

    def entries(self, **values):
        """Return the values of a case on which everything is on record."""
        named = {
            "user_id": self.agent.id,
            "department_id": self.department.id,
            "responsible_employee_id": self.employee(self.outsider).id,
        }
        return {**named, **ENTRIES, **values}

    def appoint(self, case):
        """Let the holder of the role choose the handler the case has."""
        if self.appointer:
            holder = self.env.ref(f"csm.csm_role_{self.appointer}").holder_ids.filtered(
                lambda holder: holder.company_id == self.company
            )
            chosen = case.with_user(holder.employee_id.user_id)
            chosen.write({"user_id": case.user_id.id})

    def play(self, *scenes, **values):
        """Receive a case at the first moment and make moves at the later ones; returns the case.

        A scene is ``(moment in UTC, move, move, …)``.
        """
        self.at(scenes[0][0])
        case = self.new_case(**self.entries(**values))
        self.appoint(case)
        for moment, *moves in scenes:
            self.at(moment)
            for move in moves:
                getattr(case, f"action_{move}")()
        return case

    def rows(self, case, obligation):
        """Return the deadlines that bind for an obligation, one a cycle, oldest first."""
        rows = case.sudo().deadline_ids.filtered(
            lambda row: (
                row.is_binding and row.obligation_id.code == obligation and row.state != "released"
            )
        )
        return rows.sorted("cycle")

    def row(self, case, obligation):
        """Return the deadline of the present cycle; empty when none was opened."""
        return self.rows(case, obligation)[-1:]

    def due(self, case, obligation):
        """Return the due moment as text, empty when nothing is owed."""
        return str(self.row(case, obligation).due_at or "")

    def assert_edges(self, obligation, due, *scenes, moves, **values):
        """The due second itself is in time, the next one is late."""
        edge = datetime.fromisoformat(due)
        for moment, state in ((edge, "met"), (edge + SECOND, "late")):
            with self.subTest(moment=str(moment)):
                case = self.play(*scenes, **values)
                self.assertEqual(self.due(case, obligation), due)
                self.at(str(moment))
                for move in moves:
                    getattr(case, f"action_{move}")()
                row = self.row(case, obligation)
                self.assertEqual((row.state, row.stopped_at), (state, moment))
                self.assertEqual(bool(row.breached_at), state == "late")

    def assert_ladder(self, case, obligation, *expected):
        """Let the job run at each second before and at which a step is due; compare who heard.

        ``expected`` holds ``(moment, kind, login without its prefix)`` in the order of events.
        """
        row, heard = self.row(case, obligation), []
        while row.next_step_at and len(heard) <= len(expected):
            self.assertFalse(row.failure)
            moment = max(row.next_step_at, self.env.cr.now())
            before = self.told(row)
            self.run_steps(str(max(moment - SECOND, self.env.cr.now())))
            if row.next_step_at == moment:
                self.assertEqual(self.told(row), before)
            self.run_steps(str(moment))
            heard += [
                (str(moment), event.kind, event.user_id.login.removeprefix("csm_"))
                for event in self.told(row) - before
            ]
        self.assertEqual(heard, list(expected))

    def told(self, row):
        events = row.event_ids.sorted("id")
        return events.filtered(lambda event: event.kind in ("remind", "breach", "climb"))

    def add_holiday(self, day):
        """Give the whole company a day off. Odoo reads these times as the calendar's own."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
            }
        )

    def add_makeup_day(self, day, worked_as):
        self.env["csm.makeup.day"].create(
            {
                "calendar_id": self.company.resource_calendar_id.id,
                "date": day,
                "worked_as": worked_as,
            }
        )
