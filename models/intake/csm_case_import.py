import base64
import csv
import io
from collections import Counter
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools import charset, table
from .csm_case_import_column import TARGET_OF, plain

DATE_LABELS = {
    "%Y-%m-%d": "2026-12-31",
    "%Y/%m/%d": "2026/12/31",
    "%m/%d/%Y": "12/31/2026",
    "%d/%m/%Y": "31/12/2026",
    "%d.%m.%Y": "31.12.2026",
    "%d-%m-%Y": "31-12-2026",
    "%Y.%m.%d": "2026.12.31",
    "%Y%m%d": "20261231",
    "%Y年%m月%d日": "2026年12月31日",
}


class CsmCaseImport(models.Model):
    """One older register that is brought in: the file, how to read it, and what came of it.

    The rows are set down first and brought in piece by piece, each piece in a transaction of its
    own, so that a run which was killed goes on where it stopped and nothing comes in twice.
    """

    _name = "csm.case.import"
    _description = "Import of Cases"
    _inherit = ["csm.case.import.file.mixin"]
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    team_id = fields.Many2one(
        "csm.team",
        required=True,
        check_company=True,
        index=True,
        default=lambda self: self.env["csm.case"]._default_team_id(),
    )
    user_id = fields.Many2one(
        "res.users",
        "Brought In By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "File"), ("mapped", "Columns"), ("running", "Running"), ("done", "Done")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    date_format = fields.Selection(list(DATE_LABELS.items()), "Dates Look Like")
    kind = fields.Selection(
        lambda self: self.env["csm.case"]._fields["kind"]._description_selection(self.env),
        required=True,
        default="complaint",
    )
    channel = fields.Selection(
        lambda self: self.env["csm.case"]._fields["channel"]._description_selection(self.env),
        "Channel Where None Is Given",
        required=True,
        default="web",
    )
    category_id = fields.Many2one(
        "csm.case.category",
        "Categories Lie Below",
        default=lambda self: self.env.ref("csm.csm_case_category_imported", False),
    )
    create_categories = fields.Boolean("Create Missing Categories", default=True)
    open_values = fields.Char(
        "Outcomes of Open Cases",
        default="In progress, Open, New, 处理中, 處理中, 未结, 未結",
        help="Every other outcome means that the case is closed.",
    )
    is_closed_without_outcome = fields.Boolean("Rows Without Outcome Are Closed")
    column_ids = fields.One2many("csm.case.import.column", "import_id", "Columns")
    row_ids = fields.One2many("csm.case.import.row", "import_id", "Rows")
    bad_row_ids = fields.One2many(
        "csm.case.import.row", "import_id", "Bad Rows", domain=[("state", "=", "bad")]
    )
    question = fields.Text(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    log = fields.Text("What Happened", readonly=True, copy=False)
    row_count = fields.Integer("Rows in the File", compute="_compute_counts")
    created_count = fields.Integer("Brought In", compute="_compute_counts")
    known_count = fields.Integer("Were There Already", compute="_compute_counts")
    bad_count = fields.Integer("Not Brought In", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    bad_file = fields.Binary("Bad Rows as CSV", compute="_compute_bad_file")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_kept(vals)
        return super().write(vals)

    def _refuse_kept(self, vals):
        """The rows come in with the rights of who imports, so nobody names somebody else."""
        kept = [name for name in ("user_id", "state", "log") if name in vals]
        if kept and not self.env.su:
            labels = self.fields_get(kept, ["string"])
            raise UserError(
                self.env._(
                    "“%(field)s” of an import is kept by the system. Use the buttons.",
                    field=labels[kept[0]]["string"],
                )
            )

    def _compute_counts(self):
        groups = self.env["csm.case.import.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "state"], ["__count"]
        )
        counts = Counter({(record.id, state): count for record, state, count in groups})
        for record in self:
            by_state = {
                state: counts[record.id, state] for state in ("created", "known", "bad", "waiting")
            }
            record.row_count = sum(by_state.values())
            record.created_count = by_state["created"]
            record.known_count = by_state["known"]
            record.bad_count = by_state["bad"]
            done = record.row_count - by_state["waiting"]
            record.progress = 100 * done / record.row_count if record.row_count else 0

    @api.depends("column_ids.target", "date_format", "open_values", "category_id", "channel")
    def _compute_preview(self):
        for record in self:
            record.question = record.preview = False
            if record.state == "mapped":
                content = record._read_table()
                record.question = record._why_not_import(content)
                rows = [row for row in content.rows if not row.broken][:5]
                record.preview = self.env["csm.case.import.reader"]._preview(record, rows)

    def _compute_bad_file(self):
        for record in self:
            record.bad_file = base64.b64encode(record._bad_rows_as_csv()) if record.id else False

    def _bad_rows_as_csv(self):
        """Return the bad rows as they came, with line and reason, ready to be mended and sent."""
        stream = io.StringIO()
        writer = csv.writer(stream)
        titles = [self.env._("Line"), self.env._("Reason")]
        writer.writerow([*self.column_ids.mapped("name"), *titles])
        width = len(self.column_ids)
        for row in self.bad_row_ids:
            cells = [*(row.cells or ()), *[""] * width][: max(width, len(row.cells or ()))]
            writer.writerow([*cells, row.line_number, row.reason])
        return stream.getvalue().encode("utf-8-sig")

    # Reading the file

    def action_read(self):
        """Read the file: how it is written, which columns it has, what they probably mean."""
        for record in self:
            content = record._read_table()
            if not content.rows:
                raise UserError(
                    self.env._(
                        "%(file)s holds a header and no rows. Choose the file with the rows.",
                        file=record.file_name,
                    )
                )
            columns = record._prepare_columns(content)
            record.write({"column_ids": [Command.clear(), *columns]})
            record.sudo().state = "mapped"
            candidates = record._date_candidates(content)
            record.date_format = candidates[0] if len(candidates) == 1 else False
        return True

    def _prepare_columns(self, content):
        taken, commands = set(), []
        for position, name in enumerate(content.header):
            samples = (row.cells[position] for row in content.rows if position < len(row.cells))
            target = TARGET_OF.get(plain(name), "keep")
            # Only an address is put together from several columns.
            if target in taken and target != "partner_address":
                target = "keep"
            taken.add(target)
            sample = next((cell for cell in samples if cell.strip()), "")[:80]
            values = {"position": position, "name": name, "sample": sample, "target": target}
            commands.append(Command.create(values))
        return commands

    def action_back(self):
        """Go back to the choice of the file; nothing has come in yet."""
        self.check_access("write")
        self.sudo().filtered(lambda record: record.state == "mapped").state = "draft"

    def _positions(self, *targets):
        columns = self.column_ids.filtered(lambda column: column.target in targets)
        return columns.sorted("position").mapped("position")

    def _date_candidates(self, content):
        positions = self._positions("received_at", "last_moment")
        return table.guess_dates(
            [
                row.cells[position]
                for row in content.rows
                for position in positions
                if position < len(row.cells)
            ]
        )

    def _why_not_import(self, content):
        """Return what has to be answered before the rows can come in, or an empty string."""
        received = self._positions("received_at")
        if not received:
            return self.env._("Which column says when the complaint was received? Choose one.")
        single = ("received_at", "last_moment", "outcome", "external_id", "channel", "category")
        doubled = [target for target in single if len(self._positions(target)) > 1]
        if doubled:
            labels = dict(self.column_ids._fields["target"]._description_selection(self.env))
            return self.env._(
                "More than one column becomes “%(target)s”. Leave one of them.",
                target=labels[doubled[0]],
            )
        if self.date_format:
            return ""
        candidates = self._date_candidates(content)
        if not candidates:
            return self.env._("The column “Received” holds no dates. Choose the right column.")
        return self.env._(
            "The dates can be read as %(formats)s. Choose how they look.",
            formats=", ".join(DATE_LABELS[form] for form in candidates),
        )

    # Setting down and bringing in

    def action_import(self):
        """Set down all rows; a job in the background brings them in."""
        for record in self:
            # Whoever presses the button a moment later waits for nothing and learns why.
            if not record.try_lock_for_update() or record.state != "mapped":
                raise UserError(
                    self.env._("%(file)s is being brought in already.", file=record.file_name)
                )
            content = record._read_table()
            question = record._why_not_import(content)
            if question:
                raise UserError(question)
            record.check_access("write")
            record._set_down(content)
            record.sudo().write({"state": "running", "user_id": self.env.uid})
            record._note(
                self.env._(
                    "%(count)s rows read, %(encoding)s, dates like %(dates)s.",
                    count=len(content.rows),
                    encoding=charset.NAMES.get(content.encoding, content.encoding.upper()),
                    dates=DATE_LABELS[record.date_format],
                )
            )
        # Whoever may import may wake the job that does it.
        self.env.ref("csm.ir_cron_run_case_import").sudo()._trigger()
        return True

    def _set_down(self, content):
        seen, width = Counter(), len(content.header)
        numbers = self._positions("external_id")
        vals_list = []
        for row in content.rows:
            cells = row.cells
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                cells = cells[:width]
            vals = {"import_id": self.id, "line_number": row.line, "cells": cells}
            reason = self._why_not_row(row, cells, width)
            if not reason:
                vals["key"], reason = self._key(cells, numbers, seen)
            if reason:
                vals.update(state="bad", reason=reason)
            vals_list.append(vals)
        # Rows are written by the system alone.
        Row = self.env["csm.case.import.row"].sudo()
        for start in range(0, len(vals_list), 1000):
            Row.create(vals_list[start : start + 1000])

    def _why_not_row(self, row, cells, width):
        if row.broken:
            return self.env._(
                "A quotation mark is opened and not closed, or too many cells follow."
            )
        if len(cells) != width:
            return self.env._(
                "The line has %(count)s cells, the header has %(width)s.",
                count=len(cells),
                width=width,
            )
        return ""

    def _key(self, cells, numbers, seen):
        """Return ``(key, "")``: the old number, else the row's hash and its ordinal in the file."""
        if numbers:
            number = cells[numbers[0]].strip()
            seen[number] += 1
            if not number:
                return False, self.env._("The number in the old register is missing.")
            if seen[number] > 1:
                return False, self.env._("The number %(number)s came before.", number=number)
            return f"id:{number}", ""
        digest = sha256("\x1f".join(cell.strip() for cell in cells).encode()).hexdigest()[:40]
        seen[digest] += 1
        return f"{digest}:{seen[digest]}", ""

    def _waiting_count(self):
        domain = [("import_id", "in", self.ids), ("state", "=", "waiting")]
        return self.env["csm.case.import.row"].search_count(domain)

    def _finish(self):
        if self._waiting_count():
            return
        self.sudo().state = "done"
        told = self.with_context(lang=self.user_id.lang)
        text = told.env._(
            "%(created)s brought in, %(known)s were there already, %(bad)s not brought in.",
            created=self.created_count,
            known=self.known_count,
            bad=self.bad_count,
        )
        self._note(text)
        self.user_id._bus_send(
            "simple_notification", {"title": self.file_name, "message": text, "sticky": True}
        )

    def _note(self, text):
        for record in self:
            zoned = record.with_context(tz=record.user_id.tz or "UTC")
            now = fields.Datetime.context_timestamp(zoned, self.env.cr.now())
            record.sudo().log = "\n".join(
                filter(None, (record.log, f"{now:%Y-%m-%d %H:%M} {text}"))
            )

    # Looking at what came of it

    def action_open_cases(self):
        """Open the cases this import brought in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases of %(file)s", file=self.file_name),
            "res_model": "csm.case",
            "views": [(False, "list"), (False, "form")],
            "domain": [("import_id", "=", self.id)],
        }

    def action_download_bad_rows(self):
        """Hand out the bad rows as CSV; mended, they can be brought in as a file of their own."""
        self.ensure_one()
        name = f"{self.file_name.rpartition('.')[0] or self.file_name}-bad.csv"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/bad_file/{name}?download=true",
            "target": "self",
        }

    def action_refresh(self):
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        for record in self:
            if record.state == "running":
                raise UserError(
                    self.env._(
                        "%(file)s is being brought in. Wait until it is done.",
                        file=record.file_name,
                    )
                )
