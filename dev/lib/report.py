"""Judge a log of Odoo: the results of its tests, and what our addon put into it.

report.py tests LOG   one line `pass|fail|skip<TAB>name` for each test, details on stderr
report.py clean LOG   prints each warning or error that comes from csm; exit code 1 if any
"""

import os
import re
import sys
from typing import NamedTuple

HEADER = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+"
    r" (?P<logger>\S+?): ?(?P<text>.*)"
)
# Text that docutils and Python write past the logger.
LOOSE = re.compile(r"^(<\w+>:\d+: \((WARNING|ERROR|SEVERE)/\d\)|\S+\.py:\d+: \w*Warning:)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
STARTING = re.compile(r"^Starting (\S+) \.\.\.")
SKIPPED = re.compile(r"^skipped (.+?) : (.*)", re.DOTALL)
FAILED = re.compile(r"^(?:FAIL|ERROR): (?:Subtest )?(\S+)")
BROWSER = re.compile(r"chrom|browser|websocket|devtools", re.IGNORECASE)
OURS = re.compile(r"\bcsm\b|csm[._/]", re.IGNORECASE)
BAD = {"WARNING", "ERROR", "CRITICAL"}


class Entry(NamedTuple):
    """One message of the log with all its lines."""

    level: str
    logger: str
    text: str


def without_places(text):
    """Take the names of folders out, so that only the addon itself is called csm."""
    for folder, name in (
        (f"{os.environ['CSM_CHECKOUT']}/addons/csm", "csm"),
        (os.environ["CSM_REPO"], "csm"),
        (os.environ["CSM_CACHE"], "CACHE"),
    ):
        text = text.replace(folder, name)
    return text


def entries(path):
    """Yield the messages of a log, a traceback being part of the message before it."""
    level, logger, lines = "INFO", "", []
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            line = COLOUR.sub("", line.rstrip("\n"))
            header = HEADER.match(line)
            loose = not header and LOOSE.match(line)
            if not header and not loose:
                lines.append(line)
                continue
            yield Entry(level, logger, "\n".join(lines))
            level = header["level"] if header else "WARNING"
            logger = header["logger"] if header else "stderr"
            lines = [header["text"] if header else line]
    yield Entry(level, logger, "\n".join(lines))


def is_ours(entry):
    if entry.level not in BAD or FAILED.match(entry.text) or entry.logger == "odoo.tests.result":
        return False
    if re.match(r"odoo\.addons\.csm($|\.)", entry.logger):
        # The counts that the loader and the test runner give are no findings of their own.
        return True
    text = without_places(entry.text)
    if entry.logger in ("odoo.modules.loading", "odoo.service.server") and " failed, " in text:
        return False
    return bool(OURS.search(text))


def tests(path):
    """Print one line for each test, and return whether all went well."""
    outcome = {}
    for entry in entries(path):
        room = entry.logger.removeprefix("odoo.addons.csm.tests.")
        if starting := STARTING.match(entry.text):
            outcome[f"{room}:{starting[1]}"] = "pass"
        elif skipped := SKIPPED.match(entry.text):
            needs_browser = BROWSER.search(skipped[2])
            outcome[f"{room}:{skipped[1]}"] = "fail" if needs_browser else "skip"
            if needs_browser:
                print(f"A browser test was skipped: {entry.text}", file=sys.stderr)
        elif entry.level == "ERROR" and (failed := FAILED.match(entry.text)):
            outcome[f"{room}:{failed[1]}"] = "fail"
            print(f"--- {room}\n{without_places(entry.text)}", file=sys.stderr)
    for name, result in outcome.items():
        print(f"{result}\t{name}")
    if not outcome:
        print("No test was run.", file=sys.stderr)
        print("fail\ttests exist")
    return bool(outcome) and "fail" not in outcome.values()


def clean(path):
    """Print what our addon put into the log, and return whether that is nothing."""
    ours = [entry for entry in entries(path) if is_ours(entry)]
    for entry in ours:
        print(f"{entry.level} {entry.logger}: {without_places(entry.text)}")
    return not ours


if __name__ == "__main__":
    sys.exit(0 if {"tests": tests, "clean": clean}[sys.argv[1]](sys.argv[2]) else 1)
