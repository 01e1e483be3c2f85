"""What the table of rights needs to know of approvals and applications."""

MOMENT = "2026-03-02 08:00:00"


def _rule(test):
    return {"model_id": test.env["ir.model"]._get_id("csm.case"), "move": "decide"}


def presets(test, regulation):
    """Give a regulation one preset of whose approval it wants."""
    article = regulation.article_ids[:1]
    values = {"name": "Rule", "article_id": article.id, **_rule(test)}
    rule = test.env["csm.approval.rule"].create(values)
    test.env["csm.approval.step"].create({"rule_id": rule.id})


def samples(test):
    """Return one record of each model; the approval is about the case of the table."""
    env = test.env
    rule = env["csm.approval.rule"].search([("adoption_id", "=", test.draft.id)])
    # A rule somebody was asked by keeps its adoption; the table deletes the one in preparation.
    followed = rule.sudo().copy({"adoption_id": False, "company_id": test.company.id})
    approval = env["csm.approval"].create(_approval(test, rule_ids=[(4, followed.id)]))
    vote = env["csm.approval.vote"].create(
        {"approval_id": approval.id, "step_id": followed.step_ids.id}
    )
    request = env["csm.request"].with_user(test.agent).with_company(test.company)
    return {
        "csm.approval.rule": rule,
        "csm.approval.step": rule.step_ids,
        "csm.approval": approval,
        "csm.approval.vote": vote,
        "csm.request.kind": env["csm.request.kind"].create({"code": "t", "name": "Test"}),
        "csm.request": request.create(_request(test, team_id=test.team.id)).with_env(env),
    }


def _approval(test, **values):
    return {
        "res_model": "csm.case",
        "res_id": test.case.id,
        "subject": "x",
        "move": "decide",
        "requested_by_id": test.leader.id,
        "requested_at": MOMENT,
        "currency_id": test.company.currency_id.id,
        "company_id": test.company.id,
        **test.case._approval_rights_vals(),
        **values,
    }


def _request(test, **values):
    return {
        "name": "Test",
        "kind_id": test.env.ref("csm.csm_request_kind_memorial").id,
        "company_id": test.company.id,
        "team_id": False,
        **values,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    article = test.samples["csm.regulation.article"]
    rule, approval = test.samples["csm.approval.rule"], test.samples["csm.approval"]
    asked = {**_approval(test), "barred_user_ids": False}
    return {
        "csm.approval.rule": (
            {"sequence": 3},
            {"name": "Test", "article_id": article.id, **_rule(test)},
        ),
        "csm.approval.step": ({"sequence": 3}, {"rule_id": rule.id}),
        "csm.approval": ({"state": "approved"}, {**asked, "move": "close"}),
        "csm.approval.vote": (
            {"comment": "x"},
            {"approval_id": approval.id, "step_id": test.samples["csm.approval.vote"].step_id.id},
        ),
        "csm.request.kind": ({"sequence": 3}, {"code": "t9", "name": "Test"}),
        "csm.request": ({"is_urgent": True}, _request(test)),
        "csm.approval.decide.wizard": ({}, {"approval_ids": []}),
    }
