"""What the house rules find wrong in a source tree: one function per rule, each a list of faults.

Plain Python, no Odoo: it reads the files as they lie there.
"""

import ast
import re
from collections import Counter

from ...tools.rooms import ROOMS
from .house_tree import (
    CODE_FOLDERS,
    DATA_FOLDERS,
    FOLDERS,
    access_rows,
    at,
    field,
    files,
    model_classes,
    models,
    parse,
    records,
    text_of,
    under,
)

VIEW_TYPES = "list|form|search|kanban|calendar|graph|pivot|activity|hierarchy"
CATALOG_ID = re.compile(r"S\d-\d\d-\d\d")
ERRORS = {"UserError", "ValidationError", "AccessError", "RedirectWarning", "MissingError"}
MAX_FILE, MAX_TEST_FILE, MAX_METHODS = 400, 500, 35


# Rooms


def unknown_rooms(root):
    """Every folder is a known room; the tests of what is shipped lie beside those of the rooms."""
    return [
        at(root, path)
        for folder in (*FOLDERS, "tests")
        if (root / folder).is_dir()
        for path in (root / folder).iterdir()
        if path.is_dir() and path.name not in (*ROOMS, "__pycache__", "presets")
    ]


def later_rooms_named(root):
    """A room names the models of the rooms before it, never of those after it."""
    known = models(root)
    by_id = {under(model): model for model in known}
    faults = {}
    for room, path in files(root, FOLDERS, ".py", ".xml", ".csv", ".js"):
        for line, words in _words(path):
            for model in filter(None, (_model_in(word, known, by_id) for word in words)):
                later = known[model][0]
                if ROOMS.index(later) > ROOMS.index(room):
                    fault = f"{at(root, path, line)} names {model} of the later room {later}"
                    faults.setdefault((path, model), fault)
    return list(faults.values())


def _words(path):
    if path.suffix == ".py":
        tree = parse(path)
        documentation = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if text_of(node) and id(node) not in documentation:
                yield node.lineno, re.findall(r"[\w.]+", node.value)
    else:
        source = re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.DOTALL)
        for line, text in enumerate(source.splitlines(), start=1):
            yield line, re.findall(r"[\w.]+", text)


def _model_in(word, known, by_id):
    """Return the model a word names: by its name, or as part of an external id."""
    if word in known:
        return word
    word = re.sub(r"^(csm\.)?((model|field|access)_)?", "", word)
    parts = word.split("__")[0].split("_")
    for length in range(len(parts), 1, -1):
        if (candidate := "_".join(parts[:length])) in by_id:
            return by_id[candidate]
    return None


# Files and names


def misnamed_models(root):
    """One model per file, and file and class are named like the model."""
    faults = []
    for _room, path in files(root, CODE_FOLDERS, ".py"):
        found = list(model_classes(path))
        if len(found) > 1:
            faults.append(f"{at(root, path)} holds {len(found)} models")
        for node, name, inherited, _kind in found:
            model = name or (inherited or ["?"])[0]
            if path.stem != under(model):
                faults.append(f"{at(root, path, node.lineno)} should be {under(model)}.py")
            if node.name != "".join(part.capitalize() for part in re.split(r"[._]", model)):
                faults.append(f"{at(root, path, node.lineno)} class {node.name} is not {model}")
    return faults


def misnamed_ids(root):
    """External ids follow one form per kind of record."""
    faults = []
    for _room, path, element in records(root):
        pattern = _id_pattern(element, root)
        # A record of another addon, base.main_company, bears the name it has there.
        if "." not in element.get("id") and not re.fullmatch(pattern, element.get("id")):
            faults.append(f"{at(root, path)}: {element.get('id')} should be like {pattern}")
    for row, path in access_rows(root):
        role = re.sub(r".*group_", "", row["group_id:id"])
        model = row["model_id:id"].split(".")[-1].removeprefix("model_")
        expected = f"access_{model}_{role}"
        if row["id"] != expected:
            faults.append(f"{at(root, path)}: {row['id']} should be {expected}")
    return faults


def _id_pattern(element, root):
    if element.tag == "menuitem":
        action = element.get("action", "csm_action").removeprefix("csm.")
        about = r"\w+" if "." in action else action.partition("_action")[0]
        return rf"{about}_menu(_\w+)?"
    if element.tag == "template":
        return rf"({'|'.join(map(under, models(root)))})_\w+"
    model = element.get("model")
    about = field(element, "model") if model == "ir.ui.view" else field(element, "res_model")
    about = under(about.text or "") if about is not None else _about(element)
    return {
        "ir.ui.view": rf"{about}_view_({VIEW_TYPES})(_\w+)?",
        "ir.actions.act_window": rf"{about}_action(_\w+)?",
        "ir.actions.server": rf"{about}_action(_\w+)?",
        "ir.rule": rf"{about}_rule_\w+",
        "ir.cron": r"ir_cron_\w+_\w+",
        "ir.module.category": r"module_category_\w+",
        "res.groups.privilege": r"privilege_\w+",
        "res.groups": r"group_\w+",
    }.get(model, rf"{under(model)}_\w+")


def _about(element):
    reference = field(element, "model_id")
    return _ref(reference).removeprefix("model_")


def scattered_menus(root):
    """Menus stand in one file."""
    return [
        f"{at(root, path)}: {element.get('id')}"
        for _room, path, element in records(root)
        if element.tag == "menuitem" and path.name != "csm_menus.xml"
    ]


def misnamed_tests(root):
    """Test files carry their room in a name of their own, and are imported: others never run."""
    found = [(r, path) for r, path in files(root, ["tests"], ".py") if path.stem.startswith("test")]
    names = Counter(path.stem for _room, path in found)
    faults = [f"{name} stands for {count} files" for name, count in names.items() if count > 1]
    everything = (root / "tests" / "__init__.py").read_text()
    for room, path in found:
        if not path.stem.startswith(f"test_{room}_"):
            faults.append(f"{at(root, path)} should begin with test_{room}_")
        if f"from . import {path.stem}\n" not in (path.parent / "__init__.py").read_text():
            faults.append(f"{at(root, path)} is not imported and never runs")
        if f"from .{room} import *\n" not in everything:
            faults.append(f"tests/{room} is not imported and never runs")
    return faults


# Access


def models_without_access(root, tested):
    """Every model has a row in an access list, and a row in the table of the access test."""
    listed = {row["model_id:id"].removeprefix("model_") for row, _path in access_rows(root)}
    kept = {name for name, (_room, kind) in models(root).items() if kind != "AbstractModel"}
    return [
        *(f"{name} has no access row" for name in sorted(kept) if under(name) not in listed),
        *(f"{name} is not in the access table" for name in sorted(kept - set(tested))),
        *(f"{name} is no model any more" for name in sorted(set(tested) - kept)),
    ]


# Texts


def untranslated_texts(root):
    """What a user reads goes through ``env._`` as one whole text."""
    faults = []
    for _room, path in files(root, CODE_FOLDERS, ".py"):
        for node in ast.walk(parse(path)):
            if reason := _why_not_translated(node):
                faults.append(f"{at(root, path, node.lineno)} {reason}")
    return faults + _lines_without_id(root)


def _lines_without_id(root):
    """A name inside ``Command.create`` has no external id, and so no translation."""
    pattern = re.compile(r"Command\.create\(\{[^}]*'(name|text|wording|summary|question)':")
    return [
        f"{at(root, path)} names a line that has no id of its own, so nobody translates it"
        for _room, path in files(root, ("data",), ".xml")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]


def _why_not_translated(node):
    if isinstance(node, ast.FunctionDef) and node.name.startswith("_why_not"):
        bare = [r for r in ast.walk(node) if isinstance(r, ast.Return) and _is_bare(r.value)]
        return f"{node.name} returns an untranslated text" if bare else ""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name in ERRORS and any(_is_bare(argument) for argument in node.args[:1]):
        return f"{name} gets an untranslated text"
    if name == "_" and not (node.args and text_of(node.args[0])):
        return "_() gets something other than one whole text"
    return ""


def _is_bare(node):
    """Whether this is a text put together on the spot."""
    if isinstance(node, ast.BinOp):
        return _is_bare(node.left)
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
        return _is_bare(node.func.value)
    return isinstance(node, ast.JoinedStr) or bool(text_of(node))


# Rules and articles


def rules_without_article(root):
    """Every shipped rule rests on a shipped article that names catalogued rules."""
    articles, rules = {}, []
    for _room, path, element in records(root):
        model = element.get("model") or ""
        if model == "csm.regulation.article":
            articles[element.get("id")] = field(element, "catalog_ids")
        elif re.fullmatch(r"csm\.\w+\.rule", model):
            rules.append((path, element))
    faults = [
        f"{at(root, path)}: {rule.get('id')} rests on no shipped article"
        for path, rule in rules
        if _ref(field(rule, "article_id")) not in articles
    ]
    rested_on = {_ref(field(rule, "article_id")) for _path, rule in rules}
    for name, ids in articles.items():
        found = re.split(r"[,\s]+", ids.text.strip()) if ids is not None and ids.text else []
        wrong = [text for text in found if not CATALOG_ID.fullmatch(text)]
        if wrong or (not found and name in rested_on):
            faults.append(f"{name} names no catalogued rule: {wrong}")
    return faults


def _ref(element):
    return element.get("ref", "").split(".")[-1] if element is not None else ""


def marks_without_rule(root):
    """What says which rule it carries or proves, names catalogued rules."""
    faults = []
    for _room, path in files(root, (*CODE_FOLDERS, "tests"), ".py"):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("carries", "proves"):
                ids = [text_of(argument) for argument in node.args]
                if not ids or not all(text and CATALOG_ID.fullmatch(text) for text in ids):
                    faults.append(f"{at(root, path, node.lineno)} names {ids}")
    return faults


# The manifest and the imports


def unlisted_files(root):
    """The manifest lists every data file, and only files that exist."""
    manifest = ast.literal_eval((root / "__manifest__.py").read_text())
    listed = [*manifest.get("data", ()), *manifest.get("demo", ())]
    present = {at(root, path) for _room, path in files(root, DATA_FOLDERS, ".xml", ".csv")}
    present |= {at(root, path) for path in (root / "views").glob("*.xml")}
    twice = [name for name, count in Counter(listed).items() if count > 1]
    return [
        *(f"{name} is listed and does not exist" for name in sorted(set(listed) - present)),
        *(f"{name} is not in the manifest" for name in sorted(present - set(listed))),
        *(f"{name} is in the manifest twice" for name in twice),
    ]


def unimported_files(root):
    """Every model and wizard file is imported by its room."""
    return [
        f"{at(root, path)} is not imported"
        for _room, path in files(root, CODE_FOLDERS, ".py")
        if path.name != "__init__.py"
        and f"from . import {path.stem}\n" not in (path.parent / "__init__.py").read_text()
    ]


# Sizes and leftovers


def oversized(root):
    """Files and classes stay small enough to be read in one sitting."""
    faults = []
    for folder, limit in (("models", MAX_FILE), ("wizards", MAX_FILE), ("tests", MAX_TEST_FILE)):
        for _room, path in files(root, [folder], ".py"):
            lines = len(path.read_text().splitlines())
            if lines > limit:
                faults.append(f"{at(root, path)} has {lines} lines")
    for _room, path in files(root, CODE_FOLDERS, ".py"):
        for node, _name, _inherited, _kind in model_classes(path):
            methods = sum(isinstance(part, ast.FunctionDef) for part in node.body)
            if methods > MAX_METHODS:
                faults.append(f"{at(root, path)}: {node.name} has {methods} methods")
    return faults


def leftovers(root):
    """Nothing is left for later."""
    word = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
    return [
        at(root, path, line)
        for _room, path in files(root, (*FOLDERS, "tests"), ".py", ".xml", ".csv", ".js")
        for line, text in enumerate(path.read_text().splitlines(), start=1)
        if word.search(text)
    ]
