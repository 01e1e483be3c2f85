"""Measure the reading of client files: who reads costs little, and so does the log of it."""

from statistics import median
from unittest.mock import patch

from lxml import etree

from odoo.tools import SQL

FILES, USERS, ROUNDS = 100_000, 500, 15

FILL_PARTNERS = """
INSERT INTO res_partner (name, complete_name, is_company, active, type, company_id, create_date)
SELECT 'Client ' || n, 'Client ' || n, TRUE, TRUE, 'contact', %(company)s, now()
  FROM generate_series(1, %(files)s) AS n
"""
# Levels 0 to 3 in turn, kept by all the teams.
FILL_FILES = """
INSERT INTO csm_client_file (company_id, number, partner_id, relation, state, secrecy_level_id,
       level, team_id, custodian_id, classified_on, declassify_on, create_uid, create_date)
SELECT %(company)s, 'K' || lpad(p.n::text, 7, '0'), p.id, 'ordinary', 'kept', l.id,
       COALESCE(l.ordinal, 0), t.id, t.leader_id, current_date, current_date + 3650, 1, now()
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM res_partner
         WHERE name LIKE 'Client %%') AS p
  JOIN (SELECT id, leader_id, row_number() OVER (ORDER BY id) AS n,
               count(*) OVER () AS of FROM csm_team WHERE id = ANY(%(teams)s)) AS t
    ON t.n = 1 + p.n / 4 %% t.of
  LEFT JOIN csm_secrecy_level l ON l.ordinal = p.n %% 4
 ORDER BY p.n
"""
# The other way round: each team has entered its files in one go, that of the reader first.
ONE_AFTER_THE_OTHER = """
UPDATE csm_client_file f SET team_id = t.id
  FROM (SELECT id, row_number() OVER (ORDER BY id != %(mine)s, id) - 1 AS n, count(*) OVER () AS of
          FROM csm_team WHERE id IN (SELECT team_id FROM csm_client_file)) AS t,
       (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM csm_client_file) AS o
 WHERE o.id = f.id AND t.n = o.n * t.of / %(files)s
"""
# Every user needs a hundred files outside the own team.
FILL_NEEDS = """
INSERT INTO csm_client_need (file_id, user_id, purpose, from_on, to_on, opens_at, closes_at,
       granted_by_id, level, team_id, company_id, create_uid, create_date)
SELECT f.id, u.id, 'Bench', current_date - 1, current_date + 30, now() - interval '1 day',
       now() + interval '30 days', 1, f.level, f.team_id, f.company_id, 1, now()
  FROM unnest(%(users)s::int[]) WITH ORDINALITY AS u(id, n)
  JOIN csm_client_file f ON f.id %% %(of)s = u.n
"""
FILL_CLEARANCES = """
INSERT INTO csm_clearance (user_id, company_id, level, purpose, valid_from, valid_to, state,
       granted_by_id, granted_at, create_uid, create_date)
SELECT id, %(company)s, (1 + id %% 3)::text, 'Bench', current_date - 1, current_date + 300,
       'valid', 1, now(), 1, now()
  FROM unnest(%(users)s::int[]) AS id
"""
# The groups that the confirmation of a clearance would have given.
FILL_GROUPS = """
INSERT INTO res_groups_users_rel (gid, uid)
SELECT (%(groups)s::int[])[level::int], user_id FROM csm_clearance ON CONFLICT DO NOTHING
"""
GROUPS = (
    "csm.group_clearance_secret",
    "csm.group_clearance_confidential",
    "csm.group_clearance_top_secret",
)
TABLES = ("res_partner", "csm_client_file", "csm_client_need", "csm_clearance")


def fill_files(department):
    env = department.env
    more = env["res.users"].create(
        [
            {"name": f"Reader {number}", "login": f"reader{number}"}
            for number in range(USERS - len(department.users))
        ]
    )
    users = department.users | more
    for number, reader in enumerate(more):
        department.teams[number % len(department.teams)].member_ids |= reader
    env.flush_all()
    values = {
        "company": department.company.id,
        "files": FILES,
        "teams": department.teams.ids,
        "users": users.ids,
        "of": FILES // 100,
    }
    for statement in (FILL_PARTNERS, FILL_FILES, FILL_NEEDS, FILL_CLEARANCES):
        env.cr.execute(statement, values)
    env.cr.execute(FILL_GROUPS, {"groups": [env.ref(name).id for name in GROUPS]})
    env.registry.clear_cache()
    env.cr.commit()
    for table in TABLES:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.cr.commit()
    env.invalidate_all()
    # One who is cleared for confidential files.
    return next(user for user in users if 1 + user.id % 3 == 2)


def unlogged():
    """Read without the log, to see what it costs."""
    append = "odoo.addons.csm.models.secrecy.csm_access_log.CsmAccessLog._append_run"
    return patch(append, lambda *args, **kwargs: None)


def arch_of(model, kind):
    return etree.fromstring(model.get_views([(False, kind)])["views"][kind]["arch"])


def spec_of(model, kind):
    """Return what the list or the form of the web client asks for."""
    spec, models = {}, model.get_views([(False, kind)])["models"]
    fields = models[model._name]["fields"]
    for node in arch_of(model, kind).xpath("//field[not(ancestor::field)]"):
        name = node.get("name")
        asked = fields[name]["type"]
        spec[name] = {"fields": {"display_name": {}}} if asked == "many2one" else {}
        if asked == "one2many":
            spec[name] = {"fields": {"display_name": {}}, "limit": 40}
    return spec


def measure_files(table, department, watch):
    """List, group and form of 100,000 files of mixed levels against the superuser and the log."""
    reader = fill_files(department)
    mine = department.env["csm.client.file"].with_user(reader)
    root = mine.with_user(1)
    spec, form = spec_of(mine, "list"), spec_of(mine, "form")
    # The list says itself how far it counts; the client asks for one more.
    counted = int(arch_of(mine, "list").get("count_limit")) + 1
    one = mine.search([], limit=1)
    works = {
        "list of 80": lambda model: model.web_search_read([], spec, limit=80, count_limit=counted),
        "search": lambda model: model.search([("number", "like", "K00012")], limit=80),
        "group by level": lambda model: model.web_read_group([], ["level"], ["__count"]),
        "form": lambda model: model.browse(one.id).web_read(form),
    }
    for work, call in works.items():
        ms, queries = rounds(call, mine, root, watch)
        if work != "form":
            ratio = ms["unlogged"] / ms["superuser"]
            table.row(
                f"{work} of {FILES:,} files, cleared",
                f"{ms['unlogged']:.1f} ms {queries} q",
                f"superuser {ms['superuser']:.1f} ms",
                f"{ratio:.2f} of 1.3 x",
                ratio <= 1.3,
            )
        if work in ("form", "list of 80"):
            cost = ms["cleared"] / ms["unlogged"] - 1
            table.row(
                f"log of the {work}",
                f"{ms['cleared']:.1f} ms {queries} q",
                f"unlogged {ms['unlogged']:.1f} ms",
                f"+{cost:.0%} of +20 %",
                cost <= 0.2,
            )
    sort_by_team(mine)
    ms, queries = rounds(works["list of 80"], mine, root, watch)
    table.row(
        "the list of one whose team entered its files first of all",
        f"{ms['unlogged']:.1f} ms {queries} q",
        f"superuser {ms['superuser']:.1f} ms: {ms['unlogged'] / ms['superuser']:.2f} x",
        "",
        None,
    )


def rounds(call, mine, root, watch):
    """Return ``({who: median ms}, queries)`` of a work as the reader, unlogged, as superuser."""
    found = {"cleared": [], "unlogged": [], "superuser": []}
    for _round in range(ROUNDS):
        for who, model in (("cleared", mine), ("unlogged", mine), ("superuser", root)):
            model.env.cr.commit()
            model.env.invalidate_all()
            if who == "unlogged":
                with unlogged(), watch() as taken:
                    call(model)
            else:
                with watch() as taken:
                    call(model)
            found[who].append(taken)
    ms = {who: median(taken.ms for taken in kept) for who, kept in found.items()}
    return ms, found["cleared"][-1].queries


def sort_by_team(mine):
    """Let each team have entered its files in one go, that of the reader before the others."""
    env = mine.env
    team = mine.search([], limit=1).team_id
    env.cr.execute(ONE_AFTER_THE_OTHER, {"mine": team.id, "files": FILES})
    env.cr.commit()
    env.cr.execute("ANALYZE csm_client_file")
    env.cr.commit()
    env.registry.clear_cache()
    env.invalidate_all()
