"""What the table of rights needs to know of statistics, suggestions and periodic reports."""


def presets(test, regulation):
    """Give a regulation one preset of a periodic report."""
    test.env["csm.periodic.rule"].create(_rule(regulation.article_ids[:1]))


def samples(test):
    """Return one record of each model, all of the front desk."""
    env = test.env
    department = env["hr.department"].create({"name": "Presses", "company_id": test.company.id})
    test.case.department_id = department
    report = env["csm.periodic.report"].create(_report(test))
    return {
        "csm.case.statistic": env["csm.case.statistic"].search([("case_id", "=", test.case.id)]),
        "csm.suggestion": env["csm.suggestion"].create({"name": "x", "case_id": test.case.id}),
        "csm.periodic.rule": env["csm.periodic.rule"].search([("adoption_id", "=", test.draft.id)]),
        "csm.periodic.report": report,
        "csm.periodic.report.cause": report.cause_ids[:1],
        "csm.periodic.measure": report.measure_ids[:1],
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    review = {"company_id": test.company.id, "month": "2026-02-01"}
    return {
        "csm.csm_liability_review_statistics": test.env["csm.liability.review"].create(review),
        "csm.csm_periodic_report_analysis": test.env["csm.periodic.report"].create(_report(test)),
    }


def _rule(article):
    return {"name": "Test", "article_id": article.id, "period": "month"}


def _report(test, period="month"):
    return {
        "company_id": test.company.id,
        "team_id": test.team.id,
        "period": period,
        "begins_on": test.case.received_at.date(),
        "user_id": test.agent.id,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    report = test.samples["csm.periodic.report"]
    other = test.env["hr.department"].create({"name": "Dock", "company_id": test.company.id})
    return {
        "csm.case.statistic": ({"case_count": 2}, {"case_count": 2}),
        "csm.suggestion": ({"problem": "x"}, {"name": "x", "case_id": test.case.id}),
        "csm.periodic.rule": (
            {"sequence": 3},
            _rule(test.samples["csm.regulation.article"]),
        ),
        "csm.periodic.report": ({"analysis": "x"}, _report(test, "year")),
        "csm.periodic.report.cause": (
            {"finding": "x"},
            {"report_id": report.id, "category_id": test.category.id},
        ),
        "csm.periodic.measure": (
            {"effect": "x"},
            {"report_id": report.id, "department_id": other.id},
        ),
    }
