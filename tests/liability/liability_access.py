"""What the table of rights needs to know of verdicts, their lines, reviews and notices."""


def presets(test, regulation):
    """Give a regulation one preset of a loss accounting basis."""
    test.env["csm.loss.basis"].create({**_basis(regulation.article_ids[:1]), "name": "Rule"})


def samples(test):
    """Return one record of each model, all about the case of the table."""
    env = test.env
    department = env["hr.department"].create({"name": "Cellar", "company_id": test.company.id})
    Liability = env["csm.liability"].with_user(test.leader).with_company(test.company)
    verdict = Liability.create(
        {
            "case_id": test.case.id,
            "share_ids": [(0, 0, {"department_id": department.id, "percent": 100})],
            "loss_line_ids": [(0, 0, {"category": "freight", "price": 5, "evidence": "x"})],
            "improvement_ids": [(0, 0, _improvement(test))],
        }
    ).with_env(env)
    review = env["csm.liability.review"].create(_review(test))
    return {
        "csm.loss.basis": env["csm.loss.basis"].search([("adoption_id", "=", test.draft.id)]),
        "csm.liability": verdict,
        "csm.liability.share": verdict.share_ids,
        "csm.loss.line": verdict.loss_line_ids,
        "csm.improvement": verdict.improvement_ids,
        "csm.liability.proposal": env["csm.liability.proposal"].create(
            _proposal(verdict, department)
        ),
        "csm.liability.review": review,
        "csm.liability.review.line": env["csm.liability.review.line"].create(
            {"review_id": review.id, "case_id": test.case.id}
        ),
        "csm.liability.notice": env["csm.liability.notice"].create(_notice(verdict, department)),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    department = test.env["hr.department"].create({"name": "Dock", "company_id": test.company.id})
    Liability = test.env["csm.liability"].with_user(test.leader).with_company(test.company)
    verdict = Liability.create({"case_id": test.case.id}).with_env(test.env)
    notice = test.env["csm.liability.notice"].create(_notice(verdict, department))
    return {"csm.csm_liability_notice_paper": notice}


def _basis(article):
    return {"name": "Test", "article_id": article.id, "category": "freight"}


def _improvement(test):
    return {"measure": "x", "user_id": test.agent.id, "due_on": "2026-06-01"}


def _proposal(verdict, department):
    return {"liability_id": verdict.id, "kind": "money", "department_id": department.id}


def _notice(verdict, department):
    return {"liability_id": verdict.id, "department_id": department.id}


def _review(test, month="2026-01-01"):
    return {"company_id": test.company.id, "month": month}


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    article = test.samples["csm.regulation.article"]
    verdict = test.samples["csm.liability"]
    department = verdict.share_ids.department_id
    of_verdict = {"liability_id": verdict.id}
    share = {**of_verdict, "department_id": department.id, "percent": 1}
    loss = {**of_verdict, "category": "travel", "price": 1, "evidence": "x"}
    line = {"review_id": test.samples["csm.liability.review"].id, "case_id": _other(test).id}
    return {
        "csm.loss.basis": ({"sequence": 3}, _basis(article)),
        "csm.liability": ({"findings": "x"}, {"case_id": _other(test).id}),
        "csm.liability.share": ({"remark": "x"}, share),
        "csm.loss.line": ({"description": "x"}, loss),
        "csm.improvement": ({"result": "x"}, {**of_verdict, **_improvement(test)}),
        "csm.liability.proposal": ({"reason": "x"}, _proposal(verdict, department)),
        "csm.liability.review": ({"remark": "x"}, _review(test, "2025-12-01")),
        "csm.liability.review.line": ({"is_correction": True}, line),
        "csm.liability.notice": ({"reason": "x"}, _notice(verdict, department)),
    }


def _other(test):
    """Return another case about the same persons, on which there is no verdict yet."""
    mine = [("name", "=", "Insulted again"), ("company_id", "=", test.company.id)]
    accused = test.accused_employees.ids
    return test.env["csm.case"].search(mine, limit=1) or test.new_case(
        name="Insulted again", user_id=test.agent.id, accused_employee_ids=[(6, 0, accused)]
    )
