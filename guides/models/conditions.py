"""The closed set of conditions of content rows: ``when`` = {question, fact, outcome or block: [values]}; all must hold.

A row names the guides it belongs to; everything its ``when`` says must exist in each of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from guides.engine.flow import Flow
from guides.engine.reach import can_hold
from guides.engine.steps import PLACE
from guides.flows import FLOWS
from registry.places import NATION


def problems(guides: Any, when: Any, called: Callable[[str], str] = str) -> Iterator[str]:
    """Sentences that say what to mend, each guide as it is ``called``; none when the condition is sound."""
    if not isinstance(guides, list) or not guides:
        yield "要写明用在哪个指引（guides），至少一个。"
        return
    if strangers := [slug for slug in guides if not isinstance(slug, str) or slug not in FLOWS]:
        yield f"没有这个指引：{'、'.join(map(str, strangers))}。"
        return
    if not isinstance(when, dict):
        yield "条件（when）要写成 {问题: [答案]}。"
        return
    for slug in guides:
        for key, wanted in when.items():
            yield from _problems_of(FLOWS[slug], key, wanted, called)


def _problems_of(flow: Flow, key: str, wanted: Any, called: Callable[[str], str]) -> Iterator[str]:
    if key not in flow.vocabulary:
        yield f"条件里的“{key}”不是 {called(flow.slug)} 的问题、结论或结果。"
        return
    if not isinstance(wanted, list) or not wanted or not all(isinstance(value, str) for value in wanted):
        yield f"条件“{key}”后面要写一串答案，例如 [{flow.vocabulary[key][0]}]。"
        return
    places = PLACE in flow.vocabulary[key]
    for value in wanted:
        if value not in flow.vocabulary[key] and not (places and _is_code(value)):
            yield f"“{key}”没有“{value}”这个答案，可选：{'、'.join(flow.vocabulary[key])}。"


def never(guides: Sequence[str], when: Mapping[str, Sequence[str]]) -> list[str]:
    """The guides of a row in which no answers whatever fulfil its condition, as far as anybody can tell."""
    return tried(guides, when)[0]


def tried(guides: Sequence[str], when: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """The guides of a row in which no answers whatever fulfil its condition, and those where it takes too long to tell."""
    if any(problems(guides, when)) or not when:
        return [], []  # said in its own words, or true of everybody
    holding = {slug: can_hold(FLOWS[slug], when) for slug in guides}
    return [slug for slug in guides if holding[slug] is False], [slug for slug in guides if holding[slug] is None]


def _is_code(value: str) -> bool:
    return len(value) == 6 and value.isdigit() and value != NATION
