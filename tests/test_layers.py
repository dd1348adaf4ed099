"""“Never the other way” for what the import contracts cannot see: names of higher rooms in strings, attributes, templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from guides.flows import FLOWS

ROOT = Path(settings.BASE_DIR)
#: App → what lies above it.
ABOVE = {"registry": ("calculators", "guides", "yibao_site"), "calculators": ("guides", "yibao_site"), "guides": ()}
#: Addresses and questions that only guides know.
OF_GUIDES = re.compile(rf"/guides/|\boutcome[=.]|{'|'.join(FLOWS)}")
TEMPLATES = {"registry": ABOVE["registry"], "calculators": ABOVE["calculators"]}


def strings(path: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def modules(app: str) -> list[Path]:
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("app", [app for app, above in ABOVE.items() if above])
def test_no_string_names_what_lies_above(app: str) -> None:
    dotted = re.compile(rf"\b(?:{'|'.join(ABOVE[app])})\b[.:/]")
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in modules(app)
        for text in strings(path)
        if dotted.search(text) or (app == "registry" and OF_GUIDES.search(text))
    ]
    assert found == []


@pytest.mark.parametrize("app", TEMPLATES)
def test_no_template_names_what_lies_above(app: str) -> None:
    named = re.compile(rf"\b(?:{'|'.join(TEMPLATES[app])})[.:/]|{OF_GUIDES.pattern}")
    found = [
        f"{page.relative_to(ROOT)}: {match[0]}"
        for page in (ROOT / "templates" / "pages" / app).rglob("*.html")
        for match in named.finditer(page.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_check_sees_a_string_and_passes_over_a_docstring(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""Of guides.flows."""\nHERE = "guides.flows"\n', encoding="utf-8")
    assert list(strings(module)) == ["guides.flows"]
