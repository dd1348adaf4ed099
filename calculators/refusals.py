"""What the settlement core refuses, said at the field of the form it was typed in. The core alone knows what is wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models

from calculators.core.choices import CHOICE_LABELS
from calculators.core.labels import LABELS
from calculators.core.problems import Kind, Problem, TermsError
from calculators.core.shape import Terms
from calculators.reading import SENTENCES, read, said

Refusals = dict[str, list[str]]

#: A clerk sees labels where whoever writes a file sees names of fields, and empty boxes where that one writes null.
_FOR_CLERKS = {
    **SENTENCES,
    Kind.NOT_A_CHOICE: "只能写{0}中的一个",
    Kind.NOT_OPEN: "在最后一段要空着，表示以上都算",
    Kind.NEEDS_CEILING: "要和“封顶线（元）”一起写：没有封顶线就没有超封顶的部分",
    Kind.NEEDS_RATE: "要和“超封顶的支付比例”一起写：没有比例就没有这笔支付",
    Kind.STATED_TWICE: "和“怎么变”说的是同一件事，只留一个",
    Kind.UNUSED: "在“和本地一样”时用不到，请删掉，或者改“怎么变”",
}


def refusals(terms: type[Terms], mapping: Mapping[str, Any], row: models.Model) -> Refusals:
    """Sentences for a clerk by the name of the row's field; none when the core accepts the mapping."""
    try:
        read(terms, mapping)
    except TermsError as error:
        return at_fields(error, row)
    return {}


def at_fields(error: TermsError, row: models.Model) -> Refusals:
    """What is wrong with a row, for a clerk, by the name of its field."""
    found: Refusals = {}
    for problem in error.problems:
        name, label = _field(problem, row)
        sentence = said(problem, _FOR_CLERKS, lambda choice: f"“{CHOICE_LABELS[choice]}”")
        found.setdefault(name, []).append(f"{label}{sentence}。")
    return found


def pairs(found: Refusals) -> Iterator[tuple[str, str]]:
    """Name and sentence of each refusal, as a row says what is wrong with it."""
    return ((name, sentence) for name, sentences in found.items() for sentence in sentences)


def _field(problem: Problem, row: models.Model) -> tuple[str, str]:
    """The row's field that a problem belongs to, and how a sentence about it begins."""
    match problem.path:
        case ("bands", int(number), str(name)):
            return "bands", f"第 {number + 1} 段的“{LABELS[name]}”"
        case ("specials", int(number), *names):
            label = next((f"的“{LABELS[name]}”" for name in names if isinstance(name, str)), "")
            return "specials", f"第 {number + 1} 条特别规定{label}"
    name = "_".join(part for part in problem.path if isinstance(part, str))
    labels = {field.name: field.verbose_name for field in row._meta.concrete_fields}
    return (name, f"“{labels[name]}”") if name in labels else (NON_FIELD_ERRORS, "")
