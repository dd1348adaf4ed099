"""What the settlement core refuses, said at the field of the form it was typed in. The core alone knows what is wrong."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models

from calculators.labels import LABELS
from calculators.reading import Terms, TermsError

_PROBLEM = re.compile(r"(?P<path>[a-z_.\[\]0-9]*)(（[^）]*）)? ?(?P<sentence>.*)", re.DOTALL)
_BAND = re.compile(r"bands\[(?P<number>\d+)\]\.(?P<field>\w+)")
_CHOICE = re.compile(r"[a-z_]+（([^）]+)）")
_NAME = re.compile(r"[a-z]+(_[a-z]+)*")

Refusals = dict[str, list[str]]


def refusals(terms: type[Terms], mapping: Mapping[str, Any], row: models.Model) -> Refusals:
    """Sentences for a clerk by the name of the row's field; none when the core accepts the mapping."""
    try:
        terms.from_mapping(mapping)
    except TermsError as error:
        found: Refusals = {}
        for problem in error.problems:
            name, sentence = _at_field(problem, row)
            found.setdefault(name, []).append(sentence)
        return found
    return {}


def merge(*several: Mapping[str, list[str]]) -> Refusals:
    found: Refusals = {}
    for refused in several:
        for name, sentences in refused.items():
            found.setdefault(name, []).extend(sentences)
    return found


def _at_field(problem: str, row: models.Model) -> tuple[str, str]:
    match = _PROBLEM.fullmatch(problem)
    path, sentence = (match["path"], match["sentence"]) if match else ("", problem)
    fields = {field.name: field for field in row._meta.concrete_fields}
    sentence = _in_words(sentence, fields)
    if band := _BAND.search(path):
        return "bands", f"第 {int(band['number']) + 1} 段的“{LABELS[band['field']]}”{sentence}。"
    name = path.partition("[")[0].partition(".")[2].replace(".", "_")
    for known in (name, path):
        if known in fields:
            return known, f"“{fields[known].verbose_name}”{sentence}。"
    return NON_FIELD_ERRORS, f"{sentence}。"


def _in_words(sentence: str, fields: Mapping[str, Any]) -> str:
    """The core speaks to readers of files; a clerk sees no field names and no null."""

    def named(match: re.Match[str]) -> str:
        name = match[0]
        return f"“{fields[name].verbose_name if name in fields else LABELS[name]}”" if name in LABELS else name

    words = _NAME.sub(named, _CHOICE.sub(r"“\1”", sentence.replace("要写 null", "要空着")))
    return words.replace(" “", "“").replace("” ", "”")
