"""Reading tables people send: CSV in whatever encoding, delimiter and date order they have."""

import csv
import io
import re
from datetime import datetime, time
from typing import NamedTuple

from . import charset

DELIMITERS = ",;\t|"
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
_STAMPS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"{\\rtf", "RTF"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "GZIP"),
)


class NotATable(Exception):
    """These bytes hold no table. ``what`` names what they look like: PDF, binary, empty."""

    def __init__(self, what):
        super().__init__(what)
        self.what = what


class Row(NamedTuple):
    """One row: the line it begins in, its cells, and whether a quote was left open."""

    line: int
    cells: list
    broken: bool = False


class Table(NamedTuple):
    """A table: how it was written, its header and its rows."""

    encoding: str
    delimiter: str
    header: list
    rows: list


def read(data, encoding=None, delimiter=None):
    """Return the table these bytes hold.

    >>> table = read("Datum;Text\\n1.2.2026;Käse\\n".encode("latin-1"))
    >>> table.encoding, table.delimiter, table.header, table.rows[0].cells
    ('latin-1', ';', ['Datum', 'Text'], ['1.2.2026', 'Käse'])
    >>> read(b"%PDF-1.7")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    NotATable: PDF
    """
    if data.startswith(b"PK"):
        return _read_workbook(data)
    for stamp, what in _STAMPS:
        if data.startswith(stamp):
            raise NotATable(what)
    encoding = encoding or charset.guess(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATable("encoding") from error
    if "\x00" in text:
        raise NotATable("binary")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = delimiter or _sniff(lines)
    records = list(_records(lines, delimiter))
    if not records:
        raise NotATable("empty")
    return Table(encoding, delimiter, _header(records[0].cells), records[1:])


def _header(cells):
    return [cell.strip() for cell in cells]


def _read_workbook(data):
    """Return the first sheet of an XLSX workbook; dates become ISO texts."""
    import openpyxl  # noqa: PLC0415 - heavy, and only workbooks need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        raise NotATable("ZIP") from error
    rows = [
        Row(line, [_cell_text(cell) for cell in cells])
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        if any(cell is not None for cell in cells)
    ]
    if not rows:
        raise NotATable("empty")
    return Table("xlsx", "", _header(rows[0].cells), rows[1:])


def _cell_text(cell):
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _sniff(lines):
    """Return the delimiter of the header, the one most of the first lines agree on.

    >>> _sniff(["a;b;c", "1,5;2,5;3"])
    ';'
    """
    head = [line for line in lines[:20] if line.strip()]
    if not head:
        return ","
    return max(
        DELIMITERS,
        key=lambda mark: _count(head[0], mark) and sum(_count(line, mark) > 0 for line in head),
    )


def _count(line, mark):
    return re.sub(r'"[^"]*"', "", line).count(mark)


def _records(lines, delimiter):
    """Yield the rows. A quote left open spoils its own line only.

    >>> text = 'a,b\\n1,"x\\ny"\\n2,"open\\n3,z'
    >>> for row in _records(text.split("\\n"), ","):
    ...     print(row.line, row.cells, row.broken)
    1 ['a', 'b'] False
    2 ['1', 'x\\ny'] False
    4 ['2,"open'] True
    5 ['3', 'z'] False
    """
    index, width = 0, None
    while index < len(lines):
        if not lines[index].strip():
            index += 1
            continue
        cells, used = _record_at(lines, index, delimiter, width)
        yield Row(index + 1, cells or [lines[index]], not cells)
        width = width or len(cells)
        index += used


def _record_at(lines, index, delimiter, width):
    """Return the cells of the record that begins here and how many lines it takes."""
    used = _closing(lines, index)
    cells = used and _cells("\n".join(lines[index : index + used]), delimiter)
    # A record that swallowed its neighbours does not have the right number of cells either.
    if cells and (used == 1 or width in (None, len(cells))):
        return cells, used
    return [], 1


def _closing(lines, index, most=500):
    """Return after how many lines every quote is closed; 0 when that does not happen."""
    quotes = 0
    for used, line in enumerate(lines[index : index + most], start=1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return used
    return 0


def _cells(text, delimiter):
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return []


# Dates


def parse_moment(text, date_format):
    """Return ``(local moment, whether a time was written)``; ``(None, False)`` if it is no date.

    >>> parse_moment("7/29/2013", "%m/%d/%Y")
    (datetime.datetime(2013, 7, 29, 0, 0), False)
    >>> parse_moment("2026-03-02 14:05", "%Y-%m-%d")
    (datetime.datetime(2026, 3, 2, 14, 5), True)
    >>> parse_moment("13/40/2013", "%m/%d/%Y")
    (None, False)
    """
    text = text.strip()
    for clock in _TIMES:
        try:
            return datetime.strptime(text, date_format + clock), bool(clock)
        except ValueError:
            continue
    return None, False


def guess_dates(values):
    """Return the date formats that read most of these texts: one is sure, several must be asked.

    >>> guess_dates(["7/29/2013", "1/2/2013"])
    ['%m/%d/%Y']
    >>> guess_dates(["1/2/2013", "3/4/2013"])
    ['%m/%d/%Y', '%d/%m/%Y']
    >>> guess_dates(["soon"])
    []
    """
    values = [value for value in dict.fromkeys(values) if value.strip()][:2000]
    scores = {form: sum(bool(parse_moment(v, form)[0]) for v in values) for form in DATE_FORMATS}
    best = max(scores.values(), default=0)
    if not best:
        return []
    return [form for form, score in scores.items() if score == best]
