"""What the table of rights needs to know of clearances, the access log and levels.

The clearance of the table is the agent's, whom no granter of the cast gave it.
"""


def presets(test, regulation):
    """No preset of a regulation is of this room."""


def samples(test):
    """Return one record of each model, all of the company."""
    env, company = test.env, test.company
    Log = env["csm.access.log"].with_company(company)
    Log._note("open", "read", test.case)
    env["csm.access.seal"]._seal(company.id)
    log = Log.search([("company_ref", "=", company.id)], limit=1)
    return {
        "csm.clearance": env["csm.clearance"].create(_clearance(test, test.agent)),
        "csm.access.log": log,
        "csm.access.seal": log.seal_id,
        "csm.access.check": env["csm.access.check"]._verify(company),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    Log = test.env["csm.access.log"].with_company(test.company)
    Log._note("open", "read", test.case)
    test.env["csm.access.seal"]._seal(test.company.id)
    mine = [("company_ref", "=", test.company.id)]
    return {"csm.csm_access_seal_head": test.env["csm.access.seal"].search(mine, limit=1)}


def _clearance(test, user):
    return {
        "user_id": user.id,
        "level": "1",
        "purpose": "x",
        "company_id": test.company.id,
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    log = {"user_ref": 1, "login": "x", "road": "open", "operation": "read", "outcome": "granted"}
    return {
        "csm.clearance": ({"purpose": "y"}, _clearance(test, test.outsider)),
        "csm.access.log": ({"login": "x"}, {**log, "company_ref": test.company.id}),
        "csm.access.seal": ({"head": "x"}, {"head": "x", "company_ref": test.company.id}),
        "csm.access.check": ({"findings": "x"}, {"company_id": test.company.id}),
    }
