"""Rows of a closed month as they lie in the database: findings, sanctions, wages, payroll lines.

They are put in past every gate, for tests of who reads them; how they come about is proved
elsewhere.
"""

from odoo.tools import SQL

MONTH, DAY = "2026-02-01", "2026-02-10"


def put(env, model, **values):
    """Insert one row and return its record, as the superuser."""
    record = env[model].sudo()
    values = {"create_uid": 1, "write_uid": 1, **values}
    columns = SQL(", ").join(SQL.identifier(name) for name in values)
    env.flush_all()
    rows = env.execute_query(
        SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(record._table),
            columns,
            tuple(values.values()),
        )
    )
    env.invalidate_all()
    return record.browse(rows[0][0])


def sanction(env, employee, number, wage=0, amount=0, **values):
    """Put a penalty of an employee: based on the wage when there is one."""
    employee = employee.sudo()
    standing = {
        "company_id": employee.company_id.id,
        "employee_id": employee.id,
        "user_id": employee.user_id.id or None,
        "department_id": employee.department_id.id or None,
        "state": "handed_over",
    }
    made = put(
        env,
        "csm.sanction",
        number=number,
        offence_id=offence(env).id,
        kind="penalty",
        offence_on=DAY,
        month_on=MONTH,
        occurrence=1,
        points=-1,
        percent=1 if wage else 0,
        is_wage_based=bool(wage),
        amount=amount,
        destination="payroll",
        **{**standing, **values},
    )
    if wage:
        put(
            env,
            "csm.sanction.pay",
            sanction_id=made.id,
            company_id=employee.company_id.id,
            employee_id=employee.id,
            user_id=employee.user_id.id or None,
            wage_base=wage,
            wage_amount=wage / 100,
            deductible=wage / 100,
            not_deductible=0,
        )
    return made


def offence(env):
    """Return the offence these rows are about."""
    Offence = env["csm.offence"].sudo()
    found = Offence.search([("code", "=", "test_late")])
    return found or Offence.create({"code": "test_late", "name": "Late", "group": "attendance"})


def run(env, company, state="handed_over"):
    """Return the month of a company."""
    Run = env["csm.attendance.run"].sudo()
    found = Run.search([("company_id", "=", company.id), ("month", "=", MONTH)])
    if found:
        return found
    return put(env, "csm.attendance.run", company_id=company.id, month=MONTH, state=state)


def finding(env, employee, made=None, **values):
    """Put a finding: eight minutes late on a Tuesday."""
    employee = employee.sudo()
    company = employee.company_id
    return put(
        env,
        "csm.attendance.line",
        run_id=run(env, company).id,
        company_id=company.id,
        month=MONTH,
        employee_id=employee.id,
        user_id=employee.user_id.id or None,
        department_id=employee.department_id.id or None,
        sanction_id=made.id if made else None,
        **{
            "day": DAY,
            "kind": "late",
            "expected_start": f"{DAY} 01:00:00",
            "expected_end": f"{DAY} 04:00:00",
            "punched_at": f"{DAY} 01:08:00",
            "minutes": 8,
            "state": "counted",
            **values,
        },
    )


def payroll_line(env, made):
    """Put what payroll reads of a sanction."""
    pay = made.pay_ids
    return put(
        env,
        "csm.payroll.line",
        run_id=run(env, made.company_id).id,
        month=MONTH,
        company_id=made.company_id.id,
        employee_id=made.employee_id.id,
        sanction_id=made.id,
        is_wage_based=made.is_wage_based,
        amount=-(pay.wage_amount if pay else made.amount),
        not_deductible=0,
    )


def statement(env, employee):
    """Return the statement of an employee's month."""
    mine = [("employee_id", "=", employee.id), ("month", "=", MONTH)]
    return env["csm.attendance.statement"].sudo().search(mine)
