"""The page on which a clerk types the levels of one policy at once: all of it is saved as drafts, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from calculators.circumstances import CareType, Scheme
from calculators.grid import drafts, drawn, specials, table, together, upper
from calculators.grid.cases import CASES, Placed, became, placed
from calculators.grid.table import AWAY, HOME, Planned, Problems, Typed
from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.rows import LEFT_OUT
from registry.desk import defaults
from registry.desk.lookups import in_turn
from registry.desk.rowforms import read
from registry.excel import importing
from registry.excel.layout import Layout, layout
from registry.excel.reading import Contents, Line
from registry.excel.report import Refusal, Report
from registry.excel.values import UNASKED
from registry.pages import desk_url
from registry.typed.clauses import saying

#: What all the rows say alike.
HEAD = (
    *("region", "scheme", "care_type", "deductible_basis"),
    *("effective_from", "effective_to", "source", "source_article", "evidence"),
)
#: The figures that the table shows of a row.
_SHOWN = {
    BasicPolicy: frozenset(figure for figure, *_ in HOME.figures),
    RemoteRule: frozenset(figure for figure, *_ in AWAY.figures),
    CriticalIllnessPolicy: frozenset((*upper.FIGURES, "band_basis")),
}
#: The button that only works the golden cases.
TRY = "_try"
#: What became of each case, by its line: whether it came out, and what did.
Proved = dict[int, tuple[bool, str]]
_TRIED = "核对案例都对得上。还没有存，看好了请点“存成草稿”。"
_NO_CASES = "写的数都看得懂。还没有写核对案例，没有东西可算。"
_SAME = "这些都已经有了，写的一样，没有新的草稿。"
_UNPROVEN = "还没有核对案例，可以再打开待遇表，在最下面写一两个。"
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
    return cast(HttpResponse, in_turn(partial(_view, model_admin), request))


def _view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form_class = model_admin.get_form(request, None, form=HeadForm, fields=(*HEAD, *LEFT_OUT))
    source = defaults.notice_of(request)
    head, boxes = drafts.found(source, request.user) if source else ({}, {})
    stored = together.shown(head, boxes)
    if request.method == "POST":
        return _sent(model_admin, request, form_class, stored)
    form = form_class(initial=model_admin.get_changeform_initial_data(request))
    if source and "住院" in source.clause:
        form.initial.setdefault("care_type", CareType.INPATIENT.value)
    form.initial |= head
    return drawn.page(model_admin, request, form, boxes, {}, seen=together.seal(stored))


def _sent(model_admin: Any, request: HttpRequest, form_class: Any, stored: together.Shown) -> HttpResponse:
    """Save what was sent, or show it again with what is wrong; ``stored`` is what the drafts say before."""
    posted = read(request.POST)
    problems = together.merge(posted, stored)
    typed = {box: str(posted.get(box, "")) for part in drawn.TABLES for box in part.boxes()}
    form = form_class(posted)
    for name in problems.keys() & form.fields.keys():
        form.add_error(name, problems.pop(name))
    rows, unread = _planned(typed, str(posted.get("care_type", "")))
    cases, wrong = placed(typed, rows)
    problems |= unread | wrong
    proved: Proved = {}
    if form.is_valid():
        _leave_out(rows, {name: said for name in LEFT_OUT if (said := form.cleaned_data[name])})
        problems |= _of_residents(form, typed) if rows else {"": [_NOTHING]}
        if not problems:
            problems, proved = _save(model_admin, request, form, rows, cases)
    if problems or form.errors or TRY in posted:
        return drawn.page(model_admin, request, form, typed, problems, proved, together.seal(stored))
    return HttpResponseRedirect(_back(model_admin, request))


def _planned(typed: Typed, care_type: str) -> tuple[dict[Any, list[Planned]], Problems]:
    """The rows of each kind of which something is said, what is other for some people among them."""
    home, problems = table.at_home(typed)
    own, of_some = specials.planned(typed, care_type, home)
    away, elsewhere = table.away(typed)
    above, unclear = upper.planned(typed)
    planned = {BasicPolicy: [*home, *own], RemoteRule: away, CriticalIllnessPolicy: above}
    return {model: rows for model, rows in planned.items() if rows}, problems | of_some | elsewhere | unclear


def _leave_out(planned: dict[Any, list[Planned]], said: dict[str, Any]) -> None:
    """What the table has no box for is said by the rows at home; where there are none, by those of the first kind."""
    rows: list[Planned] = next(iter(planned.values()), [])
    at_home = [row for row in planned.get(BasicPolicy, ()) if "care_type" not in row.cells]
    for row in at_home or rows:
        row.cells.update(said)


def _back(model_admin: Any, request: HttpRequest) -> str:
    """To the notice that the page was opened from, at the clause; else to what was just written."""
    if (source := defaults.notice_of(request)) is not None:
        return defaults.back_to(request, source)
    return f"{desk_url(model_admin.model, 'changelist')}?status__exact=draft&author=me"


# -- saving -----------------------------------------------------------------------------------------------------------


def _save(
    model_admin: Any, request: HttpRequest, form: Any, planned: dict[Any, list[Planned]], cases: list[Placed]
) -> tuple[Problems, Proved]:
    """Bring in the rows, unless a case does not come out or is only to be tried; what is wrong by the name of the box, ''
    for what no box can be blamed for, and what became of the cases by their lines."""
    admins = [(model_admin.admin_site.get_model_admin(model), rows) for model, rows in planned.items()]
    pages = [_page_of(one, request, form, rows) for one, rows in admins]
    pages[0] = replace(pages[0], corrects=(pages[0].corrects or frozenset()) | {*LEFT_OUT})
    reason = f"照“{form.cleaned_data['source']}”录"[:300]
    with transaction.atomic():
        report = importing.run(pages, request.user, reason, None, lambda: None)
        proved = {} if report.refusals else {case.number: _proved(case, form) for case in cases}
        failed = {number: words for number, (right, words) in proved.items() if not right}
        if failed or TRY in request.POST:
            transaction.set_rollback(True)
    if report.refusals:
        by_title = {page.layout.title: rows for page, (_, rows) in zip(pages, planned.items(), strict=True)}
        return _placed(report, by_title, form), {}
    if failed:
        return {CASES.box(number, "expected"): [words] for number, words in failed.items()}, proved
    if TRY in request.POST:
        messages.info(request, _TRIED if cases else _NO_CASES)
    else:
        _told(request, len(report.drafts), bool(cases))
        defaults.remember(request, BasicPolicy(**{name: form.cleaned_data[name] for name in HEAD}))
    return {}, proved


def _told(request: HttpRequest, made: int, proven: bool) -> None:
    said = f"存了 {made} 份草稿。看过以后请提交复核；写错了，再打开待遇表改。" if made else _SAME
    messages.success(request, said if proven or not made else f"{said}{_UNPROVEN}")


def _proved(case: Placed, form: Any) -> tuple[bool, str]:
    """What the row of a case gives, as it has just been brought in."""
    model = CriticalIllnessPolicy if "hardship" in case.row.cells else BasicPolicy
    said = {**form.cleaned_data, **case.row.cells}
    probe = model(**{name: said[name] for name in model.slot_fields if name in said})
    where = {name: form.cleaned_data[name] for name in ("region", "effective_from")}
    row = model._default_manager.kept().filter(**where).same_slot(probe).order_by("-pk").first()
    return became(case, row)


def _of_residents(form: Any, typed: Typed) -> Problems:
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
        given = {BasicPolicy: named, RemoteRule: away}.get(model, "") if row.figures else ""
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
            yield column.show(said[column.name]) if column.name in said else UNASKED  # type: ignore[attr-defined]


def _placed(report: Report, planned: Mapping[str, list[Planned]], form: Any) -> Problems:
    """Each refusal at its box, or at the field of the form that says it for all rows."""
    problems: Problems = {}
    for outcome in report.outcomes:
        for refusal in outcome.refusals:
            _place(planned[outcome.page][outcome.number], refusal, form, problems)
    return problems


def _place(row: Planned, refusal: Refusal, form: Any, problems: Problems) -> None:
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
