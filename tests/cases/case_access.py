"""What the table of rights needs to know of routes, files, hearings and abnormalities."""


def presets(test, regulation):
    """Give a regulation one preset of a route and one of a retention."""
    values = {"name": "Test", "article_id": regulation.article_ids[:1].id}
    role = test.env.ref("csm.csm_role_gm").id
    step = {"name": "Test", "role_id": role}
    test.env["csm.route.rule"].create({**values, "step_ids": [(0, 0, step)]})
    test.env["csm.retention.rule"].create(values)


def samples(test):
    """Return one record of each model; the hearing is that of the accused agent."""
    env = test.env
    hearing = env["csm.case.hearing"].create(_hearing(test))
    hearing.action_ask()
    return {
        "csm.route.rule": test.draft.route_rule_ids,
        "csm.route.step": test.draft.route_rule_ids.step_ids,
        "csm.retention.rule": env["csm.retention.rule"].search(
            [("adoption_id", "=", test.draft.id)]
        ),
        "csm.abnormality": env["csm.abnormality"].create(_abnormality(test)),
        "csm.case.hearing": hearing,
        "csm.case.pareto": env["csm.case.pareto"].search(
            [("company_id", "=", test.company.id)], limit=1
        ),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    test.case.reply_text = "We are sorry."
    Request = test.env["csm.request"].with_user(test.agent).with_company(test.company)
    kind = test.env.ref("csm.csm_request_kind_memorial")
    memorial = Request.create({"name": "Test", "kind_id": kind.id, "case_id": test.case.id})
    return {
        "csm.csm_case_form": test.case,
        "csm.csm_case_register": test.case,
        "csm.csm_case_feedback": test.case,
        "csm.csm_case_letter": test.case,
        "csm.csm_request_memorial_paper": memorial.with_env(test.env),
        "csm.csm_abnormality_report": test.env["csm.abnormality"].create(_abnormality(test)),
    }


def _hearing(test):
    person = test.employee(test.people["accused"])
    return {"case_id": test.case.id, "employee_id": person.id, "accusation": "x"}


def _abnormality(test):
    department = test.env["hr.department"].search(
        [("company_id", "=", test.company.id)], limit=1
    ) or test.env["hr.department"].create({"name": "Test", "company_id": test.company.id})
    return {
        "name": "Test",
        "case_id": test.case.id,
        "company_id": test.company.id,
        "team_id": test.team.id,
        "department_id": department.id,
        "found": "x",
        "request": "x",
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    rule = {"name": "Test", "article_id": test.samples["csm.regulation.article"].id}
    role = test.env.ref("csm.csm_role_gm").id
    route = test.samples["csm.route.rule"]
    return {
        "csm.route.rule": ({"sequence": 3}, rule),
        "csm.route.step": (
            {"sequence": 3},
            {"rule_id": route.id, "name": "Test", "role_id": role},
        ),
        "csm.retention.rule": ({"sequence": 3}, rule),
        "csm.case.hear.wizard": ({}, _hearing(test)),
        "csm.case.register.wizard": ({}, {"month": "2026-03-01"}),
        "csm.abnormality": ({"found": "y"}, _abnormality(test)),
        "csm.case.hearing": ({"user_id": test.agent.id}, _hearing(test)),
        "csm.case.pareto": ({"rank": 3}, {"rank": 3}),
    }
