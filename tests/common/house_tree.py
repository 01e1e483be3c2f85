"""Reading the source tree of the addon: files, models, records and access lists."""

import ast
import csv
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

FOLDERS = ("models", "wizards", "views", "data", "demo", "security", "report", "static/src")
CODE_FOLDERS = ("models", "wizards")
DATA_FOLDERS = ("security", "data", "views", "wizards", "report", "demo")


def tree():
    """Return the root of the addon."""
    return Path(__file__).resolve().parents[2]


@cache
def parse(path):
    return ast.parse(path.read_text())


def files(root, folders, *endings):
    """Yield ``(room, path)`` of the files that lie in a room of these folders."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root / folder).parts
            if path.suffix in endings and len(parts) > 1 and "__pycache__" not in parts:
                yield parts[0], path


def at(root, path, line=None):
    return f"{path.relative_to(root)}{f':{line}' if line else ''}"


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def model_classes(path):
    """Yield ``(class node, its _name or None, its _inherit names, kind)`` of a file's models."""
    for node in parse(path).body:
        if not isinstance(node, ast.ClassDef):
            continue
        kinds = [base.attr for base in node.bases if isinstance(base, ast.Attribute)]
        kind = next((k for k in kinds if k.endswith("Model") or k == "Model"), None)
        if kind is None:
            continue
        values = {
            target.id: statement.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        name = text_of(values.get("_name"))
        inherited = values.get("_inherit")
        elements = inherited.elts if isinstance(inherited, ast.List | ast.Tuple) else [inherited]
        yield node, name, [text for element in elements if (text := text_of(element))], kind


@cache
def models(root):
    """Return ``{model: (room, kind)}`` of the models this addon makes; extensions make none."""
    return {
        name: (room, kind)
        for room, path in files(root, CODE_FOLDERS, ".py")
        for _node, name, inherited, kind in model_classes(path)
        if name and name not in inherited
    }


def records(root):
    """Yield ``(room, path, element)`` of the records, templates and menus in XML files."""
    for path in sorted((root / "views").glob("*.xml")):
        yield from (("", path, e) for e in ElementTree.parse(path).getroot().iter() if e.get("id"))
    for room, path in files(root, DATA_FOLDERS, ".xml"):
        for element in ElementTree.parse(path).getroot().iter():
            if element.get("id") and element.tag in ("record", "template", "menuitem"):
                yield room, path, element


def field(record, name):
    return next((e for e in record.findall("field") if e.get("name") == name), None)


def under(model):
    return model.replace(".", "_")


def access_rows(root):
    """Yield ``(row, path)`` of the access lists."""
    for _room, path in files(root, ["security"], ".csv"):
        with path.open() as stream:
            yield from ((row, path) for row in csv.DictReader(stream))
