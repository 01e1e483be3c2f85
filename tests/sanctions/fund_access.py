"""What the table of rights needs to know of funds, their books and personnel announcements."""

DAY = "2026-02-03"


def presets(test, regulation):
    """No rule is a model of these."""


def samples(test):
    """Return one record of each model: the fund of the whole company, what is published."""
    env = test.env
    fund = env["csm.fund"].create({"company_id": test.company.id})
    entry = env["csm.fund.entry"].create({"fund_id": fund.id, "kind": "fine", "amount": 30})
    offence = env["csm.offence"].create({"code": "test_board", "name": "x"})
    sanction = env["csm.sanction"].search([("company_id", "=", test.company.id)], limit=1)
    notice = env["csm.personnel.notice"].create({"company_id": test.company.id, "month_on": DAY})
    line = env["csm.personnel.notice.line"].create(
        {
            "notice_id": notice.id,
            "sanction_id": sanction.id,
            "employee_name": "x",
            "offence_id": offence.id,
            "measure": "warning",
        }
    )
    # What it takes to publish it is tried elsewhere.
    env.flush_all()
    for table in ("csm_personnel_notice", "csm_personnel_notice_line"):
        env.cr.execute(f"UPDATE {table} SET state = 'published'")  # noqa: S608
    env.invalidate_all()
    return {
        "csm.fund": fund,
        "csm.fund.entry": entry,
        "csm.personnel.notice": notice,
        "csm.personnel.notice.line": line,
    }


def printed(test):
    """Return ``{report: record}``: a confirmed sanction of the agent, a published announcement."""
    env, worker = test.env, test.employee(test.agent)
    row = {
        "company_id": test.company.id,
        "employee_id": worker.id,
        "user_id": test.agent.id,
        "offence_id": env.ref("csm.csm_offence_dress").id,
        "offence_on": DAY,
        "month_on": "2026-02-01",
        "state": "confirmed",
        "kind": "penalty",
        "quantity": 1,
    }
    Sanction, Notice = env["csm.sanction"], env["csm.personnel.notice"]
    sanction = Sanction.browse(Sanction._insert_rows([row]))
    notice = Notice.create({"company_id": test.company.id, "month_on": DAY})
    notice.flush_recordset()
    env.cr.execute("UPDATE csm_personnel_notice SET state = 'published' WHERE id = %s", notice.ids)
    env.invalidate_all()
    return {"csm.csm_sanction_paper": sanction, "csm.csm_personnel_notice_paper": notice}


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    fund, notice = test.samples["csm.fund"], test.samples["csm.personnel.notice"]
    line = test.samples["csm.personnel.notice.line"]
    department = test.env["hr.department"].create({"name": "B", "company_id": test.company.id})
    spent = {"fund_id": fund.id, "spent_amount": 1, "purpose": "x"}
    again = {
        "notice_id": notice.id,
        "sanction_id": line.sanction_id.id,
        "employee_name": "y",
        "offence_id": line.offence_id.id,
        "measure": "warning",
    }
    return {
        "csm.fund": (
            {"keeper_id": test.agent.id},
            {"company_id": test.company.id, "department_id": department.id},
        ),
        "csm.fund.entry": ({"amount": 1}, spent),
        "csm.personnel.notice": (
            {"void_reason": "x"},
            {"company_id": test.company.id, "month_on": "2026-01-01"},
        ),
        "csm.personnel.notice.line": ({"employee_name": "z"}, again),
    }
