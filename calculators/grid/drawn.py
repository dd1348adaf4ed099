"""The table of a policy as the template draws it: what stands in each box, and below each line what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from calculators.circumstances import ANY, Category
from calculators.grid.cases import CASES
from calculators.grid.drafts import handed_over
from calculators.grid.specials import SPECIALS
from calculators.grid.table import AWAY, HOME, Lines, Part, Problems
from calculators.grid.upper import UPPER
from calculators.rows import LEFT_OUT
from registry.desk import defaults

#: What of the form is asked further down, beside what it is about.
_APART = ("away_article", *LEFT_OUT)
TABLES = (HOME, SPECIALS, AWAY, UPPER, CASES)


def page(
    model_admin: Any,
    request: HttpRequest,
    form: Any,
    typed: Mapping[str, str],
    problems: Problems,
    proved: Mapping[int, tuple[bool, str]] | None = None,
    seen: str = "",
) -> HttpResponse:
    """``proved`` is what became of the golden cases, by their lines; ``seen`` what the page shows of drafts, sealed."""
    notice = defaults.notice_of(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "待遇表：几级医院一次录",
        "form": form,
        "head": [field for field in form if field.name not in _APART],
        "parts": [_part(part, typed, problems) for part in (HOME, AWAY)],
        "specials": _lines(SPECIALS, "特别规定", typed, problems),
        "upper": _lines(UPPER, "大病保险", typed, problems),
        "cases": _lines(CASES, "核对案例", typed, problems, proved or {}),
        "seen": seen,
        "problems": problems.get("", []),
        "wrong": bool(problems or form.errors),
        "notice": notice,
        "handed_over": handed_over(notice, request.user) if notice else [],
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/calculators/grid.html", context)


def _part(part: Part, typed: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    lines = []
    for line, words in part.lines:
        groups = [
            (column, [_box(part, line, column, figure, typed, problems) for figure in part.figures])
            for column, _ in part.columns
        ]
        wrong = [box for _, boxes in groups for box in boxes if box["problems"]]
        lines.append({"words": words, "groups": groups, "wrong": wrong})
    span = len(part.columns) * len(part.figures)
    return {"name": part.name, "columns": part.columns, "figures": part.figures, "lines": lines, "span": span}


def _box(
    part: Part, line: str, column: str, figure: tuple[str, str, str], typed: Mapping[str, str], problems: Problems
) -> dict[str, Any]:
    name = part.box(line, column, figure[0])
    words = f"{part.words(line, column)}，{figure[1]}"
    hint = "视同转诊备案" if (line, figure[0]) == (Category.EMERGENCY, "value") and column == ANY else ""
    return {
        "name": name,
        "words": words,
        "example": hint,
        "value": typed.get(name, ""),
        "problems": problems.get(name, []),
    }


def _lines(
    table: Lines,
    called: str,
    typed: Mapping[str, str],
    problems: Problems,
    proved: Mapping[int, tuple[bool, str]] | None = None,
) -> dict[str, Any]:
    """A table of lines; with ``proved`` it says at the end of each what became of it."""
    lines = []
    for number in table.numbers:
        boxes = [_part_of(table, called, number, part, typed, problems) for part in table.parts]
        wrong = [box for box in boxes if box["problems"]]
        lines.append({"boxes": boxes, "wrong": wrong, "right": (proved or {}).get(number, (False, ""))[0]})
    return {"parts": table.parts, "lines": lines, "proves": proved is not None, "span": len(table.parts) + 1}


def _part_of(
    table: Lines,
    called: str,
    number: int,
    part: tuple[str, str, str],
    typed: Mapping[str, str],
    problems: Problems,
) -> dict[str, Any]:
    name, words, example = part
    box = table.box(number, name)
    return {
        "part": name,
        "name": box,
        "words": f"{called}第 {number} 行，{words}",
        "example": example if number == table.numbers[0] else "",
        "value": typed.get(box, ""),
        "choices": table.choices.get(name, ()),
        "problems": problems.get(box, []),
    }
