"""Measure, and print each time beside the budget and beside Odoo's own work."""

import resource
import time
from statistics import median

from approvals import measure_approvals
from attendance import measure_attendance
from figures import measure_statistics
from files import measure_files
from fill import fill, make_due
from forms import measure_forms
from lxml import etree
from people import Department

from odoo import sql_db

BATCH, BATCHES, SINGLES, LISTS = 100, 5, 30, 11


class Watch:
    """Time, processor time of Python and queries of a piece of work."""

    def __enter__(self):
        self.queries, self.cpu = sql_db.sql_counter, time.process_time()
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_error):
        self.ms = (time.perf_counter() - self.start) * 1000
        self.cpu = (time.process_time() - self.cpu) * 1000
        self.queries = sql_db.sql_counter - self.queries


class Table:
    """The lines of the result."""

    def __init__(self):
        self.lines = []

    def say(self, text=""):
        self.lines.append(text)
        print(text, flush=True)

    def row(self, work, measured, baseline, budget, held):
        mark = {True: "held", False: "MISSED", None: ""}[held]
        self.say(f"{work:<46} {measured:>28} {baseline:>26} {budget:>20}  {mark}")


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def as_agent(department, model):
    """Return a model as the first agent sees it, with rights and record rules."""
    user = department.agent
    return department.env[model].with_user(user).with_context(lang="en_US", tz="Asia/Shanghai")


class Creation:
    """Creating cases and leads in turn, so that both meet the same moods of the machine."""

    def __init__(self, department):
        self.department, self.number = department, 0
        self.makers = {
            "case": (as_agent(department, "csm.case"), department.case_vals),
            "lead": (as_agent(department, "crm.lead"), department.lead_vals),
        }

    def create(self, what, count):
        model, vals = self.makers[what]
        vals_list = [vals(self.number + index) for index in range(count)]
        self.number += count
        model.env.invalidate_all()
        with Watch() as watch:
            model.create(vals_list)
            model.env.cr.commit()
        return watch

    def compare(self, count, rounds):
        """Return the watches of both, the median by time of several rounds."""
        for what in self.makers:
            self.create(what, count)
        watches = {what: [] for what in self.makers}
        for _round in range(rounds):
            for what, kept in watches.items():
                kept.append(self.create(what, count))
        return {
            what: sorted(kept, key=lambda w: w.ms)[len(kept) // 2] for what, kept in watches.items()
        }


def measure_creation(table, creation, cases):
    """Return the time of a case in a batch and one by one, in ms."""
    result = []
    for count, rounds, limit in ((BATCH, BATCHES, 1.0), (1, SINGLES, 1.5)):
        found = creation.compare(count, rounds)
        case, lead = found["case"], found["lead"]
        ratio, queries = case.ms / lead.ms, case.queries / count
        held = ratio <= limit and (count == 1 or queries <= 15)
        table.row(
            f"create {count} at {cases:,} cases",
            f"{case.ms / count:.2f} ms {queries:.1f} q",
            f"lead {lead.ms / count:.2f} ms {lead.queries / count:.1f} q",
            f"{ratio:.2f} of {limit} x",
            held,
        )
        result.append(case.ms / count)
    return result


def run_job(env):
    env.cr.commit()
    env.invalidate_all()
    with Watch() as watch:
        env["csm.deadline.run"]._cron_take_steps()
    return watch


def plain_work(env, count):
    """The least Odoo itself would do: that many things to do and notes, on leads, in batches."""
    leads = env["crm.lead"].search([], limit=250)
    model = env["ir.model"]._get_id("crm.lead")
    kind = env.ref("mail.mail_activity_data_todo").id
    env.cr.commit()
    env.invalidate_all()
    with Watch() as watch:
        for _batch in range(0, count, len(leads)):
            env["mail.activity"].with_context(mail_activity_quick_update=True).create(
                [
                    {
                        "res_model_id": model,
                        "res_id": lead.id,
                        "activity_type_id": kind,
                        "user_id": lead.user_id.id,
                    }
                    for lead in leads
                ]
            )
            leads._message_log_batch(bodies={lead.id: "Overdue" for lead in leads})
            env.cr.commit()
    return watch


def measure_job(table, env):
    env.cr.execute("SELECT count(*) FROM csm_deadline WHERE next_step_at IS NOT NULL")
    (running,) = env.cr.fetchone()
    run_job(env)
    idle = sorted((run_job(env) for _round in range(9)), key=lambda w: w.ms)[4]
    work = f"job, none due of {running:,}"
    table.row(work, f"{idle.ms:.1f} ms {idle.queries} q", "", "50 ms", idle.ms < 50)
    per_row = {}
    for count in (1000, 10000):
        if count * 2 > running:
            continue
        plain = plain_work(env, count)
        make_due(env, count)
        watch = run_job(env)
        per_row[count] = watch.ms / count
        budget, held = ("5 s", watch.ms < 5000) if count == 1000 else ("linear", None)
        if count == 10000:
            held = per_row[10000] <= 1.2 * per_row[1000]
            budget = f"linear {per_row[10000] / per_row[1000]:.2f} of 1.2 x"
        table.row(
            f"job, {count:,} due of {running:,}",
            f"{watch.ms / 1000:.2f} s (cpu {watch.cpu / 1000:.2f}) {watch.queries / count:.1f} q",
            f"plain {plain.ms / 1000:.2f} s: {watch.ms / plain.ms:.1f} x",
            budget,
            held,
        )


def plain_writes(env, count):
    """The least Odoo itself would do: a new day for that many leads, in pieces of 500."""
    leads = env["crm.lead"].search([], limit=500)
    env.cr.commit()
    env.invalidate_all()
    with Watch() as watch:
        for number in range(0, count, len(leads)):
            for lead in leads:
                lead.date_deadline = f"2030-01-{1 + number // len(leads) % 28:02}"
            env.cr.commit()
            env.invalidate_all()
    return watch


def measure_recompute(table, department):
    """A holiday moves every open deadline; the job takes them in the background."""
    env = department.env
    company = department.company
    plain_count = 5000
    plain = plain_writes(env, plain_count)
    env["resource.calendar.leaves"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "calendar_id": company.resource_calendar_id.id,
            "date_from": "2031-01-06 00:00:00",
            "date_to": "2031-01-06 23:59:59",
        }
    )
    job = env["csm.deadline.recompute"].search([("company_id", "=", company.id)], limit=1)
    env.cr.commit()
    env.invalidate_all()
    with Watch() as watch:
        env["csm.deadline.recompute"]._cron_work()
    done = max(job.done_count, 1)
    seconds = watch.ms / 1000 / done * 20000
    ratio = watch.ms / done / (plain.ms / plain_count)
    table.row(
        f"recompute {done:,} open cases",
        f"{watch.ms / 1000:.1f} s {watch.queries / done:.1f} q",
        f"plain write {plain.ms / plain_count:.2f} ms: {ratio:.1f} x",
        f"20,000: {seconds:.0f} of 120 s",
        seconds < 120,
    )


def measure_adoption(table, department):
    """A second regulation with four limits is adopted for all open cases, in the background."""
    env = department.env
    with Watch() as act:
        department.adopt("B-02", covers_open=True)
        env.cr.commit()
    job = env["csm.deadline.recompute"].search([("state", "=", "waiting")], limit=1)
    env.invalidate_all()
    with Watch() as watch:
        env["csm.deadline.recompute"]._cron_work()
    done = max(job.done_count, 1)
    seconds = watch.ms / 1000 / done * 20000
    table.row(
        f"adopt for {done:,} open cases, 4 limits",
        f"{watch.ms / 1000:.1f} s {watch.queries / done:.1f} q",
        f"the act itself {act.ms / 1000:.2f} s",
        f"20,000: {seconds:.0f} of 60 s",
        seconds < 60,
    )


def list_fields(model):
    arch = etree.fromstring(model.get_views([(False, "list")])["views"]["list"]["arch"])
    names = [node.get("name") for node in arch.xpath("//field[not(ancestor::field)]")]
    return {
        name: {"fields": {"display_name": {}}} if model._fields[name].type == "many2one" else {}
        for name in names
    }


def measure_list(table, department, cases):
    agent = as_agent(department, "csm.case")
    root = agent.with_user(1)
    spec = list_fields(agent)
    order = "next_due_at, id desc"

    def the_list(model):
        return model.web_search_read([], spec, limit=80, order=order, count_limit=10001)

    def the_columns(model):
        return model.web_read_group([], ["state"], ["__count"])

    for work, call in (("list of 80", the_list), ("columns by state", the_columns)):
        found = {}
        for _round in range(LISTS):
            for who, model in (("agent", agent), ("root", root)):
                model.env.cr.commit()
                model.env.invalidate_all()
                with Watch() as watch:
                    call(model)
                found.setdefault(who, []).append(watch)
        mine, theirs = (median(watch.ms for watch in found[who]) for who in ("agent", "root"))
        table.row(
            f"{work} at {cases:,} cases, agent",
            f"{mine:.1f} ms {found['agent'][-1].queries} q",
            f"superuser {theirs:.1f} ms",
            f"{mine / theirs:.2f} of 1.3 x",
            mine <= 1.3 * theirs,
        )


def main(env, cases, out):
    table = Table()
    department = Department(env)
    creation = Creation(department)
    table.row("work", "measured", "beside", "budget", None)
    empty = measure_creation(table, creation, 0)
    fill(department, cases)
    full = measure_creation(table, creation, cases)
    for what, before, after in zip(("batch", "single"), empty, full, strict=True):
        ratio = after / before
        work = f"create, {what}, full against empty"
        table.row(
            work, f"{after:.2f} ms", f"empty {before:.2f} ms", f"{ratio:.2f} flat", ratio < 1.25
        )
    measure_list(table, department, cases)
    measure_job(table, department.env)
    measure_recompute(table, department)
    measure_adoption(table, department)
    measure_approvals(table, department, Watch)
    measure_statistics(table, department, Watch)
    measure_files(table, department, Watch)
    measure_attendance(table, department, Watch)
    measure_forms(table, department, Watch)
    table.say(f"peak memory {peak_mb()} MB")
    if out:
        with open(out, "w") as file:
            file.write("\n".join(table.lines) + "\n")
