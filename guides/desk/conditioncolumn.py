"""The condition of a row in a sheet: one cell."""

import re
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError

from guides.desk import names
from guides.flows import FLOWS
from registry.excel.columns import SEPARATORS, FieldColumn, Value, text_of


class ConditionColumn(FieldColumn):
    """什么情形下显示: {问题: [答案]} as 问题=答案、答案；问题=答案."""

    width = 30

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = "写成 问题=答案、答案；问题=答案。全都满足才显示；空着表示总是显示。"

    def show(self, stored: Any) -> str:
        return "；".join(f"{key}={'、'.join(values)}" for key, values in stored.items())

    def read(self, value: Value) -> dict[str, list[str]]:
        parts = [
            part.partition("=") for part in re.split(r"[;；\n]+", text_of(value).replace("＝", "=")) if part.strip()
        ]
        if any(not (key.strip() and answers.strip()) for key, _, answers in parts):
            raise ValidationError("请写成 问题=答案、答案；问题=答案。例如 outcome=local。")
        return dict(
            _read(key.strip(), [word for word in SEPARATORS.split(answers) if word]) for key, _, answers in parts
        )


def _read(typed: str, answers: list[str]) -> tuple[str, list[str]]:
    """A question and its answers, by key or by what the guides call them."""
    known = _known()
    keys = known.get(typed, [])
    if len(keys) > 1:
        raise ValidationError(f"“{typed}”在几个指引里是不同的问题。请写代号：{'、'.join(keys)}。")
    if not keys:
        near = get_close_matches(typed, known, n=3, cutoff=0.1) or list(known)[:3]
        raise ValidationError(f"没有“{typed}”这个问题、结论或结果。能写的例如：{'、'.join(near)}。")
    (key,) = keys
    values = {
        label: value
        for words in names.current().words.values()
        if key in words
        for value, label in words[key].labels.items()
    }
    return key, [values.get(answer, answer) for answer in answers]


def _known() -> dict[str, list[str]]:
    """The keys by themselves, and by the short names of questions, facts, outcomes and blocks."""
    found = {key: [key] for flow in FLOWS.values() for key in flow.vocabulary}
    for slug, words in names.current().words.items():
        for key in words.keys() & FLOWS[slug].vocabulary.keys():
            called = found.setdefault(words[key].short, [])
            called += [key] if key not in called else []
    return found
