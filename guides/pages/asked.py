"""What the page of results asks: which place is which, and what was said and taken back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guides.flows import FLOWS
from guides.pages import named
from guides.pages.heard import Heard
from guides.understanding.contradicting import LEFT_UNENTERED
from guides.understanding.meaning import CARE, INSURED
from guides.understanding.targets import GUIDE, OFFICE, PLACE, kind_of, name_of, target_of
from registry.pages import url
from registry.places import Places

#: What is asked of a place of which nobody said what it is.
_WHERE = {INSURED: "医保在哪里交？", CARE: "去哪里看病？"}
_OF_PLACES = (PLACE, OFFICE)
#: How it is said that something is so.
_DONE = {"住院": "住院了", "出院": "出院了", "备案": "备案了", "转诊": "转诊了", "参保": "参保了", "丢": "丢了"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that was not clear, with what it may be: words and addresses."""

    question: str
    options: tuple[tuple[str, str], ...]


def page_of(heard: Heard, on: dt.date) -> str:
    """The address of the page of results for what was understood."""
    return f"{url('guides:search')}?{heard.query(on)}"


def places(known: Places, heard: Heard, on: dt.date, guides: Sequence[str], first: str) -> Iterator[Choice]:
    """Which of the places named is which, for the guides shown and the page shown ``first``. One alone is asked about
    where the next step goes by it, or where it is the other of two."""
    codes = heard.places
    answered = {name for name, _ in heard.answers}
    asked = [key for key in _WHERE if key not in answered]
    asked = [key for key in asked if key in heard.unclear] or asked
    of_two = len(codes) > 1 or answered & _WHERE.keys()
    users = [slug for slug in guides if of_two or target_of(GUIDE, slug) == first]
    word = named.shared(known, codes)
    for key in asked if codes else ():
        if any(key in FLOWS[slug].questions for slug in users) or (key == INSURED and len(codes) > 1):
            says = f"好几个地方都叫“{word}”。{_WHERE[key]}" if word else _WHERE[key]
            options = ((named.full_name(known, code), page_of(_placed(known, heard, key, code), on)) for code in codes)
            yield Choice(says, tuple(options))


def _placed(known: Places, heard: Heard, key: str, code: str) -> Heard:
    """With a place settled; another one that was named may still be the other of the two, and where one name was that of
    both its pages are no longer meant."""
    word, pool = named.shared(known, heard.places), named.pool(known, code)
    one_of = (key == INSURED and key in heard.unclear) or word
    left = () if one_of else tuple(other for other in heard.places if other != code)
    settled = heard.with_answer(key, pool, left)
    others = {named.pool(known, other) for other in heard.places} - {pool} if word else set()
    meant = (each for each in heard.targets if kind_of(each) not in _OF_PLACES or name_of(each) not in others)
    return replace(settled, targets=tuple(meant))


def alone(known: Places, heard: Heard) -> Iterator[Choice]:
    """Where nothing but places was heard: their pages."""
    pools = dict.fromkeys(named.pool(known, code) for code in heard.places)
    if pools:
        options = ((known.full_name(code), url("guides:place", code)) for code in pools)
        yield Choice("您说了这些地方，没说要办什么事。看哪个地方的？", tuple(options))


def clashes(heard: Heard) -> list[str]:
    """What was said and taken back, in words."""
    return [
        "又说没住院，又说出院了" if name == LEFT_UNENTERED else f"又说{_DONE.get(name, name)}，又说没{name}"
        for name in heard.clashes
    ]
