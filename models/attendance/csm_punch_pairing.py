from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools import presence
from .hr_attendance import PAIRING

# Pairs hang together over less than this.
AROUND = timedelta(days=4)
# More new attendances than this are written at once; Odoo reckons their overtime later.
BY_HAND = 50


class CsmPunchPairing(models.AbstractModel):
    """Makes attendances of punches; what is there already as it should be stays untouched."""

    _name = "csm.punch.pairing"
    _description = "Pairing of Punches"

    @api.model
    def _pair(self, spans, many=False, cause=None):
        """Pair the punches of employees anew, as far as these spans reach.

        :param dict spans: ``{employee id: (first moment, last moment)}``, naive UTC
        :param many: leave the overtime to the job
        :param dict cause: values of the excuses of what is no longer found
        :return: whether attendances were written whose overtime is still to be reckoned
        """
        # The punches were admitted by whoever calls; attendances are made of them by the system.
        me = self.sudo()
        employees = me.env["hr.employee"].browse(spans)
        start = min(low for low, _high in spans.values()) - AROUND
        end = max(high for _low, high in spans.values()) + AROUND
        windows = me._windows(employees, spans, start, end)
        wanted, doubles = me._wanted(employees, windows, start, end)
        me._mark_doubles(employees, windows, doubles, (start, end))
        new, gone = me._differences(employees, windows, wanted, (start, end))
        due = me._write(new, gone, many)
        days = {
            employee_id: (presence.moment_of(low), presence.moment_of(high))
            for employee_id, (low, high, _cuts) in windows.items()
        }
        me.env["csm.attendance.run"]._follow(days, cause)
        return due

    @api.model
    def _windows(self, employees, spans, start, end):
        """Return ``{employee id: (from, to, cuts)}``: whole stretches between two cuts."""
        expectation = self.env["csm.attendance.expectation"]
        shifts = expectation._shifts(employees, start, end)
        zones = expectation._zones_of(employees)
        low, high = presence.stamp(start), presence.stamp(end)
        known, windows = {}, {}
        for employee_id, (first, last) in spans.items():
            mine = shifts.get(employee_id, [])
            key = id(mine), zones[employee_id]
            if key not in known:
                zone = expectation._zone(zones[employee_id])
                known[key] = presence.cuts_of(mine, low, high, zone)
            cuts = known[key]
            begin = bisect_right(cuts, presence.stamp(first)) - 1
            stop = bisect_right(cuts, presence.stamp(last))
            windows[employee_id] = (
                cuts[begin] if begin >= 0 else low,
                cuts[stop] if stop < len(cuts) else high,
                cuts,
            )
        return windows

    @api.model
    def _wanted(self, employees, windows, start, end):
        """Return ``({employee id: stays}, [id of a punch that repeats another])``."""
        punches = self._punches(employees, start, end)
        others = self._other_stays(employees, start, end)
        wanted, doubles = {}, []
        for employee_id, (low, high, cuts) in windows.items():
            mine = [punch for punch in punches.get(employee_id, ()) if low <= punch[1] < high]
            within = others.get(employee_id, ())
            rest = [punch for punch in mine if not self._is_within(punch[1], within)]
            doubles += [punch[0] for punch in mine if self._is_within(punch[1], within)]
            stays, repeated = presence.pair([(m, way) for _id, m, way in rest], cuts)
            doubles += [rest[index][0] for index in repeated]
            wanted[employee_id] = self._around(stays, within)
        return wanted, doubles

    @api.model
    def _is_within(self, moment, stays):
        near = presence.DOUBLE
        return any(low - near <= moment <= high + near for low, high in stays)

    @api.model
    def _around(self, stays, others):
        """Return stays less what the kiosk knows of: nobody is there twice."""
        result = []
        for start, end, missing in stays:
            pieces = [(start, end)] if missing else presence.without([(start, end)], others)
            result += [(*piece, missing) for piece in pieces]
        return result

    @api.model
    def _punches(self, employees, start, end):
        self.env["csm.punch"].flush_model()
        found = defaultdict(list)
        for punch_id, employee_id, moment, way in self.env.execute_query(
            SQL(
                """
                SELECT id, employee_id, EXTRACT(EPOCH FROM punched_at)::bigint,
                       COALESCE(direction, '')
                  FROM csm_punch
                 WHERE employee_id IN %s AND state IN ('paired', 'double')
                   AND punched_at >= %s AND punched_at < %s
                 ORDER BY employee_id, punched_at, id
                """,
                tuple(employees.ids),
                start,
                end,
            )
        ):
            found[employee_id].append((punch_id, moment, way))
        return found

    @api.model
    def _other_stays(self, employees, start, end):
        """Return the attendances nobody made of punches: kiosk and HR."""
        self.env["hr.attendance"].flush_model()
        found = defaultdict(list)
        for employee_id, came, left in self.env.execute_query(
            SQL(
                """
                SELECT employee_id, EXTRACT(EPOCH FROM check_in)::bigint,
                       EXTRACT(EPOCH FROM COALESCE(check_out, check_in))::bigint
                  FROM hr_attendance
                 WHERE employee_id IN %s AND check_in < %s
                   AND COALESCE(check_out, check_in) >= %s
                   AND is_from_punches IS NOT TRUE AND in_mode IS DISTINCT FROM 'technical'
                 ORDER BY employee_id, check_in
                """,
                tuple(employees.ids),
                end,
                start,
            )
        ):
            found[employee_id].append((came, left))
        return found

    @api.model
    def _mark_doubles(self, employees, windows, doubles, span):
        """Write which punches repeat another one, and which no longer do."""
        ids = tuple(doubles) or (0,)
        inside = [(employee_id, low, high) for employee_id, (low, high, _cuts) in windows.items()]
        self.env.cr.execute_values(
            """
            UPDATE csm_punch p SET state = CASE WHEN p.id = ANY(ARRAY[%s]::int[])
                                                THEN 'double' ELSE 'paired' END
              FROM (VALUES %%s) AS w (employee_id, low, high)
             WHERE p.employee_id = w.employee_id AND p.state IN ('paired', 'double')
               AND p.punched_at >= to_timestamp(w.low) AT TIME ZONE 'UTC'
               AND p.punched_at < to_timestamp(w.high) AT TIME ZONE 'UTC'
               AND (p.state = 'double') <> (p.id = ANY(ARRAY[%s]::int[]))
            """
            % ((",".join(map(str, ids)),) * 2),
            inside,
            page_size=max(len(inside), 1),
        )
        self.env["csm.punch"].invalidate_model(["state"])

    # Attendances

    @api.model
    def _differences(self, employees, windows, wanted, span):
        """Return what attendances are to be made, ``[(employee id, stay)]``, and which must go."""
        self.env["hr.attendance"].flush_model()
        new = {(employee_id, *stay) for employee_id, stays in wanted.items() for stay in stays}
        gone = []
        for record_id, employee_id, came, left, missing in self.env.execute_query(
            SQL(
                """
                SELECT id, employee_id, EXTRACT(EPOCH FROM check_in)::bigint,
                       EXTRACT(EPOCH FROM check_out)::bigint, COALESCE(missing_punch, '')
                  FROM hr_attendance
                 WHERE employee_id IN %s AND is_from_punches AND check_in >= %s AND check_in < %s
                """,
                tuple(employees.ids),
                *span,
            )
        ):
            low, high, _cuts = windows[employee_id]
            if not low <= came < high:
                continue
            if (key := (employee_id, came, left, missing)) in new:
                new.remove(key)
            else:
                gone.append(record_id)
        return sorted(new), gone

    @api.model
    def _write(self, new, gone, many):
        """Write attendances; a few as Odoo does, many at once without the overtime."""
        attendances = self.env["hr.attendance"].with_context(csm_pairing=PAIRING)
        old = attendances.browse(gone)
        vals_list = [self._attendance_vals(*stay) for stay in new]
        if len(old) == len(vals_list) == 1 and old.employee_id.id == vals_list[0]["employee_id"]:
            # Whose attendance it is stays; Odoo asks who may change that.
            old.write({name: vals_list[0][name] for name in vals_list[0] if name != "employee_id"})
            return False
        old.unlink()
        if many and len(new) > BY_HAND:
            attendances._insert_stays(new)
            return True
        attendances.create(vals_list)
        return False

    @api.model
    def _attendance_vals(self, employee_id, came, left, missing):
        return {
            "employee_id": employee_id,
            "check_in": presence.moment_of(came),
            "check_out": presence.moment_of(left),
            "in_mode": "manual",
            "out_mode": "technical" if missing else "manual",
            "is_from_punches": True,
            "missing_punch": missing or False,
        }
