"""What the table of rights needs to know of the front desk."""

RULES = ("csm.routing.rule", "csm.flow.rule")


def presets(test, regulation):
    """Give a regulation one preset of each rule of the desk."""
    article = regulation.article_ids[:1]
    for model in RULES:
        rule = test.env[model].create(
            {"name": "Rule", "article_id": article.id, **_rule(test, model, "first")}
        )
        # A stage that a case has passed belongs to a flow nobody takes away.
        test.passed_stage = rule.step_ids if model == "csm.flow.rule" else None


def _rule(test, model, mode):
    if model == "csm.flow.rule":
        return {"step_ids": [(0, 0, {"name": "Accept"})]} if mode == "first" else {}
    return {"model_id": test.env["ir.model"]._get_id("csm.case"), "mode": mode}


def samples(test):
    """Return one record of each model; most of them concern the case of the table."""
    env, case = test.env, test.case
    rules = {model: env[model].search([("adoption_id", "=", test.draft.id)]) for model in RULES}
    other = test.new_case(name="Second bottle", user_id=test.agent.id).with_env(env)
    merge = env["csm.case.merge"].create(
        {"target_id": case.id, "reason": "Test", "user_id": test.leader.id}
    )
    return {
        **rules,
        "csm.flow.step": rules["csm.flow.rule"].step_ids,
        "csm.skill": env["csm.skill"].create({"code": "tasting", "name": "Tasting"}),
        "csm.case.transfer": env["csm.case.transfer"].create(_offer(test)),
        "csm.case.flow.step": env["csm.case.flow.step"].create(_passed(test)),
        "csm.case.link": env["csm.case.link"].create({"case_id": case.id, "other_id": other.id}),
        "csm.case.merge": merge,
        "csm.case.merge.line": env["csm.case.merge.line"].create(_line(test, merge)),
    }


def _offer(test):
    return {
        "case_id": test.case.id,
        "from_user_id": test.agent.id,
        "user_id": test.leader.id,
        "reason": "Test",
    }


def _passed(test):
    return {
        "case_id": test.case.id,
        "step_id": test.passed_stage.id,
        "passed_at": "2026-03-02 08:00:00",
    }


def _line(test, merge):
    return {
        "merge_id": merge.id,
        "kind": "record",
        "res_model": "csm.case",
        "res_id": test.case.id,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    case, link = test.case, test.samples["csm.case.link"]
    article = test.samples["csm.regulation.article"]
    rule = {"name": "Test", "article_id": article.id}
    rules = {"csm.flow.rule": test.samples["csm.flow.rule"]}
    return {
        "csm.routing.rule": (
            {"domain": "[('kind', '=', 'inquiry')]"},
            {**rule, **_rule(test, "csm.routing.rule", "first")},
        ),
        "csm.flow.rule": ({"domain": "[('kind', '=', 'inquiry')]"}, rule),
        "csm.flow.step": ({"sequence": 3}, {"rule_id": rules["csm.flow.rule"].id, "name": "Go"}),
        "csm.skill": ({"sequence": 3}, {"code": "smelling", "name": "Smelling"}),
        "csm.case.transfer": ({"reason": "x"}, _offer(test)),
        "csm.case.flow.step": ({"passed_at": "2026-03-02 09:00:00"}, _passed(test)),
        "csm.case.link": (
            {"note": "x"},
            {"case_id": case.id, "other_id": link.other_id.id, "kind": "caused"},
        ),
        "csm.case.merge": ({"reason": "x"}, {"target_id": case.id, "reason": "x"}),
        "csm.case.merge.line": (
            {"res_id": 1},
            _line(test, test.samples["csm.case.merge"]),
        ),
        **_wizards(test),
    }


def _wizards(test):
    case = test.case
    return {
        "csm.case.transfer.wizard": ({}, {"user_id": test.leader.id, "reason": "x"}),
        "csm.case.transfer.decline.wizard": (
            {},
            {"transfer_id": test.samples["csm.case.transfer"].id, "reason": "x"},
        ),
        "csm.case.demand.wizard": (
            {},
            {"res_model": "csm.case", "res_id": case.id, "name": "Magnums"},
        ),
        "csm.visitor.register.wizard": ({}, {"partner_name": "Ms Li"}),
        "csm.case.split.wizard": ({}, {"case_id": case.id, "name": "Part"}),
        "csm.case.merge.wizard": ({}, {"target_id": case.id, "reason": "x"}),
        "csm.case.report.wizard": (
            {},
            {"name": "Cork", "description": "It smells.", "partner_name": "Ms Li"},
        ),
    }
