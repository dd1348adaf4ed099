"""Every way through a guide; and walking it over HTTP the way a browser does: read the form, choose a value, submit,
follow."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse

from guides.engine import graph
from guides.engine.flow import Flow, Walk
from guides.engine.steps import NOTHING, Private

#: Asks for an address.
Ask = Callable[[str], HttpResponse]
#: Real places for each relation, with and without tiers. No text that was read says that two need no filing.
PLACES: dict[tuple[str, ...], tuple[str, str]] = {
    ("no", "same"): ("210300", "210300"),
    ("yes", "same"): ("440300", "440300"),
    ("no", "pool"): ("460100", "460200"),
    ("no", "file"): ("440100", "440500"),
    ("yes", "file"): ("440300", "440100"),
    ("no", "ask"): ("120000", "110000"),
    ("no", "ask", "yes"): ("330100", "330200"),  # of one province
    ("no", "same_province"): ("210300", "210100"),
    ("no", "elsewhere"): ("210300", "110000"),
    ("yes", "elsewhere"): ("440300", "110000"),
}


def paths(flow: Flow, known: graph.Known | None = None, index: int = 0) -> Iterator[dict[str, str]]:
    """Every way through the flow, one value for each alternative; steps that are not asked are left out. The naive twin of
    ``graph.ends``."""
    known = known or {}
    if index == len(flow.steps):
        yield {}
        return
    step = flow.steps[index]
    if not flow.holds(step.when, known):
        yield from paths(flow, {**known, step.key: NOTHING}, index + 1)
        return
    for value in graph.alternatives(flow, step):
        for rest in paths(flow, {**known, step.key: frozenset({value})}, index + 1):
            yield {step.key: value, **rest}


def distinct_walks(flow: Flow) -> Iterator[tuple[dict[str, str], Walk]]:
    """A walk for every sequence of questions, with each outcome it can have, and for every block beside each outcome.
    Addresses and real places only: what a POST tells is not walked."""
    seen: set[tuple[object, str]] = set()
    private = {step.key for step in flow.steps if isinstance(step, Private)}
    for path, walk in graph.ends(flow):
        if any(path.get(key) for key in private):
            continue
        kinds = {(walk.path, walk.outcome), *((walk.outcome, block) for block in walk.blocks)}
        if not kinds <= seen and (answers := real_answers(path, walk)):
            seen |= kinds
            yield answers, walk


def real_answers(path: Mapping[str, str], walk: Walk) -> dict[str, str] | None:
    """The path's answers with real codes for places; None where no real place fits its given steps."""
    answers = {key: path[key] for key in walk.path}
    if "issued_place" in answers:  # asks for one place, whose rules steer nothing
        return {**answers, "issued_place": answers["issued_place"].replace("place", "210300")}
    if "goal" in answers:  # two who are insured, in one province or in two
        family = "210100" if path.get("same_province") == "yes" else "110000"
        places = {"insured_place": "210300", "family_place": family}
        return {key: places[key] if value == "place" else value for key, value in answers.items()}
    insured, care = answers.get("insured_place"), answers.get("care_place")
    if path.get("pledge_accepted") == "no":
        return None  # no region has published such a rule yet
    if insured == "unknown":
        if care == "place":
            answers["care_place"] = "110000"
            return answers if path["relation"] == "elsewhere" else None
        return answers
    relation = path.get("relation", "elsewhere")
    near = ("yes",) if path.get("one_province") == "yes" else ()
    pair = PLACES.get((path.get("has_tiers", "no"), relation, *near))
    if pair is None:
        return None
    answers["insured_place"] = pair[0]
    if care == "place":
        answers["care_place"] = pair[1]
    return answers


def follow(ask: Ask, start: str, answers: dict[str, str]) -> tuple[str, str, list[str]]:
    """Submit form after form; returns the outcome's address and page, and the questions that were asked."""
    asked: list[str] = []
    address, page = start, ask(start).content.decode()
    while "data-outcome" not in page:
        key = re.findall(r'name="asked" value="(\w+)"', page)[0]
        asked.append(key)
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
        values = [answers[key]] if f'value="{answers[key]}"' in page else [_province(answers[key]), answers[key]]
        for value in values:
            response = ask(f"{urlsplit(address).path}?{urlencode([*hidden, (key, value)])}")
            if response.status_code == 302:
                address = response["Location"]
                response = ask(address)
            assert response.status_code == 200
            page = response.content.decode()
    return address, unescape(page), asked


def _province(code: str) -> str:
    return f"{code[:2]}0000"


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
