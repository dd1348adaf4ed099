"""What a reviewer is told about a row or a source before it goes to the public: what changes, and what looks wrong.

A finding blocks or warns. A row's own kind adds its findings by :func:`register` and its effect by
``PublishedRow.effect``; everything else here holds for every kind.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from registry import rows, signs
from registry.belonging import inline_of
from registry.evidence import Evidence
from registry.findings import Finding
from registry.models import SourceDocument
from registry.publication import PublishedRow, Reviewed, Status
from registry.typed.clauses import clauses, of_article
from registry.typed.dates import date_words
from registry.workflow import elsewhere
from registry.workflow.quoting import quoted

#: Words that frighten or say nothing; a public text says what to do instead.
BANNED = ("非法", "无效", "格式不正确", "必填项", "参数错误", "操作失败")
#: What a difference leaves out: how a row stands in the database, not what it says.
_ASIDE = rows.KEPT_ASIDE | {"status"}
#: Years; rules are seldom older, and none is made for so long.
_FAR_OFF = 20
#: A value of a row's field in words, None where it speaks for itself; and what looks wrong with a row.
Words = Callable[[Any, str, Any], str | None]
Findings = Callable[[Any], Iterable[Finding]]


_KINDS: dict[type[Any], tuple[Words, Findings]] = {}


def register(kind: type[Any], *, words: Words = lambda *_: None, findings: Findings = lambda row: ()) -> None:
    """Add what only the app that owns a kind of row can say of it; holds for the kinds derived from it too."""
    _KINDS[kind] = words, findings


def words_of(row: Any, name: str, value: Any) -> str | None:
    known = (_KINDS[kind][0](row, name, value) for kind in type(row).__mro__ if kind in _KINDS)
    return next((words for words in known if words is not None), None)


def _own(row: Any) -> Iterator[Finding]:
    for kind in type(row).__mro__:
        if kind in _KINDS:
            yield from _KINDS[kind][1](row)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changes, in the words of the admin form."""

    label: str
    old: str
    new: str


def difference(old: Reviewed | None, new: Reviewed) -> list[Difference]:
    """What a revision changes; for a row that takes nobody's place, everything it says."""
    return compared(said(old) if old else {}, said(new))


def compared(before: dict[str, str], after: dict[str, str]) -> list[Difference]:
    """What is said otherwise, or no longer, or now for the first time."""
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*after, *before])
        if before.get(label, "") != after.get(label, "")
    ]


def said(row: Any, aside: frozenset[str] = _ASIDE) -> dict[str, str]:
    """What a row and its inline rows say, in the words of the admin form, by label."""
    return {**said_fields(row, aside), **said_inline(row, aside)}


def said_fields(row: Any, aside: frozenset[str]) -> dict[str, str]:
    return {str(field.verbose_name): word(row, field) for field in rows.fields(row, aside)}


def untouched(row: Any, aside: frozenset[str] = _ASIDE) -> set[str]:
    """The labels under which a row says no more than every new row does, and nothing that tells it from others."""
    told = {"evidence", *getattr(row, "slot_fields", ())}
    return {
        str(field.verbose_name)
        for field in rows.fields(row, aside)
        if field.name not in told and getattr(row, field.attname) == field.get_default()
    }


def said_inline(row: Any, aside: frozenset[str] = _ASIDE, inline: rows.Inline | None = None) -> dict[str, str]:
    """What its inline rows say, those that are stored or the ones given, by label and number; in one line where their kind has
    words for them all."""
    found: dict[str, str] = {}
    for name, children in (inline_of(row) if inline is None else inline).items():
        label = str(getattr(type(row), name).rel.related_model._meta.verbose_name)
        if children and (words := words_of(row, name, list(children))):
            found[label] = words
            continue
        for number, child in enumerate(children, start=1):
            found[f"{label} {number}"] = "，".join(_named_values(child, aside))
    return found


def _named_values(child: Any, aside: frozenset[str]) -> Iterator[str]:
    """What an inline row says, each value after the name of its column."""
    for field in rows.fields(child, aside):
        if words := word(child, field):
            yield f"{field.verbose_name} {words}"


def word(row: Any, field: Any) -> str:
    """What a field of a row says, as a clerk reads it; '' where it says nothing."""
    value = getattr(row, field.name)
    if (words := words_of(row, field.name, value)) is not None:
        return words
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if hasattr(field, "words"):
        return str(field.words(value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return date_words(value)
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value)


def findings(row: Any) -> list[Finding]:
    """Everything that stands in the way (``blocks``) or should be looked at again, for what is not public yet."""
    found = [*_unsound(row), *_own(row)]
    if isinstance(row, PublishedRow):
        found += [*_days(row), *_texts(row), *_sources(row), *elsewhere.copied(row), *_derived(row)]
        found += [*_unplaced(row), *_periods(row), *elsewhere.replaced(row)]
    if isinstance(row, SourceDocument):
        found += [*_unsigned(row), *_resting(row)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocking(row: Any) -> list[str]:
    return [finding.sentence for finding in findings(row) if finding.blocks]


def _resting(revision: Any) -> Iterator[Finding]:
    """How far a source's revision reaches."""
    if revision.supersedes is None:
        return
    if count := sum(rows.published().count() for rows in revision.supersedes.citing()):
        yield Finding(False, f"靠它的已发布条目有 {count} 条。一发布，它们写的依据也跟着变。")


def _unsigned(source: Any) -> Iterator[Finding]:
    """Who says so is what people go by."""
    if not source.issuer:
        yield Finding(False, "没有写“发布单位”，公众看不到是谁发的。请照落款补上。")


def _unsound(row: Any) -> Iterator[Finding]:
    """What the row's own rules would refuse once it is published."""
    twin = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    twin._state.adding = False
    twin.status = Status.PUBLISHED
    try:
        rows.validate(twin, inline_of(row))
    except ValidationError as error:
        yield from (Finding(True, sentence) for sentence in _inword(row, error))


def _inword(row: Any, error: ValidationError) -> Iterator[str]:
    """What was refused, each sentence after the name of its field as the form has it."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    labels = {field.name: f"{field.verbose_name}：" for field in row._meta.concrete_fields}
    for name, messages in error.message_dict.items():
        yield from (labels.get(name, "") + message.lstrip(" ›：") for message in messages)


def _days(row: Any) -> Iterator[Finding]:
    """Days that are none of those a clerk can mean today."""
    today = timezone.localdate()
    if row.collected_on and row.collected_on > today:
        yield Finding(True, f"“整理日期”写的是 {date_words(row.collected_on)}，还没到。请写真正整理的那天。")
    if row.effective_to and row.effective_to < today:
        yield Finding(False, f"{date_words(row.effective_to)}就止了，已经过去：发布以后，今天的页面上也看不到它。")
    for name in ("effective_from", "effective_to"):
        day = getattr(row, name)
        if day and abs(day.year - today.year) > _FAR_OFF:
            label = row._meta.get_field(name).verbose_name
            yield Finding(False, f"“{label}”写的是 {date_words(day)}，离今天很远。请看看年份写对没有。")


def _texts(row: Any) -> Iterator[Finding]:
    for label, text in public_texts(row):
        if used := [word for word in BANNED if word in text]:
            yield Finding(True, f"“{label}”里有“{'、'.join(used)}”，公众看不懂也不知道怎么办。请改成该怎么做。")
        if strange := signs.missing(text):
            yield Finding(False, f"“{label}”里的“{'、'.join(strange)}”单子上印不出来，会印成 □。请换个写法。")


def public_texts(row: Any) -> Iterator[tuple[str, str]]:
    """The texts of a row and of its inline rows that people read and that are in its own words: label and words."""
    for part in (row, *(child for children in inline_of(row).values() for child in children)):
        for field in part._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
            if free and not isinstance(field, models.SlugField | models.URLField) and field.name not in row.unworded:
                yield str(field.verbose_name), str(getattr(part, field.name))


def _sources(row: Any) -> Iterator[Finding]:
    source = row.source
    evidence = Evidence(row.evidence)
    if evidence.is_a_text and not (source.url or source.number):
        yield Finding(True, f"写了“{evidence.label}”，可是依据里没有网址也没有文号。请补上，或者改成“转述”。")
    if source.in_force_to and (row.effective_to is None or row.effective_to > source.in_force_to):
        later = "更晚才止" if row.effective_to else "没有写到哪天止"
        yield Finding(
            False, f"依据“{source}”{word(source, source._meta.get_field('in_force_to'))}就废止了，这一条却{later}。"
        )
    if source.in_force_from and row.effective_from and row.effective_from < source.in_force_from:
        yield Finding(False, f"依据{word(source, source._meta.get_field('in_force_from'))}才施行，这一条却更早就起算。")


def _derived(row: Any) -> Iterator[Finding]:
    """Figures that the clause does not write, and those that it gives to others."""
    for one in quoted(row):
        if not one.places and not one.explained:
            yield Finding(
                True,
                f"“{one.label}”写的是 {one.figure}，依据的条文里没有这个数。请对着原文再看一遍；是算出来的，在“数字怎么来的”里写怎么算。",
            )
        elif not one.places:
            yield Finding(False, f"“{one.label}”{one.figure} 条文里没有写。写的人说：{row.derivation} 您认可，才发布。")
        elif one.places[0].how:
            yield Finding(
                False, f"“{one.label}”{one.figure} 是照条文算出来的：{one.places[0].how}。请看看对不对。", True
            )
        elif one.of_others:
            own = row.grade() or str(row)
            yield Finding(
                False, f"“{one.label}”{one.figure} 在条文里说的是{one.of_others}，这一条是{own}。请看看填错没有。"
            )


def _unplaced(row: Any) -> Iterator[Finding]:
    """Nothing of the text that was copied can be shown beside the row, or it does not say which clause it is made of."""
    text = row.source.clause
    if not text or of_article(text, row.source_article):
        return
    several = len(clauses(text)) > 1
    if not quoted(row):
        yield Finding(False, "没有找到条文。请对着抄来的条文，看是第几条，写在“条款”里。")
    elif several and row.source_article:
        yield Finding(False, f"“条款”写的“{row.source_article}”，条文里没有。旁边的条文是照数字找的。")
    elif several:
        yield Finding(False, "没有写“条款”。旁边的条文是照数字找的，请看看是不是这一条说的。")


def _periods(row: Any) -> Iterator[Finding]:
    """A day between the earlier row and this one on which nothing would hold."""
    if row.effective_from is None:
        return
    published = type(row)._default_manager.published().same_slot(row)
    published = published.filter(region=row.region_id).exclude(pk=row.supersedes_id)
    eve = row.effective_from - dt.timedelta(days=1)
    before = published.filter(effective_to__lt=eve).order_by("-effective_to").first()
    if before and not published.in_force(eve).exists() and row.supersedes_id is None:
        yield Finding(
            False,
            f"上一条{word(before, before._meta.get_field('effective_to'))}就到期了，中间有几天没有规定，公众只看到电话。",
        )
