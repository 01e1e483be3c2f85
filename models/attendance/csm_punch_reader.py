from datetime import timedelta

import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Date

from ...tools import table

# How time clocks head their columns, in small letters and without spaces.
HEADS = {
    "badge": "badge badgeno badgenumber card cardno cardnumber id userid no employeeid employeeno "
    "enno acno ac-no. personid pin number barcode 卡号 工号 编号 员工编号 考勤号码 登记号码 "
    "人员编号 卡號 工號 編號 員工編號 卡片號碼",
    "moment": "moment time datetime date/time timestamp punchtime punch checktime clocktime "
    "punchedat 打卡时间 刷卡时间 签到时间 日期时间 时间 考勤时间 打卡時間 刷卡時間 時間 日期時間",
    "day": "date day punchdate 日期 打卡日期 刷卡日期",
    "direction": "direction inout in/out status state type checktype io 方向 进出 状态 签到类型 "
    "進出 狀態",
    "device": "device terminal machine deviceid deviceno clock machineno 设备 设备编号 机号 設備 "
    "設備編號 機號",
}
WAYS = {
    "in": "in i c/in checkin check-in 0 进 上班 签到 進 簽到",
    "out": "out o c/out checkout check-out 1 出 下班 签退 簽退",
}
# A clock that runs a little fast is no clock of the future.
AHEAD = timedelta(minutes=5)


class CsmPunchReader(models.AbstractModel):
    """Reads the file of a time clock: good rows become punches, bad ones are kept and named."""

    _name = "csm.punch.reader"
    _description = "Reading of Punch Files"

    @api.model
    def _read(self, data, name, company, device, date_format=False):
        """Read a file and return the import.

        :raise UserError: when the file holds no table with badges and moments
        """
        rows, columns = self._table_of(data, name)
        date_format = date_format or self._date_format(rows, columns)
        # Only HR comes here, by the wizard; punches and attendances are made by the system.
        me = self.sudo()
        record = me.env["csm.punch.import"].create(
            {
                "name": name,
                "company_id": company.id,
                "device_id": device.id,
                "row_count": len(rows),
                "user_id": self.env.uid,
            }
        )
        devices = {
            clock.code: clock
            for clock in me.env["csm.punch.device"].search([("company_id", "=", company.id)])
        }
        good, bad = [], []
        for row in rows:
            punch, fault = me._punch(row, columns, date_format, (company, device, devices))
            if fault:
                bad.append((row, fault))
            else:
                good.append(punch)
        me._keep_bad(record, bad)
        me._keep_good(record, good)
        return record

    # The table

    @api.model
    def _table_of(self, data, name):
        """Return ``(rows, {what: column})``."""
        try:
            found = table.read(data)
        except table.NotATable as error:
            raise UserError(
                self.env._(
                    "%(file)s holds no table (%(what)s). Save it as CSV or XLSX with one punch in "
                    "each row.",
                    file=name,
                    what=error.what,
                )
            ) from error
        heads = ["".join(head.lower().split()) for head in found.header]
        columns = {
            what: next((i for i, head in enumerate(heads) if head in words.split()), None)
            for what, words in HEADS.items()
        }
        if columns["moment"] is None:
            columns["moment"] = columns["day"]
        if columns["badge"] is None or columns["moment"] is None:
            raise UserError(
                self.env._(
                    "%(file)s does not say which column is the badge and which the moment "
                    "(%(header)s). Head them “badge” and “time”.",
                    file=name,
                    header=", ".join(found.header),
                )
            )
        return found.rows, columns

    @api.model
    def _date_format(self, rows, columns):
        """Return how days are written in the file; where it can be read in two ways, ask."""
        texts = [self._moment_text(row, columns) for row in rows if not row.broken]
        formats = table.guess_dates(texts)
        if len(formats) > 1:
            raise UserError(
                self.env._(
                    "The days in this file can be read in several ways: %(formats)s. Choose how "
                    "they are written.",
                    formats=", ".join(formats),
                )
            )
        return formats[0] if formats else "%Y-%m-%d"

    @api.model
    def _cell(self, row, column):
        if column is None or column >= len(row.cells):
            return ""
        return row.cells[column].strip()

    @api.model
    def _moment_text(self, row, columns):
        text = self._cell(row, columns["moment"])
        day = self._cell(row, columns["day"])
        if columns["day"] not in (None, columns["moment"]):
            text = f"{day.split(' ')[0]} {text}".strip()
        return text

    # A row

    @api.model
    def _punch(self, row, columns, date_format, where):
        """Return ``(values, fault)`` of a row."""
        company, device, devices = where
        badge, text = self._cell(row, columns["badge"]), self._moment_text(row, columns)
        if row.broken or not badge or not text:
            return None, "broken" if row.broken else "columns"
        code = self._cell(row, columns["device"])
        clock = device or devices.get(code)
        if code and not clock:
            return None, "device"
        local, has_time = table.parse_moment(text, date_format)
        if not local or not has_time:
            return None, "moment"
        zone = pytz.timezone((clock and clock.tz) or company.resource_calendar_id.tz or "UTC")
        moment = zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
        if moment > self.env.cr.now() + AHEAD:
            return None, "future"
        way = self._cell(row, columns["direction"]).lower().replace(" ", "")
        way = next((side for side, words in WAYS.items() if way in words.split()), None)
        return (clock.id if clock else None, badge, moment, way, local.date()), ""

    # What is kept

    @api.model
    def _keep_bad(self, record, bad):
        self.env["csm.punch.import.row"].create(
            [
                {
                    "import_id": record.id,
                    "line": row.line,
                    "text": " | ".join(row.cells)[:500],
                    "fault": fault,
                }
                for row, fault in bad
            ]
        )
        record.bad_count = len(bad)

    @api.model
    def _keep_good(self, record, good):
        """Write the punches that are new, and let them count."""
        company, now, uid = record.company_id, self.env.cr.now(), self.env.uid
        rows = [
            (company.id, *punch[:4], record.id, uid, now, uid, now) for punch in dict.fromkeys(good)
        ]
        if rows:
            self.env["csm.punch"].flush_model()
            taken = self.env.cr.execute_values(
                """
                INSERT INTO csm_punch (company_id, device_id, badge, punched_at, direction,
                       import_id, create_uid, create_date, write_uid, write_date, source, state)
                VALUES %s ON CONFLICT DO NOTHING RETURNING id
                """,
                rows,
                template="(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'file', 'unknown')",
                page_size=5000,
                fetch=True,
            )
            record.new_count = len(taken)
            self._let_count(record)
        days = [punch[4] for punch in good]
        record.write(
            {
                "known_count": len(good) - record.new_count,
                "first_on": min(days, default=False),
                "last_on": max(days, default=False),
            }
        )

    @api.model
    def _let_count(self, record):
        punches = self.env["csm.punch"]
        found = punches._resolve(record.company_id)
        record.unknown_count = record.new_count - sum(1 for _row in found)
        spans = {}
        for _punch_id, employee_id, moment in found:
            low, high = spans.get(employee_id, (moment, moment))
            spans[employee_id] = (min(low, moment), max(high, moment))
        if spans and self.env["csm.punch.pairing"]._pair(spans, many=True):
            record.write(
                {
                    "is_overtime_due": True,
                    "overtime_from": Date.to_date(min(low for low, _high in spans.values())),
                    "overtime_to": Date.to_date(max(high for _low, high in spans.values())),
                }
            )
            self.env.ref("csm.ir_cron_reckon_overtime")._trigger()
