"""What the table of rights needs to know of duties and their rules."""

OPENS, DUE = "2026-03-02 00:00:00", "2026-03-06 08:00:00"


def _rule(article):
    return {"name": "Test", "article_id": article.id}


def _duty(rule, **values):
    return {
        "rule_id": rule.id,
        "root_id": rule.id,
        "article_id": rule.article_id.id,
        "company_id": rule.company_id.id,
        "period_on": "2026-03-02",
        "opens_at": OPENS,
        "due_at": DUE,
        "target": "company",
        **values,
    }


def presets(test, regulation):
    """Give a regulation one preset of a duty with a checklist."""
    rule = test.env["csm.duty.rule"].create(_rule(regulation.article_ids[:1]))
    test.env["csm.duty.item"].create({"rule_id": rule.id, "name": "x"})


def samples(test):
    """Return one record of each model; the duty is the agent's, of the front desk."""
    env = test.env
    rule = env["csm.duty.rule"].search([("adoption_id", "=", test.draft.id)])
    # A rule that was followed keeps its adoption; the table deletes the one in preparation.
    followed = rule.sudo().copy({"adoption_id": False, "company_id": test.company.id})
    duty = env["csm.duty"].create(
        _duty(followed, team_id=test.team.id, user_id=test.agent.id, signer_id=test.leader.id)
    )
    duty._new_lines()
    return {
        "csm.duty.rule": rule,
        "csm.duty.item": rule.item_ids,
        "csm.duty": duty,
        "csm.duty.line": duty.line_ids,
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    duty, rule = test.samples["csm.duty"], test.samples["csm.duty.rule"]
    item = test.samples["csm.duty.item"]
    return {
        "csm.duty.rule": ({"sequence": 3}, _rule(test.samples["csm.regulation.article"])),
        "csm.duty.item": ({"sequence": 3}, {"rule_id": rule.id, "name": "y"}),
        "csm.duty": ({"note": "x"}, _duty(duty.rule_id, target="other")),
        "csm.duty.line": ({"remark": "x"}, {"duty_id": duty.id, "item_id": item.id}),
    }
