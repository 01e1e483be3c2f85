"""What the table of rights needs to know of levels, needs to know and requests for access."""

NEED, CHANGE = "csm.client.need", "csm.client.classification"


def presets(test, regulation):
    """Give a regulation one rule of secrecy."""
    test.env["csm.secrecy.rule"].create(_rule(regulation.article_ids[:1]))


def samples(test):
    """Return one record of each model; the file is nobody's in the cast."""
    env = test.env
    file = _file(test, "Classified")
    env.flush_all()
    env.cr.execute(
        """INSERT INTO csm_client_need (file_id, company_id, level, team_id, user_id, purpose,
                  from_on, to_on, opens_at, closes_at, granted_by_id)
           SELECT id, company_id, level, team_id, %s, 'x', '2026-03-01', '2026-03-31',
                  '2026-03-01', '2026-04-01', %s FROM csm_client_file WHERE id = %s RETURNING id""",
        (test.agent.id, env.uid, file.id),
    )
    need = env[NEED].browse(env.cr.fetchone()[0])
    Request = env["csm.access.request"].with_user(test.agent).with_company(test.company)
    return {
        "csm.secrecy.level": env.ref("csm.csm_secrecy_level_secret"),
        "csm.secrecy.class": env["csm.secrecy.class"].create({"name": "x"}),
        "csm.secrecy.rule": env["csm.secrecy.rule"].search([("adoption_id", "=", test.draft.id)]),
        "csm.access.request": Request.create(_request(test)).with_env(env),
        NEED: need,
        CHANGE: env[CHANGE].create(_change(file)),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    change = test.env[CHANGE].create(_change(_file(test, "Decided")))
    change.decision = "x"
    change.sudo()._with_pass(["state"]).write({"state": "refused"})
    return {"csm.csm_client_classification_decision": change}


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    file = test.samples[CHANGE].file_id
    article = test.samples["csm.regulation.article"]
    person = {"user_id": test.agent.id, "purpose": "x", "to_on": "2026-03-31"}
    return {
        "csm.secrecy.level": (
            {"color": 3},
            {"name": "x", "mark": "x", "harm": "x", "ordinal": 2, "max_years": 1},
        ),
        "csm.secrecy.class": ({"sequence": 3}, {"name": "y"}),
        "csm.secrecy.rule": ({"rank": 3}, _rule(article)),
        "csm.access.request": ({"note": "x"}, _request(test)),
        "csm.access.reason": ({}, {"user_id": test.agent.id, "company_id": test.company.id}),
        NEED: ({"purpose": "y"}, {"file_id": file.id, **person}),
        CHANGE: ({"decision": "y"}, _change(file)),
    }


def _file(test, name):
    customer = test.env["res.partner"].create({"name": name, "is_company": True})
    return test.env["csm.client.file"].create(
        {
            "partner_id": customer.id,
            "company_id": test.company.id,
            "team_id": test.team.id,
            "custodian_id": test.agent.id,
            "secrecy_level_id": test.env.ref("csm.csm_secrecy_level_secret").id,
        }
    )


def _rule(article):
    return {"name": "Test", "article_id": article.id, "relation": "ordinary", "rank": 2}


def _request(test):
    values = {"about": "Harbour Hotel", "purpose": "x", "until_on": "2026-03-31"}
    return {**values, "company_id": test.company.id}


def _change(file):
    return {"file_id": file.id, "new_years": 3, "reason": "x"}
