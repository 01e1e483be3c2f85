from datetime import timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from ...tools import table
from .csm_case_import_column import plain

# What channels are called in registers.
CHANNELS = {
    "phone": "phone|telephone|hotline|call|电话|電話|热线|熱線",
    "visit": "visit|in person|walk-in|来访|來訪|上门",
    "letter": "letter|postal mail|post|mail|信函|来信|來信",
    "fax": "fax|传真|傳真",
    "email": "email|e-mail|邮件|郵件|电子邮件|電子郵件",
    "web": "web|website|online|internet|网络|網絡|网站|網站",
    "chat": "chat|wechat|微信|在线客服",
    "transferred": "transferred|referral|转办|轉辦|转来|轉來",
}
CHANNEL_OF = {plain(word): key for key, words in CHANNELS.items() for word in words.split("|")}
TEXTS = (
    "name",
    "demand",
    "product",
    "specification",
    "order_number",
    "batch_number",
    "partner_name",
    "partner_email",
    "partner_phone",
)


class Reading:
    """What all rows of one piece have in common: columns, zone, categories known so far."""

    def __init__(self, record):
        self.record = record
        self.columns = record.column_ids.sorted("position")
        self.zone = ZoneInfo(record.company_id.resource_calendar_id.tz or "UTC")
        self.now = record.env.cr.now().replace(microsecond=0)
        self.open_values = {plain(word) for word in (record.open_values or "").split(",")}
        self.categories = None

    def cells(self, cells, target):
        """Return what stands in the columns that become this, without the empty ones."""
        found = (cells[column.position].strip() for column in self.columns_of(target))
        return [cell for cell in found if cell]

    def columns_of(self, target):
        return [column for column in self.columns if column.target == target]

    def first(self, cells, target):
        return next(iter(self.cells(cells, target)), "")


class CsmCaseImportReader(models.AbstractModel):
    """Turns the cells of a row into the values of a case, or says why that is impossible.

    A date without a time means noon in the company's zone, or now if it is today. A register that
    does not say when a case was closed knows only a last moment; judgement, reply, answer and
    closing all bear it then. A last moment before the receipt is kept as a line of text.
    """

    _name = "csm.case.import.reader"
    _description = "Reading Rows"

    @api.model
    def _read(self, record, rows):
        """Return ``[(row, values)]`` of the rows that can come in; the others say why not."""
        reading, ready = Reading(record), []
        for row in rows:
            try:
                values = self._values(reading, row.cells, row.line_number)
                values["category_id"] = self._category(reading, values.pop("category"))
            except UserError as error:
                row.write({"state": "bad", "reason": str(error)})
                continue
            values.update(import_key=row.key, import_id=record.id)
            ready.append((row, values))
        return ready

    def _values(self, reading, cells, line):
        record = reading.record
        received = self._moment(reading, cells, "received_at")
        if not received:
            raise UserError(self.env._("The moment of receipt is missing."))
        path = [*reading.cells(cells, "category"), *reading.cells(cells, "subcategory")]
        values = {name: reading.first(cells, name) or False for name in TEXTS}
        values.update(
            received_at=received,
            company_id=record.company_id.id,
            team_id=record.team_id.id,
            kind=record.kind,
            channel=self._channel(reading, cells),
            partner_address=" ".join(reading.cells(cells, "partner_address")) or False,
            first_responder_id=False,
            user_id=False,
            category=path,
        )
        values["name"] = values["name"] or self._subject(values, line)
        last = self._moment(reading, cells, "last_moment")
        values["description"] = self._case_description(reading, cells, last, received)
        values.update(self._chain(reading, cells, received, max(last or received, received)))
        return values

    def _subject(self, values, line):
        name = ": ".join(values["category"]) or values["product"]
        return name or self.env._("Line %(line)s of the register", line=line)

    def _chain(self, reading, cells, received, last):
        """Return the state and the facts that the register's outcome stands for."""
        if self._is_open(reading, cells):
            limit = reading.now - timedelta(days=self.env["csm.case"]._typed_fact_days)
            if received >= limit:
                return {"is_historic": False}
            return {
                "is_historic": True,
                "state": "handling",
                "registered_at": received,
                "judged_at": last,
            }
        facts = ("judged_at", "replied_at", "told_at", "closed_at")
        return {
            "is_historic": True,
            "state": "closed",
            "registered_at": received,
            **dict.fromkeys(facts, last),
        }

    def _is_open(self, reading, cells):
        outcome = reading.first(cells, "outcome")
        if not outcome:
            return not reading.record.is_closed_without_outcome
        return plain(outcome) in reading.open_values

    def _moment(self, reading, cells, target):
        """Return a moment in UTC; a date without a time means noon in the company's zone."""
        text = reading.first(cells, target)
        if not text:
            return None
        label = dict(reading.columns._fields["target"]._description_selection(self.env))[target]
        moment, has_time = table.parse_moment(text, reading.record.date_format)
        if not moment:
            raise UserError(
                self.env._("“%(column)s” is no date: %(text)s.", column=label, text=text)
            )
        if not has_time:
            moment = moment.replace(hour=12)
        moment = moment.replace(tzinfo=reading.zone)
        now = reading.now.replace(tzinfo=ZoneInfo("UTC"))
        if not has_time and moment.date() == now.astimezone(reading.zone).date():
            moment = min(moment, now)
        if moment > now:
            raise UserError(
                self.env._("“%(column)s” lies in the future: %(text)s.", column=label, text=text)
            )
        return moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _channel(self, reading, cells):
        text = reading.first(cells, "channel")
        if not text:
            return reading.record.channel
        labels = dict(self.env["csm.case"]._fields["channel"]._description_selection(self.env))
        words = {plain(label): key for key, label in labels.items()}
        channel = CHANNEL_OF.get(plain(text)) or words.get(plain(text))
        if not channel:
            raise UserError(
                self.env._(
                    "The channel “%(text)s” is unknown. Known are: %(known)s.",
                    text=text,
                    known=", ".join(labels.values()),
                )
            )
        return channel

    def _case_description(self, reading, cells, last, received):
        """Return what happened, and below it every cell that has no field of its own."""
        texts = reading.cells(cells, "description")
        body = Markup().join(Markup("<p>%s</p>") % text for text in texts)
        kept = [
            (column, cells[column.position].strip())
            for column in reading.columns
            if column.target in ("keep", "last_moment", "outcome")
        ]
        lines = [
            Markup("<li>%s: %s</li>") % (column.name, self._kept(column, text, last, received))
            for column, text in kept
            if text
        ]
        return body + (Markup("<ul>%s</ul>") % Markup().join(lines) if lines else Markup())

    def _kept(self, column, text, last, received):
        if column.target == "last_moment" and last and last < received:
            return self.env._("%(text)s (before the receipt, therefore not used)", text=text)
        return text

    # Categories

    def _category(self, reading, path):
        """Return the category of this path below the import's root; make it if that is wanted."""
        root = reading.record.category_id
        if reading.categories is None:
            reading.categories = self._known_categories(root)
        parent_id = root.id
        for name in path:
            key = (parent_id, name.casefold())
            if key not in reading.categories:
                reading.categories[key] = self._new_category(reading, parent_id, name)
            parent_id = reading.categories[key]
        return parent_id

    def _known_categories(self, root):
        Category = self.env["csm.case.category"]
        below = [("id", "child_of", root.id)] if root else []
        return {
            (category.parent_id.id, category.name.casefold()): category.id
            for category in Category.search(below)
        }

    def _new_category(self, reading, parent_id, name):
        if not reading.record.create_categories:
            raise UserError(
                self.env._(
                    "The category “%(name)s” does not exist. Create it, or let the import create "
                    "what is missing.",
                    name=name,
                )
            )
        # Who imports need not be allowed to change categories; the form asked for it.
        Category = self.env["csm.case.category"].sudo()
        return Category.create({"name": name, "parent_id": parent_id}).id

    # Preview

    @api.model
    def _preview(self, record, rows):
        """Return a table that shows what the first rows would become."""
        if not record.date_format:
            return False
        reading = Reading(record)
        heads = [
            self.env._("Line"),
            self.env._("Received"),
            self.env._("Subject"),
            self.env._("Channel"),
            self.env._("State"),
        ]
        body = Markup().join(self._preview_row(reading, row) for row in rows)
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
        ) % (head, body)

    def _preview_row(self, reading, row):
        Case = self.env["csm.case"]
        cells = [*row.cells, *[""] * len(reading.columns)]
        try:
            values = self._values(reading, cells, row.line)
        except UserError as error:
            return Markup('<tr class="text-danger"><td>%s</td><td colspan="4">%s</td></tr>') % (
                row.line,
                str(error),
            )
        channel = dict(Case._fields["channel"]._description_selection(self.env))[values["channel"]]
        state = Case._state_labels()[values.get("state", "new")]
        shown = (
            row.line,
            Case._local_text(values["received_at"]),
            values["name"],
            channel,
            state,
        )
        return Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % text for text in shown)
