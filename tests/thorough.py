"""How much the dear tests try: a part of it in every run, and all of it where there is time (`make thorough`)."""

import ast
import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pytest

Thing = TypeVar("Thing")

THOROUGH = bool(os.environ.get("THOROUGH"))
#: Minutes after which nothing more is begun: a slow machine that may not take longer tries less, and says how much less.
MINUTES = float(os.environ.get("THOROUGH_MINUTES") or "inf")
#: What takes long and is tried there alone: walks of clerks, what is reckoned and taken away in a browser, axe on every
#: page, every page of the desk and nonsense at each of its boxes, every right of every role, every sheet out and in again, a
#: whole notice and its workbook line by line, every condition and check of the content, clients that stall a server, copies
#: put back elsewhere, drafts for a province, readers of all phrases made again and again.
LONG = [
    *(
        "browser/test_access.py",
        "browser/test_handbook.py",
        "browser/test_notice_walk.py",
        "browser/test_workbook_walk.py",
        "browser/test_admin_pages.py",
        "browser/test_burden.py",
        "browser/test_estimate.py",
        "browser/test_takeaway.py",
    ),
    *("registry/desk/test_matrix.py", "registry/desk/test_nonsense.py", "registry/desk/test_lookups.py"),
    *("registry/desk/test_notice.py", "registry/desk/test_recent.py"),
    *("registry/excel/test_sheets.py", "registry/excel/test_notice_workbook.py", "registry/excel/test_spellings.py"),
    *(
        "registry/test_backup.py",
        "registry/test_restoring.py",
        "yibao_site/test_worker.py",
        "yibao_site/test_crawlers.py",
    ),
    *("guides/desk/test_unused_rows.py", "guides/desk/test_condition_field.py", "guides/desk/test_soundness.py"),
    *("guides/outcome/test_headings.py", "guides/test_drafts.py", "guides/finding/test_readers.py"),
]
#: Marks a test of some seconds as one of those, in a file of quick ones.
long = pytest.mark.skipif(not THOROUGH, reason="takes long: make thorough")


def examples(number: int) -> int:
    """How many examples a property is tried with: a fifth of them in every run."""
    return number if THOROUGH else number // 5


def some(things: Iterable[Thing], every: int = 5) -> list[Thing]:
    """All things, or the first of every few of them."""
    return list(islice(things, 0, None, 1 if THOROUGH else every))


def tries_more(file: Path, test: str) -> bool:
    """Whether a test tries more where there is time than in every run."""
    return any(file.match(f"tests/{name}") for name in LONG) or test in _trying_more(file)


@cache
def _trying_more(file: Path) -> frozenset[str]:
    """What a file defines by one of the three above, or by something that it defines so."""
    uses = {name: names for node in ast.parse(file.read_text("utf-8")).body for name, names in _definitions(node)}
    more = {"some", "examples", "long"}
    while found := {name for name, used in uses.items() if used & more} - more:
        more |= found
    return frozenset(more)


def _definitions(node: ast.stmt) -> Iterator[tuple[str, set[str]]]:
    """The names that a statement gives to something, each with those that it is made of."""
    used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    used |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}  # fixtures
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, used
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((target.id, used - {target.id}) for target in targets if isinstance(target, ast.Name))
