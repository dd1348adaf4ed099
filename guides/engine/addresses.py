"""Query string ↔ answers: the only code that knows where answers live.

``asked`` says which question a form was for, ``again`` that a value was not understood, ``edit`` that a question is
looked at once more, ``find`` what was typed into a place search, ``county`` the county-level unit that led to a city,
``unmade`` that a PDF could not be made. An exact date stands under its detail's key as
``2026-10-03``; the three boxes that it is typed into are named after that key. A rough year (今年) stands there as the
year that is meant. Everything else is not ours (WeChat and others add their own) and is dropped.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from guides.engine import years
from guides.engine.flow import Flow
from guides.engine.steps import Answers, Detail, Kind, Question
from registry.places import OUTSIDE, Places
from registry.typed import links
from registry.typed.dates import DateError, Typed, in_address

#: What is wrong with 省本级 as a place of care.
INSURED_ONLY = "insured_only"


class Query(Protocol):
    """The parameters of an address, as the framework reads them."""

    def __contains__(self, key: str) -> bool: ...

    def get(self, key: str, default: str) -> str: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Submission:
    """What an address says: sound answers, provinces chosen on the way to a city, and what was not understood.

    ``mistyped`` are the dates that were not, with the sentence about each; ``boxed`` says that dates came from boxes,
    so that there is a better address for the same thing. ``counties`` are county-level units that were given for a city,
    by question: the city is the answer. ``unanswered`` is the question whose form came back empty.
    """

    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    mistyped: dict[str, tuple[Typed, str]] = field(default_factory=dict)
    boxed: bool = False
    unanswered: str = ""
    counties: dict[str, str] = field(default_factory=dict)


def read(flow: Flow, query: Query, places: Places, on: dt.date, *, typing: bool = False) -> Submission:
    """Understand an address on a date; nothing in it can raise. While somebody is ``typing`` a name is no answer yet."""
    asked = query.get("asked", "")
    question = flow.questions.get(asked)
    typed = "" if typing or question is None else _typed(question, query, places)
    submission = Submission(
        boxed=any(box in query for detail in flow.details for box in boxes(detail.key)),
        unanswered=asked if question and not typed and not any(map(str.strip, query.getlist(asked))) else "",
    )
    _read_questions(flow, query, places, on, submission, {asked: [typed]} if typed else {})
    for detail in flow.details:
        _read_date(detail.key, query, on, submission)
        _settle_year(detail, asked, on, submission)
    return submission


def boxes(key: str) -> tuple[str, str, str]:
    """The names of the boxes into which the date of a detail is typed."""
    return f"{key}_year", f"{key}_month", f"{key}_day"


def _read_date(key: str, query: Query, on: dt.date, submission: Submission) -> None:
    written = Typed(*(query.get(box, "") for box in boxes(key))) if submission.boxed else in_address(query.get(key, ""))
    if not any(part.strip() for part in written.parts):
        return
    try:
        submission.answers[key] = (written.understood(on).isoformat(),)
    except DateError as error:
        submission.mistyped[key] = (written, error.sentence)


def _settle_year(detail: Detail, asked: str, on: dt.date, submission: Submission) -> None:
    """Of an exact date and a rough year that cannot both be true the date decides, unless the year was said last."""
    date = next(iter(submission.answers.get(detail.key, ())), "")
    rough = next(iter(submission.answers.get(detail.refines, ())), "")
    if not date or rough not in detail.when.get(detail.refines, ()):
        return
    meant = years.seen(int(date[:4]), on.year)
    if asked == detail.refines and rough in years.AGO and rough != meant:
        del submission.answers[detail.key]
    else:
        submission.answers[detail.refines] = (meant,)


def _typed(question: Question, query: Query, places: Places) -> str:
    """The code of the only city or province that the typed name can mean, where nothing was chosen; '' for anything else:
    whoever typed a county is shown first where it belongs."""
    if question.kind is not Kind.PLACE or any(map(str.strip, query.getlist(question.key))):
        return ""
    sure = places.sure(query.get("find", ""))
    if sure is None or sure.county or sure.place.code in OUTSIDE:
        return ""
    return "" if question.of_care and sure.place.is_provincial else sure.place.code


def _read_questions(
    flow: Flow, query: Query, places: Places, on: dt.date, submission: Submission, typed: Mapping[str, list[str]]
) -> None:
    for key, question in flow.questions.items():
        if key not in typed and key not in query:
            continue
        written = (links.value(value) for value in typed.get(key) or query.getlist(key) if value.strip())
        given = tuple(dict.fromkeys(_normal(question, value, places, on) for value in written))
        if len(query.getlist(key)) > 1 and question.kind is not Kind.SEVERAL and len(given) == 1:
            given = given * 2  # the same value twice is still a question answered twice
        if not given:
            continue
        if question.kind is Kind.PLACE and len(given) == 1 and places.cities(given[0]):
            submission.provinces[key] = given[0]
            continue
        problem = question.problem(given, lambda value: places.pool(value) is not None)
        if not problem and question.of_care and (place := places.pool(given[0])) and place.is_provincial:
            problem = INSURED_ONLY
        if problem:
            submission.problems[key] = problem
        else:
            submission.answers[key] = given
            if question.kind is Kind.PLACE and places.county(code := links.value(query.get(key, ""))):
                submission.counties[key] = code


def _normal(question: Question, value: str, places: Places, on: dt.date) -> str:
    """A county-level unit is its 统筹区; 香港、澳门、台湾 as the place of care are what the flow calls abroad; a year is
    what it is as seen from ``on``."""
    if question.kind is not Kind.PLACE:
        return years.read(value, on.year) if question.asks_year else value
    if value in OUTSIDE and "abroad" in question.values:
        return "abroad"
    county = places.county(value)
    return county.pool if county else value


def query(answers: Answers, **extra: str) -> str:
    """The query string for these answers, ``?`` included; '' when there is nothing to say."""
    pairs = [(key, value) for key, values in answers.items() for value in values]
    encoded = urlencode([*pairs, *((key, value) for key, value in extra.items() if value)])
    return f"?{encoded}" if encoded else ""


def without(answers: Answers, *keys: str) -> Mapping[str, tuple[str, ...]]:
    return {key: values for key, values in answers.items() if key not in keys}
