"""By which roads a wage could get out, and who may be given it by each.

A road asks for everything it can reach and returns what it was given, as text; it leaks when a
figure of somebody else's wage stands in it. Open to the employee concerned and to HR managers of
the company; closed to everybody else. ``guard`` names what keeps a road closed: with it taken away
the road must turn red.

The lists at the end name everything of the program that holds such a figure. What is new and not
listed fails the build.
"""

from typing import NamedTuple

PAY, LINE, SANCTION = "csm.sanction.pay", "csm.payroll.line", "csm.sanction"
# The wage of the agent and what follows from it; no other number of the test holds these digits.
WAGE, AMOUNT = 7391.0, 73.91
MARKS = ("7391", "7,391", "73.91")


class Road(NamedTuple):
    """One road: what asks, to whom it is open, and which guard keeps it closed."""

    name: str
    ask: object
    open_to: tuple = ("owner", "hr_manager")
    guard: str = "pay"


def _list(test, user):
    return test.rpc(user, PAY, "web_search_read", [], {"wage_base": {}, "wage_amount": {}})


def _search_read(test, user):
    return test.rpc(user, PAY, "search_read", [], ["wage_base", "wage_amount", "deductible"])


def _oracle(test, user):
    """Ask by a domain: who finds the row knows the figure."""
    found = test.rpc(user, PAY, "search_count", [("wage_amount", "=", AMOUNT)])
    return MARKS[0] if found else ""


def _oracle_of_sanction(test, user):
    domain = [("pay_ids.wage_base", "=", WAGE)]
    return MARKS[0] if test.rpc(user, SANCTION, "search", domain) else ""


def _oracle_not(test, user):
    domain = [("pay_ids.wage_base", "!=", WAGE), ("id", "=", test.made.id)]
    domain += [("is_wage_based", "=", True)]
    found = test.rpc(user, SANCTION, "search", domain)
    other = test.rpc(user, SANCTION, "search", [("pay_ids.wage_base", "!=", 1), *domain[1:]])
    # The two questions are told apart only by whoever the figure is known to.
    return MARKS[0] if found != other else ""


def _group(test, user):
    return test.rpc(user, PAY, "formatted_read_group", [], ["employee_id"], ["wage_amount:sum"])


def _sets(test, user):
    sums = ["wage_base:sum", "wage_amount:max"]
    return test.rpc(user, PAY, "formatted_read_grouping_sets", [], [["employee_id"], []], sums)


def _read(test, user):
    return test.rpc(user, PAY, "read", test.pay.ids, ["wage_base", "wage_amount"])


def _web_read(test, user):
    spec = {"pay_ids": {"fields": {"wage_base": {}, "wage_amount": {}}}}
    return test.rpc(user, SANCTION, "web_read", test.made.ids, spec)


def _export(test, user):
    return test.rpc(user, PAY, "export_data", test.pay.ids, ["wage_base", "wage_amount"])


def _export_of_sanction(test, user):
    names = ["number", "amount", "pay_ids/wage_base", "pay_ids/wage_amount"]
    return test.rpc(user, SANCTION, "export_data", test.made.ids, names)


def _order_of_sanction(test, user):
    """Read all that a sanction says of itself, in every order there is."""
    names = [name for name in test.fields_of(user, SANCTION) if name != "pay_ids"]
    return test.each_field(user, SANCTION, [("id", "=", test.made.id)], names)


def _forecast(test, user):
    """Read all that an open fine says of itself: what the legal cap will leave of it as well."""
    return test.each_field(user, SANCTION, [("id", "=", test.coming.id)])


def _forecast_listed(test, user):
    spec = {"expected_deductible": {}, "expected_rest": {}, "expected_text": {}}
    return test.rpc(user, SANCTION, "web_search_read", [("id", "=", test.coming.id)], spec)


def _forecast_exported(test, user):
    return test.rpc(user, SANCTION, "export_data", test.coming.ids, ["number", "expected_text"])


def _forecast_oracle(test, user):
    """Ask by a domain: who finds the fine knows that it exceeds a part of the wage."""
    domain = [("id", "=", test.coming.id), ("is_above_cap", "=", True)]
    return MARKS[0] if test.rpc(user, SANCTION, "search", domain) else ""


def _payroll(test, user):
    return test.rpc(user, LINE, "search_read", [], ["amount", "not_deductible"])


def _payroll_group(test, user):
    return test.rpc(user, LINE, "formatted_read_group", [], ["employee_id"], ["amount:sum"])


def _payroll_export(test, user):
    return test.rpc(user, LINE, "export_data", test.line.ids, ["amount"])


def _payroll_of_sanction(test, user):
    """Ask through every relation that leads to a payroll line or a wage."""
    told = []
    for model, name in sorted(test.leading_fields()):
        if test.may(user, model):
            told.append(test.rpc(user, model, "search_read", [], [name], limit=50))
    return told


def _file(test, user):
    wizard = test.rpc(user, "csm.payroll.export.wizard", "create", [{"run_id": test.closed.id}])
    test.rpc(user, "csm.payroll.export.wizard", "write", wizard, {"format": "csv"})
    test.rpc(user, "csm.payroll.export.wizard", "action_make", wizard)
    found = test.rpc(user, "csm.payroll.export.wizard", "read", wizard, ["file"])
    return test.decoded(found[0]["file"])


def _findings(test, user):
    return test.each_field(user, "csm.attendance.line", [])


def _months(test, user):
    return test.each_field(user, "csm.attendance.run", [])


def _statements(test, user):
    return test.each_field(user, "csm.attendance.statement", [])


def _my_page(test, user):
    return test.rpc(user, "csm.attendance.mine", "read_mine", test.month)


def _calendar(test, user):
    return test.rpc(user, "csm.attendance.month", "read_month", {"month": test.month})


def _messages(test, user):
    domain = [("model", "in", [SANCTION, "csm.attendance.run", "hr.employee"])]
    told = test.each_field(user, "mail.message", domain)
    # What Odoo's own HR tracks of a wage is read by whoever administers the settings.
    tracked = [("mail_message_id.model", "in", [SANCTION, "csm.attendance.run"])]
    return [told, test.each_field(user, "mail.tracking.value", tracked)]


def _versions(test, user):
    return test.rpc(user, "hr.employee", "search_read", [], ["wage"])


def _print_statement(test, user):
    return test.printed(user, "csm.csm_attendance_statement_paper", test.statement)


def _print_department(test, user):
    return test.printed(user, "csm.csm_attendance_statement_department", test.sheet)


def _print_sheet(test, user):
    return test.printed(user, "csm.csm_attendance_sheet_paper", test.sheet)


ROADS = (
    Road("list", _list),
    Road("search and read", _search_read),
    Road("search by the figure", _oracle),
    Road("search of sanctions by the figure", _oracle_of_sanction),
    Road("search of sanctions by what it is not", _oracle_not),
    Road("group", _group),
    Road("several groupings at once", _sets),
    Road("read", _read),
    Road("sanction with its wage", _web_read),
    Road("export", _export),
    Road("export of the sanction", _export_of_sanction),
    Road("every field of the sanction", _order_of_sanction, (), ""),
    Road("open fine and the cap", _forecast, ("hr_manager",), "forecast"),
    Road("open fines listed with the cap", _forecast_listed, ("hr_manager",), "forecast"),
    Road("open fines exported with the cap", _forecast_exported, ("hr_manager",), "forecast"),
    Road("search of fines above the cap", _forecast_oracle, ("hr_manager",), "forecast"),
    Road("payroll lines", _payroll, ("hr_manager",), "payroll"),
    Road("payroll lines grouped", _payroll_group, ("hr_manager",), "payroll"),
    Road("payroll lines exported", _payroll_export, ("hr_manager",), "payroll"),
    Road("relations that lead to wages", _payroll_of_sanction, (), ""),
    Road("file for payroll", _file, ("hr_manager",), "file"),
    Road("findings", _findings, (), ""),
    Road("months", _months, (), ""),
    Road("statements", _statements, (), ""),
    Road("my page", _my_page, ("owner",), ""),
    Road("calendar", _calendar, (), ""),
    Road("messages", _messages, (), ""),
    Road("wage of employees", _versions, ("hr_manager",), ""),
    Road("print of a statement", _print_statement, ("owner", "hr_manager"), "statement"),
    Road("print of a department", _print_department, (), ""),
    Road("print of a sheet", _print_sheet, (), ""),
)

# Changes that nobody without the right makes: (model, method, arguments).
CHANGES = (
    (PAY, "write", {"wage_amount": 1}),
    (PAY, "unlink", None),
    (PAY, "create", {}),
    (LINE, "write", {"amount": 1}),
    (LINE, "unlink", None),
    (LINE, "create", {}),
    ("csm.attendance.line", "write", {"minutes": 0}),
    ("csm.attendance.line", "write", {"state": "excused"}),
    ("csm.attendance.line", "unlink", None),
    ("csm.attendance.line", "create", {}),
    ("csm.attendance.run", "write", {"state": "draft"}),
    ("csm.attendance.run", "action_hand_over", None),
    (SANCTION, "write", {"amount": 0}),
    (SANCTION, "write", {"state": "waived"}),
    (SANCTION, "write", {"percent": 0}),
)

# What holds a figure of a wage, or leads to one. Whoever adds to it says here how it is kept.
FIGURES = {
    "csm.payroll.line.amount": "payroll lines",
    "csm.payroll.line.not_deductible": "payroll lines",
    "csm.sanction.expected_amount": "open fines listed with the cap",
    "csm.sanction.expected_deductible": "open fines listed with the cap",
    "csm.sanction.expected_rest": "open fines listed with the cap",
    "csm.sanction.expected_text": "open fines listed with the cap",
    "csm.sanction.is_above_cap": "search of fines above the cap",
    "csm.sanction.pay.cap_floor": "search and read",
    "csm.sanction.pay.cap_percent": "search and read",
    "csm.sanction.pay.cap_wage": "search and read",
    "csm.sanction.pay.deductible": "search and read",
    "csm.sanction.pay.not_deductible": "search and read",
    "csm.sanction.pay.wage_amount": "search and read",
    "csm.sanction.pay.wage_base": "search and read",
}
LEADING = {"csm.sanction.pay_ids"}
REPORTS = {
    "csm.csm_attendance_statement_paper": "print of a statement",
    "csm.csm_attendance_statement_department": "print of a department",
    "csm.csm_attendance_sheet_paper": "print of a sheet",
}
