"""Fill the tables by SQL: many cases and, on the open ones, four running deadlines each."""

from odoo.tools import SQL

FILL_CASES = """
INSERT INTO csm_case (company_id, number, name, kind, channel, severity, region, state,
       received_at, registered_at, replied_at, reported_at, closed_at, team_id, user_id,
       first_responder_id, partner_id, partner_name, category_id, cause_class, create_uid,
       create_date, write_uid, write_date)
SELECT %(company)s, 'F' || lpad(n::text, 7, '0'), 'Case ' || n, 'complaint', 'phone',
       (ARRAY['general', 'general', 'serious', 'very_serious'])[1 + n %% 4], 'domestic',
       CASE WHEN n %% 4 = 0 THEN (ARRAY['new', 'registered', 'handling'])[1 + n %% 3]
            ELSE 'closed' END,
       came, done, done, done, done,
       teams[1 + n %% array_length(teams, 1)], users[1 + n %% array_length(users, 1)],
       users[1 + n %% array_length(users, 1)], partners[1 + n %% array_length(partners, 1)],
       'Customer', %(category)s, 'quality', 1, came, 1, came
  FROM (SELECT n, %(teams)s::int[] AS teams, %(users)s::int[] AS users,
               %(partners)s::int[] AS partners,
               now()::timestamp(0) - n %% 700 * interval '1 day' AS came,
               CASE WHEN n %% 4 <> 0 THEN now()::timestamp(0) - n %% 700 * interval '1 day'
                    + interval '5 hours' END AS done
          FROM generate_series(1, %(cases)s) AS n) AS numbered
"""

# Open ones fall due in the next weeks; closed ones were met once.
FILL_DEADLINES = """
INSERT INTO csm_deadline (res_model, res_id, rule_id, obligation_id, cycle, due_version, start_fact,
       company_id, team_id, user_id, calendar_id, started_at, due_at, stopped_at, next_step_at,
       state, is_binding, is_paused, is_silent, create_uid, create_date)
SELECT 'csm.case', c.id, r.id, r.obligation_id, 1, 1, 'received_at', c.company_id, c.team_id,
       c.user_id, %(calendar)s, c.received_at, v.due,
       c.closed_at, CASE WHEN c.closed_at IS NULL THEN v.due - interval '4 hours' END,
       CASE WHEN c.closed_at IS NULL THEN 'running' ELSE 'met' END, TRUE, FALSE, FALSE, 1, now()
  FROM csm_case c
  JOIN csm_deadline_rule r ON r.company_id = c.company_id
   AND (c.closed_at IS NULL OR r.delay = 24)
 CROSS JOIN LATERAL (SELECT now()::timestamp(0) + interval '2 days'
                     + (c.id * 7 + r.id) %% 30000 * interval '1 minute' AS due) AS v
 WHERE c.number LIKE 'F%%'
"""

NEXT_DUE = """
UPDATE csm_case c SET next_due_at = d.due_at, next_deadline_id = d.id
  FROM (SELECT DISTINCT ON (res_id) res_id, id, due_at FROM csm_deadline
         WHERE state = 'running' ORDER BY res_id, due_at) AS d
 WHERE d.res_id = c.id
"""

# So many of the running deadlines were missed a minute ago; the reminder was sent in time.
MAKE_DUE = """
WITH chosen AS (
    UPDATE csm_deadline d SET due_at = %(due)s, next_step_at = %(due)s + interval '1 second'
     WHERE id IN (SELECT id FROM csm_deadline
                   WHERE state = 'running' AND breached_at IS NULL
                     AND next_step_at > %(due)s + interval '1 day'
                   ORDER BY id %% 7919, id LIMIT %(count)s)
 RETURNING id, rule_id)
INSERT INTO csm_deadline_event (deadline_id, step_id, due_version, kind, happened_at, create_uid,
       create_date)
SELECT chosen.id, s.id, 1, 'remind', now(), 1, now()
  FROM chosen JOIN csm_deadline_step s ON s.rule_id = chosen.rule_id AND s.kind = 'remind'
"""


def fill(department, cases):
    env, company = department.env, department.company
    env.flush_all()
    run = env.cr.execute
    run(
        FILL_CASES,
        {
            "cases": cases,
            "company": company.id,
            "category": department.category.id,
            "teams": department.teams.ids,
            "users": department.users.ids,
            "partners": department.partners.ids,
        },
    )
    run(FILL_DEADLINES, {"calendar": company.resource_calendar_id.id})
    run(NEXT_DUE)
    env.cr.commit()
    for table in ("csm_case", "csm_deadline", "csm_deadline_event"):
        vacuum(env, table)
    env.invalidate_all()


def vacuum(env, table):
    """Let the planner know the new sizes, as autovacuum does in time."""
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.cr.commit()


def make_due(env, count):
    env.flush_all()
    env.cr.execute("SELECT now()::timestamp(0) - interval '1 minute'")
    (due,) = env.cr.fetchone()
    env.cr.execute(MAKE_DUE, {"count": count, "due": due})
    env.cr.commit()
    env.invalidate_all()
