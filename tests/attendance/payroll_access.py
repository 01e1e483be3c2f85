"""What the table of rights needs to know of payroll, statements and attendance sheets."""

from . import wage_rows


def samples(test):
    """Return one record of each model, about the agent of the front desk."""
    employee = test.employee(test.agent)
    made = wage_rows.sanction(test.env, employee, "SAN-ROAD-1", wage=5000)
    wage_rows.finding(test.env, employee, made)
    line = wage_rows.payroll_line(test.env, made)
    return {
        "csm.payroll.line": line.with_env(test.env),
        "csm.attendance.statement": wage_rows.statement(test.env, employee).with_env(test.env),
        "csm.attendance.sheet": _sheet(test, "Sales"),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    employee = test.employee(test.agent)
    made = wage_rows.sanction(test.env, employee, "SAN-ROAD-2", wage=5000)
    wage_rows.finding(test.env, employee, made)
    sheet = _sheet(test, "Purchasing")
    return {
        "csm.csm_attendance_statement_paper": wage_rows.statement(test.env, employee).with_env(
            test.env
        ),
        "csm.csm_attendance_sheet_paper": sheet,
        "csm.csm_attendance_statement_department": sheet,
    }


def _sheet(test, name):
    """Return the sheet of a department led by the leader of the front desk."""
    leader = test.employee(test.leader)
    department = test.env["hr.department"].create(
        {"name": name, "company_id": test.company.id, "manager_id": leader.id}
    )
    return test.env["csm.attendance.sheet"].create(
        {
            "company_id": test.company.id,
            "department_id": department.id,
            "month": wage_rows.MONTH,
        }
    )


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    line = test.samples["csm.payroll.line"]
    other = test.env["hr.department"].create(
        {
            "name": "Stores",
            "company_id": test.company.id,
            "manager_id": test.employee(test.leader).id,
        }
    )
    return {
        "csm.payroll.line": (
            {"amount": 1},
            {
                "month": wage_rows.MONTH,
                "company_id": test.company.id,
                "employee_id": line.employee_id.id,
                "sanction_id": line.sanction_id.id,
            },
        ),
        "csm.attendance.statement": ({"points": 1}, {"points": 1}),
        "csm.attendance.sheet": (
            {"note": "x"},
            {"department_id": other.id, "month": "2026-01-01", "company_id": test.company.id},
        ),
        "csm.payroll.export.wizard": ({}, {"run_id": line.run_id.id}),
        "csm.sanction.word.wizard": (
            {},
            {"sanction_id": line.sanction_id.id, "kind": "speak", "text": "x"},
        ),
    }
