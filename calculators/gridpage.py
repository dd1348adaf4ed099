"""The page on which a clerk types the levels of one policy at once: all of it is saved as drafts, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from calculators import grid, griddrafts, gridspecials
from calculators.circumstances import ANY, CareType, Category, Scheme
from calculators.grid import AWAY, HOME, Part, Planned
from calculators.models import BasicPolicy, RemoteRule
from registry.clauses import saying
from registry.desk import defaults
from registry.desk.rowforms import read
from registry.excel import importing
from registry.excel.layout import Layout, layout
from registry.excel.reading import Contents, Line
from registry.excel.report import Refusal, Report
from registry.pages import desk_url

#: What all the rows say alike.
HEAD = (
    *("region", "scheme", "care_type", "deductible_basis"),
    *("effective_from", "effective_to", "source", "source_article", "evidence"),
)
#: The figures that the table shows of a row.
_SHOWN = {
    BasicPolicy: frozenset(figure for figure, *_ in HOME.figures),
    RemoteRule: frozenset(figure for figure, *_ in AWAY.figures),
}
_NOTHING = "还没有写数。请至少写一格，再保存。"
_RESIDENT = "居民医保不分在职、退休。请写在“不分在职退休”那一栏。"


class HeadForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no parameters at run time
    """What is typed once. Each row is checked as a whole, with its own figures, when it is made."""

    away_article = forms.CharField(
        label="外地规定的条款",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="空着就照条文里的话和数字去找。找不到，就用上面的“条款”。",
    )

    def _post_clean(self) -> None:
        pass


def view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The table of a policy; ``model_admin`` is that of basic insurance."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form_class = model_admin.get_form(request, None, form=HeadForm, fields=HEAD)
    if request.method != "POST":
        form = form_class(initial=model_admin.get_changeform_initial_data(request))
        source = defaults.notice_of(request)
        if source and "住院" in source.clause:
            form.initial.setdefault("care_type", CareType.INPATIENT.value)
        head, boxes = griddrafts.found(source, request.user) if source else ({}, {})
        form.initial |= head
        return _page(model_admin, request, form, boxes, {})
    posted = read(request.POST)
    named = (*HOME.boxes(), *gridspecials.boxes(), *AWAY.boxes())
    typed = {box: str(posted.get(box, "")) for box in named}
    form = form_class(posted)
    found = [(BasicPolicy, *_here(typed, str(posted.get("care_type", "")))), (RemoteRule, *grid.away(typed))]
    problems = {box: said for _, _, wrong in found for box, said in wrong.items()}
    planned = [(model, rows) for model, rows, _ in found if rows]
    if form.is_valid():
        problems |= _of_residents(form, typed) if planned else {"": [_NOTHING]}
        problems = problems or _save(model_admin, request, form, planned)
    if problems or form.errors:
        return _page(model_admin, request, form, typed, problems)
    return HttpResponseRedirect(_back(model_admin, request))


def _here(typed: grid.Typed, care_type: str) -> tuple[list[Planned], grid.Problems]:
    """The rows at home, what is other for some people among them."""
    home, problems = grid.at_home(typed)
    own, wrong = gridspecials.planned(typed, care_type, home)
    return [*home, *own], problems | wrong


def _back(model_admin: Any, request: HttpRequest) -> str:
    """To the notice that the page was opened from, at the clause; else to what was just written."""
    if (source := defaults.notice_of(request)) is not None:
        return defaults.back_to(request, source)
    return f"{desk_url(model_admin.model, 'changelist')}?status__exact=draft&author=me"


# -- saving -----------------------------------------------------------------------------------------------------------


def _save(model_admin: Any, request: HttpRequest, form: Any, planned: list[tuple[Any, list[Planned]]]) -> grid.Problems:
    """Bring in the rows; what is wrong by the name of the box, '' for what no box can be blamed for."""
    admins = [(model_admin.admin_site.get_model_admin(model), rows) for model, rows in planned]
    pages = [_page_of(one, request, form, rows) for one, rows in admins]
    reason = f"照“{form.cleaned_data['source']}”录"[:300]
    report = importing.run(pages, request.user, reason, None, lambda: None)
    if report.refusals:
        by_title = {page.layout.title: rows for page, (_, rows) in zip(pages, planned, strict=True)}
        return _placed(report, by_title, form)
    made = len(report.drafts)
    said = (
        f"存了 {made} 份草稿。看过以后请提交复核；写错了，再打开待遇表改。"
        if made
        else "这些都已经有了，写的一样，没有新的草稿。"
    )
    messages.success(request, said)
    defaults.remember(request, BasicPolicy(**{name: form.cleaned_data[name] for name in HEAD}))
    return {}


def _of_residents(form: Any, typed: grid.Typed) -> grid.Problems:
    if form.cleaned_data["scheme"] != Scheme.RESIDENT:
        return {}
    persons = [person for person, _ in HOME.columns[1:]]
    boxes = [HOME.box(line, who, figure) for line, _ in HOME.lines for who in persons for figure, *_ in HOME.figures]
    return {box: [_RESIDENT] for box in boxes if typed[box].strip()}


def _page_of(model_admin: Any, request: HttpRequest, form: Any, planned: list[Planned]) -> Contents:
    shape = layout(model_admin, request.user)
    likely = model_admin.get_changeform_initial_data(request)
    said = {"collected_on": likely["collected_on"], **{name: form.cleaned_data[name] for name in HEAD}}
    said |= {name: said[name].pk for name in ("region", "source")}
    head = _articles(model_admin.model, form)
    lines = tuple(
        Line(number, tuple(_cells(shape, said | {"source_article": head(row)}, row)))
        for number, row in enumerate(planned)
    )
    return Contents(shape, lines, ("",) * len(shape.columns), way="待遇表", corrects=_SHOWN[model_admin.model])


def _articles(model: Any, form: Any) -> Callable[[Planned], str]:
    """Which clauses a row is made of: the one that was named for it, else the one that says it; and those of what is
    other for some people."""
    text, named = form.cleaned_data["source"].clause, form.cleaned_data["source_article"]
    away = form.cleaned_data["away_article"]

    def articles(row: Planned) -> str:
        given = (away if model is RemoteRule else named) if row.figures else ""
        own = [given] if given else [saying(text, *one) for one in row.figures or row.sayings[:1]]
        others = [saying(text, *one) for one in row.sayings] if row.figures else []
        found = [*(own if any(own) else [named]), *others]
        return "、".join(dict.fromkeys(filter(None, found)))[:100]

    return articles


def _cells(shape: Layout, said: Mapping[str, Any], row: Planned) -> Iterator[Any]:
    """A line of the sheet: what all rows say, what this one says, and nothing about the rest."""
    for column in shape.columns:
        if column.name in row.cells:
            yield row.cells[column.name]
        else:
            yield column.show(said[column.name]) if column.name in said else importing.UNASKED  # type: ignore[attr-defined]


def _placed(report: Report, planned: Mapping[str, list[Planned]], form: Any) -> grid.Problems:
    """Each refusal at its box, or at the field of the form that says it for all rows."""
    problems: grid.Problems = {}
    for outcome in report.outcomes:
        for refusal in outcome.refusals:
            _place(planned[outcome.page][outcome.number], refusal, form, problems)
    return problems


def _place(row: Planned, refusal: Refusal, form: Any, problems: grid.Problems) -> None:
    if refusal.name in form.fields:
        if refusal.sentence not in form.errors.get(refusal.name, ()):
            form.add_error(refusal.name, refusal.sentence)
        return
    box = row.boxes.get(refusal.name, "")
    if not box and refusal.name in {figure for figure, *_ in HOME.figures}:
        box = row.own(refusal.name)
    said = problems.setdefault(box, [])
    sentence = refusal.sentence if box else f"{row.words}：{refusal.sentence}"
    if sentence not in said:
        said.append(sentence)


# -- the page ---------------------------------------------------------------------------------------------------------


def _page(
    model_admin: Any, request: HttpRequest, form: Any, typed: Mapping[str, str], problems: grid.Problems
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "待遇表：几级医院一次录",
        "form": form,
        "parts": [_drawn(part, typed, problems) for part in (HOME, AWAY)],
        "specials": [_special(line, typed, problems) for line in gridspecials.LINES],
        "special_parts": gridspecials.PARTS,
        "cares": CareType.choices,
        "problems": problems.get("", []),
        "wrong": bool(problems or form.errors),
        "notice": defaults.notice_of(request),
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/calculators/grid.html", context)


def _drawn(part: Part, typed: Mapping[str, str], problems: grid.Problems) -> dict[str, Any]:
    """A table as the template draws it: its lines of groups of boxes, and below each line what is wrong with it."""
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


def _special(line: int, typed: Mapping[str, str], problems: grid.Problems) -> dict[str, Any]:
    """A line about some people as the template draws it."""
    drawn = [(part, words, example, gridspecials.box(line, part)) for part, words, example in gridspecials.PARTS]
    boxes = [
        {
            "part": part,
            "name": name,
            "words": f"特别规定第 {line} 行，{words}",
            "example": example if line == 1 else "",
            "value": typed.get(name, ""),
            "problems": problems.get(name, []),
        }
        for part, words, example, name in drawn
    ]
    return {"boxes": boxes, "wrong": [one for one in boxes if one["problems"]]}


def _box(
    part: Part, line: str, column: str, figure: tuple[str, str, str], typed: Mapping[str, str], problems: grid.Problems
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
