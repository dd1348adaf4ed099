"""Style sheets that the browsers inside old phones and chat programs can read (Chrome 78, WeChat's X5)."""

import re

import pytest
from django.conf import settings

SHEETS = ["site.css", "outcome.css", "print.css"]
#: What they do not know, and drop with the whole declaration: logical shorthands, inset, gaps of flexible boxes.
UNKNOWN = re.compile(r"(?:margin|padding|border)-(?:inline|block)|(?<![\w-])inset(?:-\w+)*:")
NEWER = re.compile(r"(?<![\w-])(?:min|max|clamp)\(|overflow-wrap: anywhere")


def rules(sheet: str) -> list[str]:
    text = (settings.BASE_DIR / "static" / "css" / sheet).read_text("utf-8")
    return re.findall(r"[^{}]+\{[^{}]*\}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("sheet", SHEETS)
def test_margins_are_ones_that_old_browsers_know(sheet: str) -> None:
    assert [rule for rule in rules(sheet) if UNKNOWN.search(rule)] == []
    assert [rule for rule in rules(sheet) if re.search(r"(?<![\w-])gap:", rule) and "grid" not in rule] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_is_newer_stands_behind_what_everyone_knows(sheet: str) -> None:
    """A browser that does not know a value keeps the one before it."""
    for rule in rules(sheet):
        declared = [part.split(":", 1) for part in rule.partition("{")[2].rstrip("} \n").split(";") if ":" in part]
        names = [name.strip() for name, _ in declared]
        for number, (name, value) in enumerate(declared):
            if NEWER.search(f"{name.strip()}:{value}"):
                assert name.strip() in names[:number], rule
