"""Writes rows as a CSV file or as a workbook, for programs that take either."""

import csv
import io

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value):
    """Return a cell that no spreadsheet computes; numbers and days stay what they are.

    >>> plain("=1+1"), plain("Wang"), plain(-3.5), plain(False), plain(None)
    ("'=1+1", 'Wang', -3.5, '', '')
    """
    if value is None or value is False:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def as_csv(header, rows):
    r"""Return the bytes of a CSV file; the mark at its head tells spreadsheets it is UTF-8.

    >>> as_csv(["Name"], [["王芳"], ["=2"]]).decode("utf-8-sig")
    "Name\r\n王芳\r\n'=2\r\n"
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([plain(cell) for cell in header])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(title, header, rows):
    """Return the bytes of a workbook with one sheet; the first row stays in view."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only workbooks need it

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**options, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, [plain(cell) for cell in row])
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()


def _sheet_name(title):
    r"""Return a name that a sheet may bear.

    >>> _sheet_name("2026/10: [payroll]")
    '2026-10- -payroll-'
    """
    return "".join("-" if char in r"[]:*?/\'" else char for char in title)[:31]
