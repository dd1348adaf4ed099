"""What the layers of the code cannot show: words of guides in the calculators' templates, and clocks read inside."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOM = settings.BASE_DIR / "calculators"
TEMPLATES = sorted((settings.BASE_DIR / "templates" / "pages" / "calculators").glob("*.html"))
#: Where a request begins: these may ask what day it is, and tell the rest.
EDGE = {"views.py", "admin.py", "policy_coverage.py", "standard_bills.py"}
INSIDE = sorted(path for path in ROOM.rglob("*.py") if path.name not in EDGE and "migrations" not in path.parts)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_knows_no_guide(template: Path) -> None:
    without_comments = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\boutcome\b|\bwalk\b|/guides/", without_comments) == []


@pytest.mark.parametrize("module", INSIDE, ids=lambda path: str(path.relative_to(ROOM)))
def test_module_is_told_the_day(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert names & {"today", "localdate", "localtime", "now"} == set()
