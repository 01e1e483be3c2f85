"""What the table of rights needs to know of reports, incidents, watches and guidance."""

RULES = {
    "csm.report.rule": {"wording": "x"},
    "csm.incident.rule": {"sequence": 3},
    "csm.guidance": {"text": "y"},
}
START, STOP = "2026-05-01 00:00:00", "2026-05-02 00:00:00"


def _rule(test, model):
    if model == "csm.incident.rule":
        return {"demand": "level_by_level"}
    if model == "csm.guidance":
        return {"text": "x"}
    return {"model_id": test.env["ir.model"]._get_id("csm.case"), "domain": "[]"}


def presets(test, regulation):
    """Give a regulation one preset of each rule about reports and incidents."""
    article = regulation.article_ids[:1]
    for model in RULES:
        values = {"name": "Rule", "article_id": article.id, **_rule(test, model)}
        rule = test.env[model].create(values)
        if model == "csm.report.rule":
            test.env["csm.report.line"].create({"rule_id": rule.id})


def samples(test):
    """Return one record of each model; the report is about the case of the table."""
    env = test.env
    rules = {model: env[model].search([("adoption_id", "=", test.draft.id)]) for model in RULES}
    rule = rules["csm.report.rule"]
    # A rule that was followed keeps its adoption; the table deletes the one in preparation.
    followed = rule.sudo().copy({"adoption_id": False, "company_id": test.company.id})
    incident = env["csm.incident"].with_user(test.agent).with_company(test.company)
    incident = incident.create(_incident(test, team_id=test.team.id)).with_env(env)
    phrase = env["csm.phrase"].create(_phrase(test, "no idea"))
    return {
        **rules,
        "csm.report.line": rule.line_ids,
        "csm.report": env["csm.report"].create(
            {
                "res_model": "csm.case",
                "res_id": test.case.id,
                "rule_id": followed.id,
                "root_id": followed.id,
                "happened_at": START,
                "told_user_id": test.leader.id,
                "text": "x",
                **test.case._deadline_rights_vals(),
            }
        ),
        "csm.incident": incident,
        "csm.incident.entry": incident._log_entry("note", "x"),
        "csm.incident.task": env["csm.incident.task"].create(
            {"incident_id": incident.id, "name": "x"}
        ),
        "csm.incident.report": _upward(test, incident),
        "csm.emergency.plan": env["csm.emergency.plan"].create(_plan(test)),
        "csm.watch": env["csm.watch"].create(_watch(test)),
        "csm.leak.report": _leak(test),
        "csm.phrase": phrase,
        "csm.phrase.use": env["csm.phrase.use"].create(_use(test, phrase)),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    incident = test.env["csm.incident"].with_user(test.agent).with_company(test.company)
    incident = incident.create(_incident(test, team_id=test.team.id))
    return {"csm.csm_incident_analysis": incident.with_env(test.env)}


def _upward(test, incident):
    Report = test.env["csm.incident.report"].with_user(test.agent)
    return Report.create(_upward_vals(test, incident)).with_env(test.env)


def _upward_vals(test, incident):
    # Nobody of the cast reports to the person on watch elsewhere.
    told = test.people["internal"]
    return {"incident_id": incident.id, "proposal": "x", "told_user_id": told.id}


def _leak(test):
    Report = test.env["csm.leak.report"].with_user(test.agent).with_company(test.company)
    return Report.create(_leak_vals()).with_env(test.env)


def _leak_vals():
    return {"what": "x", "how": "x"}


def _incident(test, **values):
    return {"name": "Test", "company_id": test.company.id, "team_id": False, **values}


def _plan(test):
    return {
        "name": "Test",
        "kind": "accident",
        "text": "<p>x</p>",
        "company_id": test.company.id,
    }


def _watch(test):
    return {
        "company_id": test.company.id,
        "starts_at": START,
        "ends_at": STOP,
        "user_id": test.agent.id,
    }


def _phrase(test, words):
    return {"name": words, "instead": "x", "company_id": test.company.id}


def _use(test, phrase):
    return {
        "phrase_id": phrase.id,
        "user_id": test.agent.id,
        "res_model": "csm.case",
        "res_id": test.case.id,
        "used_at": START,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    article = test.samples["csm.regulation.article"]
    incident = test.samples["csm.incident"]
    rule = test.samples["csm.report.rule"]
    return {
        "csm.report.line": ({"sequence": 3}, {"rule_id": rule.id}),
        "csm.report": (
            {"text": "y"},
            {
                "res_model": "csm.case",
                "res_id": test.case.id,
                "rule_id": rule.id,
                "root_id": rule.id,
                "happened_at": START,
                "text": "x",
            },
        ),
        "csm.incident": ({"shifts": "x"}, _incident(test)),
        "csm.incident.entry": ({"text": "y"}, {"incident_id": incident.id, "text": "x"}),
        "csm.incident.task": ({"name": "y"}, {"incident_id": incident.id, "name": "x"}),
        "csm.incident.report": ({"instruction": "x"}, _upward_vals(test, incident)),
        "csm.emergency.plan": ({"name": "y"}, _plan(test)),
        "csm.watch": ({"note": "x"}, _watch(test)),
        "csm.leak.report": ({"customer_text": "x"}, _leak_vals()),
        "csm.phrase": ({"instead": "y"}, _phrase(test, "not my job")),
        "csm.phrase.use": (
            {"used_at": STOP},
            _use(test, test.samples["csm.phrase"]),
        ),
        **{
            model: (written, {"name": "Test", "article_id": article.id, **_rule(test, model)})
            for model, written in RULES.items()
        },
    }
