"""The condition of a row in a sheet: one cell."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from django.core.exceptions import ValidationError

from guides.desk import names, topics
from guides.flows import FLOWS
from guides.models import Document, GuideRow
from registry.excel.columns import SEPARATORS, FieldColumn
from registry.excel.values import Value, text_of
from registry.rows import Inline
from registry.workflow import quoting


class ConditionColumn(FieldColumn):
    """什么情形下显示: {问题: [答案]} as 问题=答案、答案；问题=答案."""

    width = 30
    depends = True

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = (
            "写成 问题=答案、答案；问题=答案，或者只写答案。全都满足才显示；空着表示总是显示。"
            "报销材料，只有一种情形才要的，写“外伤”“住院”“门诊”“急诊”“生育”就行。"
            "通知只说一种医保的，没有写医保种类，就只给那一种。"
        )

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        """What names no scheme is for those alone whom the notice is about."""
        self._apply_cases(row, inline, value)
        if isinstance(row, GuideRow) and row.source_id is not None and "scheme" not in row.when:
            row.when = {**row.when, **topics.limited(row, quoting.article(row, inline))}

    def _apply_cases(self, row: Any, inline: Inline, value: Value) -> None:
        """Of a paper for claims the case alone will do, and an empty cell means whoever hands in receipts."""
        when = topics.case(text_of(value)) if isinstance(row, Document) else {}
        if not when:
            super().apply(row, inline, value)
            if not isinstance(row, Document) or row.when or row.source_id is None:
                return
            when = topics.usual(row, row.source_article or quoting.article(row, inline))
        elif row.guides and not topics.knowing(row.guides, when):
            raise ValidationError(f"写的指引里不问“{text_of(value)}”。“用在哪个指引”请空着，或者写“自己垫了钱”。")
        if guides := topics.knowing(row.guides, when):
            row.guides, row.when = guides, when

    def show(self, stored: Any) -> str:
        return "；".join(f"{key}={'、'.join(values)}" for key, values in stored.items())

    def read(self, value: Value) -> dict[str, list[str]]:
        typed = text_of(value).replace("＝", "=")
        return dict(_read(part.strip()) for part in re.split(r"[;；\n]+", typed) if part.strip())


def _read(typed: str) -> tuple[str, list[str]]:
    """A question and its answers, by key or by what the guides call them; an answer alone, where one question has it."""
    asked, equals, answers = (part.strip() for part in typed.partition("="))
    if not equals:
        return _asked(typed)
    if not (asked and answers):
        raise ValidationError("请写成 问题=答案、答案；问题=答案。例如 outcome=local。")
    known = _known()
    keys = known.get(asked, [])
    if len(keys) > 1:
        raise ValidationError(f"“{asked}”在几个指引里是不同的问题。请写代号：{'、'.join(keys)}。")
    if not keys:
        near = get_close_matches(asked, known, n=3, cutoff=0.1) or list(known)[:3]
        raise ValidationError(f"没有“{asked}”这个问题、结论或结果。能写的例如：{'、'.join(near)}。")
    (key,) = keys
    values = {label: value for (named, label), value in _answers().items() if named == key}
    return key, [values.get(answer, answer) for answer in _parted(answers, values)]


def _asked(typed: str) -> tuple[str, list[str]]:
    """An answer without its question."""
    answers = _answers()
    found = [(key, value) for (key, label), value in answers.items() if label == typed]
    if len(found) == 1:
        return found[0][0], [found[0][1]]
    names = {key: asked for asked, keys in _known().items() for key in keys if asked != key}
    pairs = {label: f"{names.get(key, key)}={label}" for key, label in answers}
    near = [label for label in pairs if set(typed) & set(label)]
    near.sort(key=lambda label: SequenceMatcher(None, typed, label).ratio(), reverse=True)
    raise ValidationError(
        f"看不懂“{typed}”。请写成 问题=答案。像它的有：{'；'.join(pairs[one] for one in near[:3]) or '没有'}。"
    )


def _parted(typed: str, labels: Iterable[str]) -> list[str]:
    """The answers of a cell; a label may itself hold a comma, so whole labels are looked for first."""
    whole = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    either = f"(?:{whole})(?={SEPARATORS.pattern}|$)|" if whole else ""
    return re.findall(rf"{either}[^、,，;；\s]+", typed)


def _answers() -> dict[tuple[str, str], str]:
    """The value of each answer by the key of what it answers and what it is called."""
    worded = (words.items() for words in names.current().words.values())
    return {(key, label): value for words in worded for key, row in words for value, label in row.labels.items()}


def _known() -> dict[str, list[str]]:
    """The keys by themselves, and by the short names of questions, facts, outcomes and blocks."""
    found = {key: [key] for flow in FLOWS.values() for key in flow.vocabulary}
    for slug, words in names.current().words.items():
        for key in words.keys() & FLOWS[slug].vocabulary.keys():
            called = found.setdefault(words[key].short, [])
            called += [key] if key not in called else []
    return found
