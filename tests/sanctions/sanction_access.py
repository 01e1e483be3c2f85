"""What the table of rights needs to know of sanctions, their rules and the wages behind them."""

DAY = "2026-02-03"


def _rule(article, offence):
    return {"name": "Test", "article_id": article.id, "offence_id": offence.id}


def _offence(env, code):
    return env["csm.offence"].create({"code": code, "name": code})


def presets(test, regulation):
    """Give a regulation one preset of a ladder."""
    offence = _offence(test.env, "test_access")
    rule = test.env["csm.sanction.rule"].create(_rule(regulation.article_ids[:1], offence))
    test.env["csm.sanction.step"].create(
        {"rule_id": rule.id, "amount_kind": "wage_percent", "percent": 1}
    )


def samples(test):
    """Return one record of each model; the sanction is about the agent of the front desk."""
    env = test.env
    rule = env["csm.sanction.rule"].search([("adoption_id", "=", test.draft.id)])
    worker = test.employee(test.agent)
    worker.wage = 4000
    # The table deletes the rule in preparation; another one is in force.
    rule.sudo().copy(
        {
            "adoption_id": test.adoption.id,
            "company_id": test.company.id,
            "valid_from": "2010-01-01 00:00:00",
        }
    )
    sanction = env["csm.sanction"]._propose(
        [{"employee_id": worker.id, "offence_id": rule.offence_id.id, "offence_on": DAY}]
    )
    return {
        "csm.offence": _offence(env, "test_spare"),
        "csm.sanction.rule": rule,
        "csm.sanction.step": rule.step_ids,
        "csm.sanction": sanction,
        "csm.sanction.pay": sanction.pay_ids,
        "csm.wage.floor": env["csm.wage.floor"].create(
            {"company_id": test.company.id, "valid_on": "2020-01-01", "amount": 2000}
        ),
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    sanction, rule = test.samples["csm.sanction"], test.samples["csm.sanction.rule"]
    article, offence = test.samples["csm.regulation.article"], test.samples["csm.offence"]
    floor = {"company_id": test.company.id, "valid_on": "2021-01-01", "amount": 2100}
    again = {
        "employee_id": sanction.employee_id.id,
        "offence_id": sanction.offence_id.id,
        "offence_on": DAY,
    }
    return {
        "csm.offence": ({"sequence": 3}, {"code": "test_new", "name": "x"}),
        "csm.sanction.rule": ({"sequence": 3}, _rule(article, offence)),
        "csm.sanction.step": ({"points": 3}, {"rule_id": rule.id, "from_occurrence": 2}),
        "csm.sanction": ({"statement": "x"}, again),
        "csm.sanction.pay": (
            {"wage_amount": 1},
            {
                "sanction_id": sanction.id,
                "company_id": test.company.id,
                "employee_id": sanction.employee_id.id,
            },
        ),
        "csm.wage.floor": ({"amount": 2200}, floor),
    }
