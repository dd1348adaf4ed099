"""Small enough to be read at one go: functions of 40 lines at most, modules of 300."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = [
    path
    for app in ("registry", "calculators", "guides", "yibao_site", "scripts")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts and not path.name.startswith("build_")
]


def lengths(text):
    """The functions of a module, with their lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short():
    found = {
        f"{path.relative_to(ROOT)}: {name}": lines
        for path in MODULES
        for name, lines in lengths(path.read_text("utf-8"))
        if lines > 40
    }
    assert not found


def test_modules_are_short():
    found = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not found


def test_a_long_function_is_seen():
    body = "\n".join("    pass" for _ in range(40))
    assert list(lengths(f"def short():\n{body[:-9]}\n")) == [("short", 40)]
    assert list(lengths(f"def long():\n{body}\n")) == [("long", 41)]
