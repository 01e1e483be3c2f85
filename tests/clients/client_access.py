"""What the table of rights needs to know of client files, grades and what is handed in.

The file of the table is secret, kept by the front desk, and nobody of the cast is cleared: its
readers are the subject of the table of roads.
"""

FILE = "csm.client.file"
PARTS = (
    "csm.client.person",
    "csm.client.credit.problem",
    "csm.client.document",
    "csm.client.copy",
    "csm.client.rating",
)


def _file_vals(test, name, **values):
    customer = test.env["res.partner"].create({"name": name, "is_company": True})
    return {
        "partner_id": customer.id,
        "company_id": test.company.id,
        "team_id": test.team.id,
        "custodian_id": test.agent.id,
        "secrecy_level_id": test.env.ref("csm.csm_secrecy_level_secret").id,
        **values,
    }


def _credit_class():
    return {"name": "Rule", "rank": 1, "criteria": "x"}


def _grading(test, name):
    customer = test.env["res.partner"].create({"name": name})
    grade = test.env.ref("csm.csm_client_grade_vip")
    return {
        "partner_id": customer.id,
        "grade_id": grade.id,
        "reason": "x",
        "company_id": test.company.id,
    }


def _part(test, model, file):
    values = {
        "csm.client.person": {"name": "x"},
        "csm.client.credit.problem": {"happened_on": "2026-01-01", "description": "x"},
        "csm.client.document": {"name": "x", "file": "eA=="},
        "csm.client.copy": {"copy_number": 9, "holder": "x"},
        "csm.client.rating": {"credit_class_id": test.credit_class.id, "reason": "x"},
    }
    return {"file_id": file.id, **values[model]}


def _change(file):
    return {
        "file_id": file.id,
        "section": "basic",
        "label": "x",
        "user_id": file.env.uid,
        "changed_at": "2026-03-02 08:00:00",
    }


def _need(test, file):
    return {
        "file_id": file.id,
        "user_id": test.agent.id,
        "purpose": "x",
        "from_on": "2026-03-01",
        "to_on": "2026-03-31",
    }


def _input(test):
    return {"customer_name": "x", "company_id": test.company.id}


def _membership(test, name):
    customer = test.env["res.partner"].create({"name": name})
    return {"partner_id": customer.id, "company_id": test.company.id}


def _news(test):
    return {"name": "x", "body": "<p>x</p>", "company_id": test.company.id}


def presets(test, regulation):
    """Give a regulation one class of credit."""
    article = regulation.article_ids[:1]
    test.env["csm.credit.class"].create({**_credit_class(), "article_id": article.id})


def samples(test):
    """Return one record of each model; all parts belong to one file."""
    env = test.env
    credit = env["csm.credit.class"].search([("adoption_id", "=", test.draft.id)])
    # A class somebody was rated by keeps its adoption; the table deletes the one in preparation.
    test.credit_class = credit.sudo().copy({"adoption_id": False, "company_id": test.company.id})
    file = env[FILE].create(_file_vals(test, "Filed"))
    parts = {model: _new_part(test, model, file) for model in PARTS}
    person = parts["csm.client.person"]
    sheet = env["csm.client.person.private"].create({"person_id": person.id, "hobby": "x"})
    changes = {
        model: env[model].search([("file_id", "=", file.id)], limit=1)
        for model in ("csm.client.change", "csm.client.person.change")
    }
    Input = env["csm.client.input"].with_user(test.agent).with_company(test.company)
    Grading = env["csm.client.grading"].with_user(test.agent).with_company(test.company)
    return {
        "csm.credit.class": credit,
        "csm.client.grade": env["csm.client.grade"].create({"code": "t", "name": "Test"}),
        "csm.client.grading": Grading.create(_grading(test, "Graded")).with_env(env),
        "csm.client.input": Input.create(_input(test)).with_env(env),
        "csm.client.membership": env["csm.client.membership"].create(_membership(test, "Member")),
        "csm.client.news": env["csm.client.news"].create(_news(test)),
        FILE: file,
        **parts,
        "csm.client.person.private": sheet,
        **changes,
    }


def _new_part(test, model, file):
    if model != "csm.client.rating":
        return test.env[model].create(_part(test, model, file))
    # No class of credit is in use here; the rights to a proposal are the same without one.
    test.env.flush_all()
    test.env.cr.execute(
        """INSERT INTO csm_client_rating (file_id, company_id, team_id, level, credit_class_id,
                  reason, user_id, state)
           SELECT id, company_id, team_id, level, %s, 'x', %s, 'proposed'
             FROM csm_client_file WHERE id = %s RETURNING id""",
        (test.credit_class.id, test.agent.id, file.id),
    )
    return test.env[model].browse(test.env.cr.fetchone()[0])


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    file = test.env[FILE].create(_file_vals(test, "Printed"))
    return {"csm.csm_client_file_card": file, "csm.csm_client_file_register": file}


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    file = test.samples[FILE]
    article = test.samples["csm.regulation.article"]
    written = {
        "csm.client.person": {"job_title": "y"},
        "csm.client.credit.problem": {"amount": 3},
        "csm.client.document": {"note": "y"},
        "csm.client.copy": {"place": "y"},
        "csm.client.rating": {"decided_at": False},
    }
    return {
        "csm.credit.class": ({"terms": "x"}, {**_credit_class(), "article_id": article.id}),
        "csm.client.grade": ({"color": 3}, {"code": "t9", "name": "Test"}),
        "csm.client.grading": ({"refuse_reason": "x"}, _grading(test, "Other")),
        "csm.client.input": ({"text": "x"}, _input(test)),
        "csm.client.membership": ({"note": "y"}, _membership(test, "Other")),
        "csm.client.news": ({"name": "y"}, _news(test)),
        FILE: ({"analysis": "x"}, _file_vals(test, "Other")),
        **{model: (written[model], _part(test, model, file)) for model in PARTS},
        "csm.client.person.private": (
            {"hobby": "y"},
            {"person_id": test.samples["csm.client.person"].id},
        ),
        "csm.client.change": ({"old": "y"}, _change(file)),
        "csm.client.person.change": ({"old": "y"}, _change(file)),
    }
