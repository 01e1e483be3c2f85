"""What the table of rights needs to know of the contact register."""

RULES = {
    "csm.answer.rule": {"limit": 3},
    "csm.detail.rule": {"channel": "visit"},
    "csm.desk.rule": {"needs_address": True},
}


def presets(test, regulation):
    """Give a regulation one preset of each rule about contacts."""
    article = regulation.article_ids[:1]
    for model in RULES:
        test.env[model].create({"name": "Rule", "article_id": article.id, **_rule(test, model)})


def _rule(test, model):
    kinds = {
        "csm.answer.rule": {"limit": 2},
        "csm.detail.rule": {"type_ids": [(6, 0, _age(test).ids)]},
        "csm.desk.rule": {"needs_hotline": True},
    }
    return kinds[model]


def _age(test):
    return test.env.ref("csm.csm_contact_detail_type_age")


def samples(test):
    """Return one record of each model; the contact became the case of the table."""
    test.case.action_enter_contact()
    contact = test.case.contact_ids
    env = test.env
    hook = env["csm.hook"].create(
        {
            "name": "Telephones",
            "company_id": test.company.id,
            "team_id": test.team.id,
            "user_id": test.agent.id,
        }
    )
    return {
        "csm.contact": contact,
        "csm.contact.detail": env["csm.contact.detail"].create(
            {"contact_id": contact.id, "type_id": _age(test).id, "value": "40"}
        ),
        "csm.contact.kind": env["csm.contact.kind"].create({"name": "Praise", "code": "praise"}),
        "csm.contact.detail.type": env["csm.contact.detail.type"].create(
            {"name": "Shoe Size", "code": "shoe"}
        ),
        "csm.hook": hook,
        "csm.hook.window": env["csm.hook.window"].create(
            {"bucket": "x", "window_at": "2026-03-02 08:00:00", "request_count": 1}
        ),
        **{model: env[model].search([("adoption_id", "=", test.draft.id)]) for model in RULES},
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    article = test.samples["csm.regulation.article"]
    contact = test.samples["csm.contact"]
    disease = test.env.ref("csm.csm_contact_detail_type_disease")
    return {
        "csm.contact": (
            {"answer": "x"},
            {"company_id": test.company.id, "team_id": False, "partner_name": "Ms Li"},
        ),
        "csm.contact.detail": (
            {"value": "41"},
            {"contact_id": contact.id, "type_id": disease.id},
        ),
        "csm.contact.kind": ({"sequence": 3}, {"name": "Test", "code": "test"}),
        "csm.contact.detail.type": ({"sequence": 3}, {"name": "Test", "code": "test"}),
        "csm.hook": (
            {"calls_per_minute": 3},
            {
                "name": "Test",
                "company_id": test.company.id,
                "team_id": test.team.id,
                "user_id": test.leader.id,
            },
        ),
        "csm.hook.window": (
            {"request_count": 0},
            {"bucket": "y", "window_at": "2026-03-02 08:00:00", "request_count": 1},
        ),
        **{
            model: (written, {"name": "Test", "article_id": article.id, **_rule(test, model)})
            for model, written in RULES.items()
        },
    }
