"""What the table of rights needs to know of punches, months and findings."""

from . import wage_rows

MOMENT = "2026-02-10 01:08:00"


def _rule(article):
    return {"name": "Test", "article_id": article.id}


def presets(test, regulation):
    """Give a regulation one preset of an attendance rule with a band."""
    rule = test.env["csm.attendance.rule"].create(_rule(regulation.article_ids[:1]))
    test.env["csm.attendance.band"].create(
        {"rule_id": rule.id, "kind": "early", "offence_id": wage_rows.offence(test.env).id}
    )


def samples(test):
    """Return one record of each model; punch, finding and excuse are the agent's."""
    env, company = test.env, test.company
    employee = test.employee(test.agent)
    line = wage_rows.finding(env, employee, None, day="2026-02-11")
    read = wage_rows.put(env, "csm.punch.import", name="x.csv", company_id=company.id)
    rule = env["csm.attendance.rule"].search([("adoption_id", "=", test.draft.id)])
    made = {
        "csm.punch.device": env["csm.punch.device"].create(
            {"name": "Gate", "code": "G", "company_id": company.id}
        ),
        "csm.badge": env["csm.badge"].create(
            {"number": "1", "employee_id": employee.id, "company_id": company.id}
        ),
        "csm.punch": wage_rows.put(env, "csm.punch", **_punch(test, employee)),
        "csm.punch.import": read,
        "csm.punch.import.row": wage_rows.put(
            env, "csm.punch.import.row", import_id=read.id, company_id=company.id, fault="moment"
        ),
        "csm.attendance.rule": rule,
        "csm.attendance.band": rule.band_ids,
        "csm.attendance.run": line.run_id,
        "csm.attendance.line": line,
        "csm.attendance.problem": wage_rows.put(
            env,
            "csm.attendance.problem",
            run_id=line.run_id.id,
            company_id=company.id,
            kind="no_rule",
        ),
        "csm.attendance.excuse": wage_rows.put(
            env,
            "csm.attendance.excuse",
            line_id=line.id,
            run_id=line.run_id.id,
            company_id=company.id,
            user_id=test.agent.id,
            kind="other",
            reason="x",
        ),
    }
    return {model: record.with_env(env) for model, record in made.items()}


def _punch(test, employee):
    return {
        "company_id": test.company.id,
        "employee_id": employee.id,
        "user_id": employee.user_id.id,
        "punched_at": MOMENT,
        "source": "typed",
        "state": "paired",
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    of = test.samples
    employee, company = test.employee(test.agent), test.company
    line, rule = of["csm.attendance.line"], of["csm.attendance.rule"]
    band = {"rule_id": rule.id, "kind": "away", "offence_id": wage_rows.offence(test.env).id}
    finding = {"run_id": line.run_id.id, "employee_id": employee.id, "day": "2026-02-12"}
    return {
        "csm.punch.device": ({"name": "x"}, {"name": "y", "code": "H", "company_id": company.id}),
        "csm.badge": (
            {"valid_to": "2099-01-01"},
            {"number": "2", "employee_id": employee.id, "company_id": company.id},
        ),
        "csm.punch": ({"reason": "x"}, {"punched_at": MOMENT, "company_id": company.id}),
        "csm.punch.import": ({"name": "y"}, {"name": "y", "company_id": company.id}),
        "csm.punch.import.row": (
            {"text": "y"},
            {"import_id": of["csm.punch.import"].id, "fault": "moment"},
        ),
        "csm.attendance.rule": ({"sequence": 3}, _rule(of["csm.regulation.article"])),
        "csm.attendance.band": ({"sequence": 3}, band),
        "csm.attendance.run": ({}, {"month": "2025-11-01", "company_id": company.id}),
        "csm.attendance.line": ({"comment": "x"}, {**finding, "company_id": company.id}),
        "csm.attendance.problem": (
            {"kind": "hours"},
            {"run_id": line.run_id.id, "kind": "hours"},
        ),
        "csm.attendance.excuse": ({"reason": "y"}, {"line_id": line.id, "reason": "y"}),
        "csm.punch.import.wizard": ({}, {"file": "eA==", "company_id": company.id}),
        "csm.punch.correct.wizard": (
            {},
            {"employee_id": employee.id, "reason": "x", "company_id": company.id},
        ),
        "csm.attendance.run.wizard": ({}, {"month": "2026-02-01"}),
        "csm.attendance.excuse.wizard": ({}, {"reason": "x"}),
    }
