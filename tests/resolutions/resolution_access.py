"""What the table of rights needs to know of solutions, return notes, certificates and refunds."""

WRITTEN = {
    "csm.round.rule": {"sequence": 3},
    "csm.return.rule": {"advice": "x"},
    "csm.copy.rule": {"sequence": 3},
}
MOMENT = "2026-03-02 08:00:00"


def _rule(model):
    return {
        "csm.round.rule": {"demand": "confirm_first"},
        "csm.return.rule": {"demand": "proof"},
        "csm.copy.rule": {"model": "csm.return"},
    }[model]


def presets(test, regulation):
    """Give a regulation one preset of each rule about solutions and returns."""
    article = regulation.article_ids[:1]
    for model in WRITTEN:
        values = {"name": "Rule", "article_id": article.id, **_rule(model)}
        rule = test.env[model].create(values)
        if model == "csm.copy.rule":
            test.env["csm.copy.rule.line"].create({"rule_id": rule.id})


def samples(test):
    """Return one record of each model; all of them belong to the case of the table."""
    env = test.env
    rules = {model: env[model].search([("adoption_id", "=", test.draft.id)]) for model in WRITTEN}
    papers = {model: _paper(test, model) for model in PAPERS}
    made = {
        model: env[model].with_user(test.agent).with_company(test.company).create(values)
        for model, values in papers.items()
    }
    made = {model: record.with_env(env) for model, record in made.items()}
    return {
        **rules,
        "csm.copy.rule.line": rules["csm.copy.rule"].line_ids,
        "csm.return.reason": env["csm.return.reason"].create({"name": "Smell", "code": "smell"}),
        **made,
        "csm.return.line": env["csm.return.line"].create(
            {"return_id": made["csm.return"].id, "product": "Wine"}
        ),
        "csm.copy": env["csm.copy"].create(_copy(test, made["csm.return"])),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    made = {
        model: test.env[model].create(_paper(test, model))
        for model in ("csm.return", "csm.allowance")
    }
    return {
        "csm.csm_return_note": made["csm.return"],
        "csm.csm_return_certificate": made["csm.return"],
        "csm.csm_allowance_certificate": made["csm.allowance"],
    }


PAPERS = ("csm.solution", "csm.return", "csm.allowance", "csm.refund")


def _paper(test, model):
    return {
        "case_id": test.case.id,
        **{
            "csm.solution": {"name": "An apology", "kind": "apology"},
            "csm.return": {"reason_id": test.env.ref("csm.csm_return_reason_other").id},
            "csm.allowance": {"amount": 1},
            "csm.refund": {"amount": 1},
        }[model],
    }


def _copy(test, note):
    return {
        "res_model": "csm.return",
        "res_id": note.id,
        "case_id": test.case.id,
        "number": 1,
        "holder": "issuer",
        "handed_at": MOMENT,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    article = test.samples["csm.regulation.article"]
    note, rule = test.samples["csm.return"], test.samples["csm.copy.rule"]
    return {
        "csm.solution": ({"customer_answer": "x"}, _paper(test, "csm.solution")),
        "csm.return": ({"method": "x"}, _paper(test, "csm.return")),
        "csm.return.line": ({"sequence": 3}, {"return_id": note.id, "product": "Wine"}),
        "csm.return.reason": ({"sequence": 3}, {"name": "Test", "code": "t9"}),
        "csm.allowance": ({"basis": "x"}, _paper(test, "csm.allowance")),
        "csm.refund": ({"reason": "x"}, _paper(test, "csm.refund")),
        "csm.copy": ({"number": 2}, _copy(test, note)),
        "csm.copy.rule.line": ({"sequence": 3}, {"rule_id": rule.id}),
        **{
            model: (written, {"name": "Test", "article_id": article.id, **_rule(model)})
            for model, written in WRITTEN.items()
        },
    }
