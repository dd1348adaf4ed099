"""Rows of two levels that are called the same, or nearly, and are not the same: people would see one thing twice."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Case, Value, When

from guides.models import Advice, Channel, Document, conditions
from registry import snapshot as snapshots
from registry.publication import Status

#: What rows are called, the name that pages show first.
_NAMED_BY = {Document: ("name", "official_name"), Channel: ("name",), Advice: ("title",)}
#: What does not tell one paper from another: whose it is, and that it is about care.
_ANYHOW = re.compile(
    "[（(][^（）()]*[）)]|[的\\s]|本人|病人|患者|参保人员?|医疗费用?(?=票据|发票|收据)|医疗收费|医疗|看病|就医|收费|有效|原件"
)
#: Between the papers that one row names.
_BETWEEN = re.compile("[、和及与]")
_RECEIPT = re.compile("发票|收据")
#: Between the things that a name or a clause speaks of.
_BETWEEN_WORDS = re.compile(r"[、和及与或，,。；;：:\s]")
#: How alike names are that go before the rest, and how many do; letters of the words that they are held against.
_NEAR, _MOST_NEAR, _MOST_READ = 0.5, 8, 400
#: So many of the rows that are most likely the same are named.
_MOST_TOLD = 3


def twin(row: Any) -> Any:
    """The one row that it most likely takes the place of; None where there is none, or more than one."""
    found = alike(row)
    return found[0] if len(found) == 1 else None


def alike(row: Any) -> list[Any]:
    """The published rows of a level above that are called the same, or so nearly that they are most likely the same, have
    another key, and are shown to somebody beside it."""
    names = _NAMED_BY.get(type(row), ())
    above = snapshots.current().places.chain(row.region_id)[1:]
    if not names or not above or row.status == Status.RETIRED:
        return []
    published = type(row).objects.published().filter(region__in=above)
    if published.filter(key=row.key).exists():
        return []  # it takes the place of one of them; the others of that name are about something else
    own = getattr(row, names[0])
    found = _of_row(row, published.filter(**{names[0]: own}).values_list("pk", "guides"))
    if (
        len(found) != 1 and (core := _core(own)) and type(row) is not Advice
    ):  # of steps no two are nearly called the same
        called = published.values_list("pk", "guides", *names)
        for place in range(2, 2 + len(names)):
            found = found or _of_row(row, [one for one in called if _core(one[place] or "") == core])
        if type(row) is Document and len(found) != 1:  # one row may name several papers
            found += _of_row(row, [one for one in called if _BETWEEN.search(one[2]) and core in _parts(one[2])])
    others = published.select_related("region").filter(pk__in=found).order_by("pk") if found else ()
    return [other for other in others if len(found) == 1 or _together(row, other)]


def _together(row: Any, other: Any) -> bool:
    """Whether somebody may be shown both: of several of that name each is about a case of its own."""
    both = dict(row.when)
    for key, values in other.when.items():
        both[key] = [value for value in values if value in both.get(key, values)]
    shared = [slug for slug in row.guides if slug in other.guides]
    return all(both.values()) and set(conditions.never(shared, both)) < {*shared}


def _of_row(row: Any, others: Iterable[Any]) -> list[int]:
    return [pk for pk, guides, *_ in others if set(guides) & set(row.guides)]


def _core(name: str) -> str:
    """本人银行卡 and 病人本人的银行卡 are 银行卡, 医疗费票据 and 看病的发票 are 票据."""
    return _RECEIPT.sub("票据", _ANYHOW.sub("", name))


def _parts(name: str) -> list[str]:
    """诊断证明和病历 are 诊断证明 and 病历."""
    return [_core(part) for part in _BETWEEN.split(name)]


def nearest_first(rows: Any, words: str) -> Any:
    """Rows to choose from, first those called most like one of the words, a name or a clause; the rest as they were."""
    parts = [part for part in map(_core, _BETWEEN_WORDS.split(words[:_MOST_READ])) if part]
    likeness = {pk: _likeness(parts, _core(name)) for pk, name in rows.values_list("pk", _NAMED_BY[rows.model][0])}
    near = sorted((pk for pk, alike in likeness.items() if alike >= _NEAR), key=lambda pk: -likeness[pk])[:_MOST_NEAR]
    if not near:
        return rows
    places = (When(pk=pk, then=Value(place)) for place, pk in enumerate(near))
    return rows.order_by(Case(*places, default=Value(len(near))), *rows.query.order_by)


def _likeness(parts: Iterable[str], name: str) -> float:
    """How like a name is to that of the parts which it is most like."""
    matcher = SequenceMatcher(None, "", name)  # looks through the second once for all that are held against it
    return max((_ratio(matcher, part) for part in parts), default=0.0)


def _ratio(matcher: "SequenceMatcher[str]", part: str) -> float:
    matcher.set_seq1(part)
    sure = matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR
    return matcher.ratio() if sure else 0.0


def told_of_twins(row: Any) -> str:
    """What is said of the rows that are most likely the same; '' where there are none."""
    if len(others := alike(row)) <= 1:
        return told_of_twin(row, others[0]) if others else ""
    named = "、".join(f"“{other}”（代号 {other.key}）" for other in others[:_MOST_TOLD])
    more = "等" if len(others) > _MOST_TOLD else ""
    return (
        f"{others[0].region.name}已经有 {len(others)} 条，和“{row}”像是同一样：{named}{more}。公众会看到两样。"
        "要替换哪一条，打开这一条，“替换哪一条”里选它；是另一样，就不用改。"
    )


def told_of_twin(row: Any, other: Any) -> str:
    of = f"{other.region.name}已经有一条“{other}”（代号 {other.key}）"
    if str(row) == str(other):
        also = "两样都要，名称写得不一样"
    else:
        of, also = f"{of}，和“{row}”像是同一样", "是另一样，就不用改"
    return f"{of}，公众会看到两样。要替换它，打开这一条，“替换哪一条”里选它；{also}。"
