"""Show that tests watch the rules: spoil each rule in turn and run the tests marked with its id.

mutate.py --database DB [--room ROOM] [--ids S0-07] [--shard I/N] --out FILE

Each preset figure is shifted by one step up and down, each preset and each function marked with
@carries is switched off. The tests marked @proves(<id of the rule>) then run in this process. What
they do not notice is a survivor. The result of a shard is written to FILE; `--merge` prints all.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

TESTS = "odoo.addons.csm.tests."
MODELS = "odoo.addons.csm.models."


class Mutant(NamedTuple):
    """One rule spoilt in one way."""

    label: str
    ids: tuple
    room: str
    spoil: object  # a context manager that keeps the rule spoilt


# --- What can be spoilt ------------------------------------------------------------------------


def room_of(module):
    """Return the room of a Python module of the addon, or an empty text.

    >>> room_of("odoo.addons.csm.models.deadlines.csm_deadline_rule")
    'deadlines'
    """
    return module.removeprefix(MODELS).split(".")[0] if module.startswith(MODELS) else ""


def room_of_model(model):
    """Return the room that defines a model: the last class of the addon in its ancestry."""
    family = [base for base in type(model).mro() if getattr(base, "_name", None) == model._name]
    return next(filter(None, (room_of(base.__module__) for base in reversed(family))), "")


def presets(env):
    """Yield every preset whose article carries a rule of the catalog."""
    for name in sorted(env.registry.descendants(["csm.rule.mixin"], "_inherit")):
        model = env[name].sudo()
        if not model._abstract:
            domain = [("company_id", "=", False), ("article_id.catalog_ids", "!=", False)]
            yield from model.search(domain, order="id")


@contextmanager
def spoilt_record(model, record_id, field, change):
    """While active, each test class changes this field before it adopts anything."""
    from odoo.addons.csm.tests.common import csm_case_base

    def spoil(env):
        record = env[model].sudo().browse(record_id)
        record[field] = change(record[field])
        env.flush_all()
        env.registry.clear_all_caches()

    csm_case_base.MUTATION = spoil
    try:
        yield spoil
    finally:
        csm_case_base.MUTATION = None


def shifted(step):
    return lambda value: value + step


def off(_value):
    return False


def changes_of(rule):
    """Yield (label, record, field, change) for each way to spoil a preset."""
    for record, field, step in rule._figures():
        for signed in (step, -step):
            value = record[field]
            own = "" if record == rule else f"{record._description} {record.id}: "
            yield f"{own}{field} {value} -> {value + signed}", record, field, shifted(signed)
    yield "switched off", rule, "active", off


def is_possible(env, record, field, change):
    """Tell whether the database and the checks of the model accept the spoilt value."""
    try:
        with env.cr.savepoint(), spoilt_record(record._name, record.id, field, change) as spoil:
            spoil(env)
            raise Undo
    except Undo:
        return True
    except Exception:  # noqa: BLE001 - whatever refuses the value, it cannot be a figure of a rule
        return False
    finally:
        env.invalidate_all()


class Undo(Exception):
    """Rolls a savepoint back."""


def data_mutants(env):
    for rule in presets(env):
        ids = tuple(rule.article_id.catalog_ids.split())
        room = room_of_model(rule)
        head = f"{rule.article_id.regulation_id.code} § {rule.article_id.number} “{rule.name}”"
        for label, record, field, change in changes_of(rule):
            if is_possible(env, record, field, change):
                spoil = spoilt_record, (record._name, record.id, field, change)
                yield Mutant(f"{head}: {label}", ids, room, spoil)


def code_mutants():
    from odoo.addons.csm.tools.carries import CARRIED, disabled

    for entry in CARRIED:
        label = f"{entry.module.removeprefix('odoo.addons.csm.')}: {entry.qualname} switched off"
        yield Mutant(label, tuple(entry.ids), room_of(entry.module), (disabled, (entry,)))


def all_ids(env):
    """Return every id that an article names."""
    articles = env["csm.regulation.article"].sudo().search([("catalog_ids", "!=", False)])
    return {rule_id for article in articles for rule_id in article.catalog_ids.split()}


# --- The tests ---------------------------------------------------------------------------------


def marked_tests():
    """Return ``{rule id: [test]}`` of all tests marked with @proves."""
    from odoo.tests import loader

    marked = defaultdict(list)
    for module in loader.get_test_modules("csm"):
        for test in loader.get_module_test_cases(module):
            method = getattr(type(test), test._testMethodName)
            for rule_id in getattr(method, "_proves", ()):
                marked[rule_id].append(test)
    return marked


def name_of(test):
    return f"{type(test).__module__.removeprefix(TESTS)}:{test.id().split('.', 1)[-1]}"


def key_of(test):
    return type(test), test._testMethodName


def run(tests):
    """Run tests and return ``{(class, method): error}`` of those that failed."""
    from odoo.modules import module
    from odoo.tests.result import OdooTestResult
    from odoo.tests.suite import OdooSuite

    class Result(OdooTestResult):
        def logError(self, flavour, test, error):  # noqa: N802 - unittest's way of naming
            test = getattr(test, "test_case", test)
            message = self._exc_info_to_string(error, test)
            if hasattr(test, "_testMethodName"):
                failures[key_of(test)] = message
            else:
                # The class could not be set up: none of its tests passed.
                failures.update({key_of(each): message for each in tests})

    failures = {}
    module.current_test = True
    OdooSuite([type(test)(test._testMethodName) for test in tests])(Result())
    module.current_test = False
    return failures


def by_class(tests):
    groups = defaultdict(list)
    for test in tests:
        groups[type(test)].append(test)
    return groups.values()


def tests_for(mutant, marked):
    """Return the tests of a mutant's ids, each once."""
    return list({key_of(test): test for rule_id in mutant.ids for test in marked[rule_id]}.values())


def hunt(mutant, marked, proved):
    """Run the tests of a mutant until its ids are all proved; return whether it was killed.

    An id is proved when one of its own tests has noticed one spoiling of the rule.
    """
    killed = False
    ids_of = defaultdict(set)
    for rule_id in mutant.ids:
        for test in marked[rule_id]:
            ids_of[key_of(test)].add(rule_id)
    spoil, arguments = mutant.spoil
    for group in by_class(tests_for(mutant, marked)):
        open_ids = {rule_id for test in group for rule_id in ids_of[key_of(test)]} - proved
        if killed and not open_ids:
            continue
        with ExitStack() as stack:
            stack.enter_context(spoil(*arguments))
            failed = run(group)
        killed = killed or bool(failed)
        for key in failed:
            proved |= ids_of[key]
    return killed


# --- The command -------------------------------------------------------------------------------


def load(database):
    """Return Odoo's registry of a database, with a silent log."""
    import odoo.cli  # noqa: F401 - the test framework asks it which command runs
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", os.environ["ODOO_RC"], "-d", database, "--no-http"])
    logging.getLogger().handlers[:] = [logging.NullHandler()]
    registry = Registry(database)
    config["test_enable"] = True
    return registry


def chosen(mutants, options):
    def wanted(mutant):
        right_id = any(rule_id.startswith(options.ids) for rule_id in mutant.ids)
        return right_id and options.room in ("", mutant.room)

    return [mutant for mutant in mutants if wanted(mutant)]


def check_baseline(tests):
    """Return the marked tests that fail although nothing is spoilt."""
    failed = {}
    for group in by_class(tests):
        failed.update({key: error for key, error in run(group).items()})
    return [f"{kind.__qualname__}.{method}\n{error}" for (kind, method), error in failed.items()]


def work(options):
    from odoo import SUPERUSER_ID, api

    registry = load(options.database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        mutants = chosen([*data_mutants(env), *code_mutants()], options)
        named = {rule_id for rule_id in all_ids(env) if rule_id.startswith(options.ids)}
        cr.rollback()
    marked = marked_tests()
    index, count = map(int, options.shard.split("/"))
    # The mutants of one article stay together, for its ids are proved together.
    articles = sorted({mutant.ids for mutant in mutants})
    mine = [mutant for mutant in mutants if articles.index(mutant.ids) % count == index]
    result = {
        "broken": check_baseline(
            {key_of(test): test for mutant in mine for test in tests_for(mutant, marked)}.values()
        )
    }
    if not result["broken"]:
        result |= hunt_all(mine, marked)
    result["idle"] = sorted(named - {rule_id for m in mutants for rule_id in m.ids})
    if options.room:
        result["idle"] = []
    Path(options.out).write_text(json.dumps(result), encoding="utf-8")


def hunt_all(mutants, marked):
    proved, survivors, begun = set(), [], time.monotonic()
    for number, mutant in enumerate(mutants, 1):
        if not hunt(mutant, marked, proved):
            names = sorted(name_of(test) for test in tests_for(mutant, marked))
            survivors.append([mutant.label, mutant.ids, names])
        if number % 20 == 0:
            pace = (time.monotonic() - begun) / number
            print(f"      {number} of {len(mutants)}, {pace:.1f} s each", file=sys.stderr)
    ids = {rule_id for mutant in mutants for rule_id in mutant.ids}
    return {
        "count": len(mutants),
        "survivors": survivors,
        "untested": sorted(rule_id for rule_id in ids if not marked[rule_id]),
        "unproved": sorted(rule_id for rule_id in ids - proved if marked[rule_id]),
    }


def merge(paths):
    """Print what the shards found and return whether nothing survived."""
    shards = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]

    def joined(key):
        return [item for shard in shards for item in shard.get(key, [])]

    if broken := sorted(set(joined("broken"))):
        print("These marked tests fail although nothing is spoilt:\n")
        print("\n".join(broken))
        return False
    for label, ids, names in joined("survivors"):
        if names:
            print(f"SURVIVOR {' '.join(ids)}  {label}\n         unnoticed by {', '.join(names)}")
    told = {
        "untested": "no test is marked @proves with it",
        "unproved": "the tests marked with it notice no spoiling of its rule",
        "idle": "an article names it, but no rule and no code marked @carries rests on it",
    }
    faults = [(rule_id, text) for key, text in told.items() for rule_id in sorted(set(joined(key)))]
    for rule_id, text in faults:
        print(f"SURVIVOR {rule_id}  {text}")
    count, survived = sum(shard.get("count", 0) for shard in shards), len(joined("survivors"))
    print(f"\n{count} mutants, {count - survived} killed, {survived} survived", end="")
    print(f"; {len({rule_id for rule_id, _text in faults})} ids not proved")
    return bool(count) and not survived and not faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--room", default="")
    parser.add_argument("--ids", default="")
    parser.add_argument("--shard", default="0/1")
    parser.add_argument("--out")
    parser.add_argument("--merge", nargs="+")
    options = parser.parse_args()
    if options.merge:
        sys.exit(0 if merge(options.merge) else 1)
    work(options)


if __name__ == "__main__":
    main()
