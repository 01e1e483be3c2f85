"""What the table of rights needs to know of the register of forms."""


def presets(test, regulation):
    """Forms bring no rules of their own here."""


def samples(test):
    """Return one record of each model; the version is a draft, and an agent printed once."""
    kind = test.env.ref("csm.csm_form_kind_cover")
    form = test.env["csm.form"]._of_kind(kind, test.company).with_env(test.env)
    version = test.env["csm.form.version"].create({"form_id": form.id, "explanation": "x"})
    return {
        "csm.form.kind": kind,
        "csm.form": form,
        "csm.form.version": version,
        "csm.form.copy": test.env["csm.form.copy"].create(
            {"version_id": version.id, "number": 1, "holder": "x"}
        ),
        "csm.form.print": test.env["csm.form.print"]._log([_print(test, form)]),
    }


def printed(test):
    """Return ``{report: record}``: whose prints the table of reports looks at."""
    kind = test.env.ref("csm.csm_form_kind_cover")
    return {
        "csm.csm_form_cover": test.env["csm.form"]._of_kind(kind, test.company),
        "csm.csm_adoption_handbook": test.adoption,
    }


def _print(test, form):
    return {
        "company_id": form.company_id.id,
        "form_id": form.id,
        "version_id": form.version_id.id,
        "res_model": "csm.form",
        "res_id": form.id,
        "user_id": test.agent.id,
        "printed_at": "2026-03-02 01:00:00",
    }


def values(test):
    """Return ``{model: (values to write, values to create)}``."""
    form, version = test.samples["csm.form"], test.samples["csm.form.version"]
    kind = {"name": "x", "report_id": test.env.ref("base.report_ir_model_overview").id}
    return {
        "csm.form.kind": ({"name": "y"}, kind),
        "csm.form": (
            {"used_from": "2026-03-01"},
            {"kind_id": test.samples["csm.form.kind"].id, "company_id": test.company.id},
        ),
        "csm.form.version": ({"explanation": "y"}, {"form_id": form.id, "explanation": "x"}),
        "csm.form.copy": (
            {"holder": "y"},
            {"version_id": version.id, "number": 2, "holder": "x"},
        ),
        "csm.form.print": ({"holder": "y"}, _print(test, form)),
    }
