"""All roads by which a client file could leave: one row each, from which the tests are made.

A *wide* road is asked once by each reader and tells the ids it gave; a *narrow* road is asked for
one file and tells whether it gave anything. The right is ``read`` or ``write``; ``at most`` gives
no more than what is read, ``never`` nothing to anybody. ``guard`` names what keeps the road closed:
with it taken away, the cells of the road must turn red.

The lists at the end name everything of the program that touches a client file. What is new and not
listed fails the build.
"""

from typing import NamedTuple

from .road_case import FILE

SPEC = {"number": {}, "void_reason": {}}
NEED, CHANGE, PERSON = "csm.client.need", "csm.client.classification", "csm.client.person"
PART_SPEC = {"file_id": {}, "team_id": {"fields": {"display_name": {}}}}


class Road(NamedTuple):
    """One road: what asks, which right it needs, and which guard keeps it closed."""

    name: str
    ask: object
    right: str = "read"
    guard: str = "rule"


# Wide roads: (test, reader, ids of all files) -> the ids that were given


def _ids(rows, field="id"):
    values = [row[field] for row in rows if row[field]]
    return {value[0] if isinstance(value, list | tuple) else value for value in values}


def _list(test, user, ids):
    found = test.rpc(user, FILE, "web_search_read", [("id", "in", ids)], SPEC)
    return _ids(found["records"])


def _search(test, user, ids):
    return set(test.rpc(user, FILE, "search", [("id", "in", ids)]))


def _search_read(test, user, ids):
    return _ids(test.rpc(user, FILE, "search_read", [("id", "in", ids)], ["void_reason"]))


def _count(test, user, ids):
    count = test.rpc(user, FILE, "search_count", [("id", "in", ids)])
    # A number shows as much as the ids it counts.
    return test.as_many(user, count, ids)


def _oracle(test, user, ids):
    domain = [("void_reason", "like", "WORD"), ("level", ">=", 0), ("id", "in", ids)]
    return set(test.rpc(user, FILE, "search", domain))


def _oracle_not(test, user, ids):
    domain = ["!", ("void_reason", "=", "nothing"), ("id", "in", ids)]
    return set(test.rpc(user, FILE, "search", domain))


def _oracle_open(test, user, ids):
    domain = ["|", ("is_open_to_me", "=", False), ("is_open_to_me", "=", True)]
    return set(test.rpc(user, FILE, "search", [*domain, ("id", "in", ids)]))


def _order(test, user, ids):
    return set(test.rpc(user, FILE, "search", [("id", "in", ids)], order="level desc, partner_id"))


def _group(test, user, ids):
    groups = test.rpc(
        user, FILE, "formatted_read_group", [("id", "in", ids)], ["void_reason"], ["id:array_agg"]
    )
    return {each for group in groups for each in group["id:array_agg"] or ()}


def _group_by_relation(test, user, ids):
    groups = test.rpc(
        user, FILE, "formatted_read_group", [("id", "in", ids)], ["team_id"], ["id:array_agg"]
    )
    return {each for group in groups for each in group["id:array_agg"] or ()}


def _board(test, user, ids):
    found = test.rpc(
        user, FILE, "web_read_group", [("id", "in", ids)], ["relation"], ["id:array_agg"]
    )
    return {each for group in found["groups"] for each in group["id:array_agg"] or ()}


def _progress(test, user, ids):
    bar = {"field": "state", "colors": {"new": "muted", "kept": "success"}}
    found = test.rpc(user, FILE, "read_progress_bar", [("id", "in", ids)], "relation", bar)
    count = sum(number for states in found.values() for number in states.values())
    return test.as_many(user, count, ids)


def _sets(test, user, ids):
    found = test.rpc(
        user,
        FILE,
        "formatted_read_grouping_sets",
        [("id", "in", ids)],
        [["void_reason"], ["relation"]],
        ["id:array_agg"],
    )
    return {each for rows in found for row in rows for each in row["id:array_agg"] or ()}


def _names(test, user, ids):
    found = test.rpc(user, FILE, "name_search", "", [("id", "in", ids)], limit=500)
    return {each for each, _name in found}


def _web_names(test, user, ids):
    found = test.rpc(
        user, FILE, "web_name_search", "", {"display_name": {}}, [("id", "in", ids)], limit=500
    )
    return _ids(found)


def _parts(test, user, ids):
    return _ids(
        test.rpc(user, NEED, "search_read", [("file_id", "in", ids)], ["file_id"]), "file_id"
    )


def _parts_by_file(test, user, ids):
    domain = [("file_id.void_reason", "like", "WORD"), ("file_id", "in", ids)]
    return _ids(test.rpc(user, NEED, "search_read", domain, ["file_id"]), "file_id")


def _parts_grouped(test, user, ids):
    groups = test.rpc(
        user, NEED, "formatted_read_group", [("file_id", "in", ids)], ["file_id"], ["__count"]
    )
    return _ids(groups, "file_id")


def _changes(test, user, ids):
    rows = test.rpc(user, CHANGE, "search_read", [("file_id", "in", ids)], ["file_id"])
    return _ids(rows, "file_id")


def _through_relations(test, user, ids):
    """Ask every field of another model that leads to a file, by a search and by a reading."""
    found = set()
    for model, name in sorted(test.leading_fields()):
        if test.may(user, model):
            rows = test.rpc(user, model, "search_read", [(name, "!=", False)], [name], limit=200)
            for row in rows:
                value = row[name]
                found |= set(value if isinstance(value, list) and value[1:] != value else [])
                found |= {value[0]} if isinstance(value, tuple) else set()
    return found & set(ids)


def _papers(test, user, ids):
    domain = [("res_model", "=", FILE), ("res_id", "in", ids)]
    return _ids(test.rpc(user, "ir.attachment", "search_read", domain, ["res_id"]), "res_id")


def _twins(test, user, ids):
    """The same bytes in another file: what lies beside them is not told."""
    twin = test.rpc(user, "ir.attachment", "create", [{"name": "x", "datas": "c2FtZQ=="}])
    checksum = test.env["ir.attachment"].browse(twin)[:1].checksum
    domain = [("checksum", "=", checksum), ("res_model", "=", FILE)]
    return _ids(test.rpc(user, "ir.attachment", "search_read", domain, ["res_id"]), "res_id")


def _all_parts(test, user, ids):
    """Ask every kind of part which files it belongs to."""
    found = set()
    for model in sorted(test.secret_models()):
        if "file_id" in test.env[model]._fields and test.may(user, model):
            domain = [("file_id", "in", ids)]
            found |= _ids(test.rpc(user, model, "search_read", domain, ["file_id"]), "file_id")
    return found


def _generic_rows(test, user, ids):
    """Ask every model whose rows point to records of any model: duties, prints, deadlines."""
    found = set()
    for model in sorted(test.pointing_models()):
        if test.may(user, model):
            domain = [("res_model", "=", FILE), ("res_id", "in", ids)]
            found |= _ids(test.rpc(user, model, "search_read", domain, ["res_id"]), "res_id")
    return found


def _messages(test, user, ids):
    domain = [("model", "=", FILE), ("res_id", "in", ids)]
    return _ids(test.rpc(user, "mail.message", "search_read", domain, ["res_id"]), "res_id")


def _relations_of_parts(test, user, ids):
    """Read the file itself through each kind of part that leads to it, as the client does."""
    found = set()
    for model in sorted(test.secret_models()):
        if "file_id" in test.env[model]._fields and test.may(user, model):
            spec = {"file_id": {"fields": {"void_reason": {}}}}
            rows = test.rpc(user, model, "web_search_read", [("file_id", "in", ids)], spec)
            files = [row["file_id"] for row in rows["records"]]
            found |= {file["id"] for file in files if "WORD" in (file.get("void_reason") or "")}
    return found


def _external_ids(test, user, ids):
    """The external ids that exports give would tell which files there are."""
    if not test.may(user, "ir.model.data"):
        return []
    found = set()
    for model in sorted(test.secret_models()):
        rows = test.rpc(
            user, "ir.model.data", "search_read", [("model", "=", model)], ["res_id", "name"]
        )
        found |= _ids(rows, "res_id")
    return ids if found else []


def _counters(test, user, ids):
    """The counters of numbers would tell how many files there are."""
    found = []
    for model in ("csm.number.counter", "csm.number.loan"):
        if test.may(user, model):
            found += test.rpc(user, model, "search", [("res_model", "=", FILE)])
    return ids if found else []


def _partners(test, user, ids):
    """Whatever a reader asks of the customers themselves, by every field that is searched."""
    domain = [("name", "like", "Client "), ("is_company", "=", True)]
    fields = sorted(test.env["res.partner"].with_user(user).fields_get(attributes=()))
    names = [name for name in fields if name.startswith("csm_")]
    rows = test.rpc(user, "res.partner", "search_read", domain, [*names, "display_name"])
    # All customers look alike, those with an open file and those with a closed one; only those who
    # open files themselves see who lacks one.
    names = [name for name in names if name != "csm_lacks_file" or not test.opens_files(user)]
    looks = {str({name: row[name] for name in names}) for row in rows}
    return ids if len(looks) > 1 else []


WIDE = (
    Road("list", _list),
    Road("search", _search),
    Road("search and read", _search_read),
    Road("count", _count),
    Road("search by a hidden field", _oracle),
    Road("search by what a hidden field is not", _oracle_not),
    Road("search by whom it is open to", _oracle_open),
    Road("order", _order),
    Road("group", _group),
    Road("group through a relation", _group_by_relation),
    Road("board", _board),
    Road("progress of a board", _progress),
    Road("several groupings at once", _sets),
    Road("name search", _names),
    Road("name search of the client", _web_names),
    Road("parts", _parts),
    Road("parts by a field of their file", _parts_by_file),
    Road("parts grouped by file", _parts_grouped),
    Road("changes of the classification", _changes),
    Road("read through relations", _through_relations, "at most", ""),
    Road("attachments", _papers),
    Road("files with the same checksum", _twins),
    Road("messages", _messages),
    Road("parts of every kind", _all_parts),
    Road("read through the relation of a part", _relations_of_parts),
    Road("external ids", _external_ids, "never", "external id"),
    Road("counters of numbers", _counters, "never", "counter"),
    Road("customers", _partners, "at most", "opener"),
    Road("rows about records of any model", _generic_rows, "at most"),
)


# Narrow roads: (test, user, id) -> what was given; a refusal is raised


def _read(test, user, id_):
    return test.rpc(user, FILE, "read", [id_], ["void_reason"])


def _web_read(test, user, id_):
    return test.rpc(user, FILE, "web_read", [id_], SPEC)


def _name(test, user, id_):
    return test.rpc(user, FILE, "read", [id_], ["display_name"])


def _export(test, user, id_):
    return test.rpc(user, FILE, "export_data", [id_], ["number", "void_reason"])["datas"]


def _metadata(test, user, id_):
    return test.rpc(user, FILE, "get_metadata", [id_])


def _onchange(test, user, id_):
    return test.rpc(user, FILE, "onchange", [id_], {"relation": "key"}, ["relation"], SPEC)


def _onchange_part(test, user, id_):
    """Who keeps a file follows from it on the form of a new part."""
    values = {"file_id": id_}
    found = test.rpc(user, PERSON, "onchange", [], values, ["file_id"], PART_SPEC)
    return found["value"].get("team_id")


def _onchange_line(test, user, id_):
    """The same on the form of the file, which sends what it says just now."""
    return _onchange_part(test, user, {"id": id_})


def _onchange_default(test, user, id_):
    """A form opened with a file in its context names it before anybody chose it."""
    context = {"default_file_id": id_}
    found = test.rpc(user, PERSON, "onchange", [], {}, [], PART_SPEC, context=context)
    return found["value"].get("team_id")


def _defaults(test, user, id_):
    context = {"default_file_id": id_}
    given = test.rpc(user, CHANGE, "default_get", ["file_id", "new_level_id"], context=context)
    return "new_level_id" in given


def _copy(test, user, id_):
    return test.rpc(user, FILE, "copy_data", [id_])


def _write(test, user, id_):
    return test.rpc(user, FILE, "write", [id_], {"void_reason": "x"})


def _web_save(test, user, id_):
    return test.rpc(user, FILE, "web_save", [id_], {"void_reason": "x"}, SPEC)


def _load(test, user, id_):
    found = test.rpc(user, FILE, "load", [".id", "void_reason"], [[str(id_), "x"]])
    if not found["ids"]:
        raise test.Refused(" ".join(message["message"] for message in found["messages"]))
    return found["ids"]


def _add_part(test, user, id_):
    values = {"file_id": id_, "new_years": 1, "reason": "x"}
    return test.rpc(user, CHANGE, "create", [values])


def _attach(test, user, id_):
    values = {"name": "x", "datas": "eA==", "res_model": FILE, "res_id": id_}
    return test.rpc(user, "ir.attachment", "create", [values])


def _activity(test, user, id_):
    model = test.env["ir.model"]._get_id(FILE)
    return test.rpc(user, "mail.activity", "create", [{"res_model_id": model, "res_id": id_}])


def _message(test, user, id_):
    values = {"model": FILE, "res_id": id_, "body": "x"}
    return test.rpc(user, "mail.message", "create", [values])


def _notice(test, user, id_):
    """Let the program notify a reader of something about the file."""
    values = {"model": FILE, "res_id": id_, "subject": "x", "body": "x"}
    values["partner_ids"] = test.keeper.partner_id.ids
    return test.rpc(user, "mail.thread", "message_notify", [], **values)


def _mail(test, user, id_):
    """A notice to somebody who reads mails makes one."""
    test.keeper.notification_type = "email"
    mails, before = test.env["mail.mail"].sudo(), test.env["mail.mail"].sudo().search([])
    return _notice(test, user, id_) and mails.search([]) - before


def _signal(test, user, id_):
    """A notice to somebody who reads messages here is told on the bus."""
    test.keeper.notification_type = "inbox"
    before = len(test.signals())
    return _notice(test, user, id_) and test.signals()[before:]


def _step(test, user, id_):
    return test.rpc(user, FILE, "action_keep", [id_])


def _properties(test, user, id_):
    return test.rpc(user, FILE, "has_access", [id_], "read")


def _print(test, user, id_):
    """Print the card and the list as the routes of reports do."""
    Report = test.env["ir.actions.report"].with_user(user).with_company(test.company)
    for name in ("csm.csm_client_file_card", "csm.csm_client_file_register"):
        page, _kind = Report._render_qweb_html(name, [id_])
    return page


def _print_decision(test, user, id_):
    """Print the decisions on the classification of a file."""
    changes = test.env[CHANGE].sudo().search([("file_id", "=", id_), ("state", "!=", "proposed")])
    Report = test.env["ir.actions.report"].with_user(user).with_company(test.company)
    name = "csm.csm_client_classification_decision"
    return Report._render_qweb_html(name, changes[:1].ids or [id_])[0]


NARROW = (
    Road("read", _read),
    Road("open a form", _web_read),
    Road("name", _name),
    Road("export", _export),
    Road("metadata", _metadata),
    Road("onchange", _onchange, "write"),
    Road("onchange of a part", _onchange_part, "write"),
    Road("onchange of a part on the form of its file", _onchange_line, "write"),
    Road("form of a new part", _onchange_default, "write"),
    Road("defaults of a part", _defaults),
    Road("copy", _copy),
    Road("question for access", _properties),
    Road("print", _print),
    Road("print of a decision", _print_decision),
    Road("write", _write, "write"),
    Road("save of the client", _web_save, "write"),
    Road("import", _load, "write"),
    Road("new part", _add_part, "write"),
    Road("attach", _attach, "write"),
    Road("button", _step, "write"),
    Road("activity", _activity, "write"),
    Road("message", _message, "never", "message"),
    Road("mail", _mail, "never", "message"),
    Road("signal of the bus", _signal, "never", "message"),
)

# What touches a client file. Whoever adds to it says here by which road it is tested.

MODELS = {
    FILE: "list",
    NEED: "parts",
    CHANGE: "changes of the classification",
    "csm.client.change": "parts of every kind",
    "csm.client.copy": "parts of every kind",
    "csm.client.credit.problem": "parts of every kind",
    "csm.client.document": "parts of every kind",
    "csm.client.person": "parts of every kind",
    "csm.client.person.change": "parts of every kind",
    "csm.client.person.private": "parts of every kind",
    "csm.client.rating": "parts of every kind",
}
# Fields of models that are open to others than the readers of a file, leading to one.
FIELDS = {}
# Models whose rows point to records of any model; "rows about records of any model" asks them all.
POINTING = {
    "calendar.event",
    "csm.approval",
    "csm.case.merge.line",
    "csm.copy",
    "csm.deadline",
    "csm.deadline.pause",
    "csm.duty",
    "csm.fact.correction",
    "csm.form.print",
    "csm.phrase.use",
    "csm.report",
    "csm.sanction",
    "ir.actions.act_window",
    "ir.attachment",
    "mail.activity",
    "mail.followers",
    "res.users.settings.embedded.action",
}
# Reports, each printed by the road "print", and the templates they are made of.
REPORTS = {
    "csm.csm_client_file_card": FILE,
    "csm.csm_client_file_register": FILE,
    "csm.csm_client_classification_decision": CHANGE,
}
TEMPLATES = {
    "csm.csm_client_classification_decision",
    "csm.csm_client_classification_decision_sheet",
    "csm.csm_client_file_card",
    "csm.csm_client_file_card_sheet",
    "csm.csm_client_file_paper_grid",
    "csm.csm_client_file_paper_mark",
    "csm.csm_client_file_paper_table",
    "csm.csm_client_file_register",
    "csm.csm_client_file_register_sheet",
}
# Files of controllers that name a client file.
ROUTES = set()
