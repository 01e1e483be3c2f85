"""Keep i18n/ in step with the code.

translations.py check FRESH I18N   exit code 1 and the reasons if anything is missing or stale
translations.py update FRESH I18N  merge the fresh template into csm.pot and each language
"""

import os
import re
import sys
from pathlib import Path

import polib

LANGUAGES = ("zh_CN", "zh_TW")
# Fields that Odoo's own mixins give to our models: their texts are translated there already.
INHERITED = re.compile(
    r"field_csm_\w+__(id|display_name|create_uid|create_date|write_uid|write_date"
    r"|(message|activity|my_activity|website_message|rating|has_message)\w*)$"
)
DONORS = ("base", "mail", "rating", "portal")


def fresh_template(path):
    """Return the exported template without the dates that change at each export."""
    template = polib.pofile(path)
    template.metadata["Content-Transfer-Encoding"] = "8bit"
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(name, None)
    return template


def stale(entry):
    """Return why an entry of a language is not done, or an empty text."""
    if entry.obsolete:
        return "obsolete"
    if entry.fuzzy:
        return "fuzzy"
    return "" if entry.msgstr else "untranslated"


def faults(name, target, fresh):
    """Yield what a committed file lacks against the fresh template."""
    if not target.exists():
        yield f"{name} is missing. Run dev/i18n."
        return
    committed = polib.pofile(target)
    wanted = {entry.msgid for entry in fresh}
    present = {entry.msgid for entry in committed if not entry.obsolete}
    for msgid in sorted(wanted - present):
        yield f"{name} lacks {msgid!r}"
    for msgid in sorted(present - wanted):
        yield f"{name} has {msgid!r}, which the code no longer says"
    if target.suffix == ".po":
        for entry in committed:
            if reason := stale(entry):
                yield f"{name} {reason}: {entry.msgid!r}"
            elif wrong := placeholders_differ(entry):
                yield f"{name} placeholders {wrong} differ: {entry.msgid!r}"


def placeholders_differ(entry):
    """Return the placeholders that only one side has: they would break at run time."""
    pattern = r"%\(\w+\)[sd]|%[sd]|\{\{[^}]*\}\}"
    source = set(re.findall(pattern, entry.msgid))
    return " ".join(sorted(source ^ set(re.findall(pattern, entry.msgstr))))


def check(template, folder, only):
    names = (f"{only}.po",) if only else ("csm.pot",)
    found = [fault for name in names for fault in faults(name, folder / name, template)]
    for fault in found:
        print(fault)
    return not found


def known_texts(language):
    """Return what Odoo's own modules say in a language, for the fields of their mixins."""
    known = {}
    for donor in DONORS:
        path = Path(os.environ["ODOO_HOME"], "odoo", "addons", donor, "i18n", f"{language}.po")
        if not path.exists():
            path = Path(os.environ["ODOO_HOME"], "addons", donor, "i18n", f"{language}.po")
        if path.exists():
            for entry in polib.pofile(path):
                if entry.msgstr and not entry.fuzzy:
                    known.setdefault(entry.msgid, entry.msgstr)
    return known


def only_inherited(entry):
    """Tell whether a text is said only by fields that Odoo's mixins brought."""
    return bool(entry.occurrences) and all(
        INHERITED.search(place.rsplit(":", 1)[-1]) for place, _line in entry.occurrences
    )


def merge(template, path, language):
    committed = polib.pofile(path) if path.exists() else polib.POFile()
    committed.metadata = {**template.metadata, "Language": language}
    committed.header = template.header
    committed.merge(template)
    for entry in [entry for entry in committed if entry.obsolete]:
        committed.remove(entry)
    known = known_texts(language)
    for entry in committed:
        if not entry.msgstr and only_inherited(entry):
            entry.msgstr = known.get(entry.msgid, "")
    committed.sort(key=lambda entry: entry.msgid)
    committed.save(str(path))
    return [entry.msgid for entry in committed if stale(entry)]


def update(template, folder):
    folder.mkdir(exist_ok=True)
    template.save(str(folder / "csm.pot"))
    print(f"csm.pot: {len(template)} texts")
    for language in LANGUAGES:
        missing = merge(template, folder / f"{language}.po", language)
        print(f"{language}.po: {len(missing)} untranslated")
        for msgid in missing:
            print(f"    {msgid!r}")
    return True


if __name__ == "__main__":
    command, fresh, i18n, *rest = sys.argv[1:]
    if command == "update":
        done = update(fresh_template(fresh), Path(i18n))
    else:
        done = check(fresh_template(fresh), Path(i18n), rest[0] if rest else None)
    sys.exit(0 if done else 1)
