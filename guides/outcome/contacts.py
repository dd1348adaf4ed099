"""Whom to ring: 区号 + the hotline, for the place whose rules apply and for the other place that a case is about."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from guides.engine.flow import Walk, holds
from guides.outcome.outcome import Phone, Text
from registry.models import Service
from registry.offices.phones import ABOUT, CARD, MEDICAL, OF_A_CITY, number
from registry.places import Places
from registry.typed.telephones import dialled

#: A social security card has two owners, and the other one has no number that is everybody's.
_BANK = "卡里的银行账户归银行管，打那家银行的客服。"
#: A hotline without 区号 reaches the city that one rings from.
_ELSEWHERE = "直接拨，接的是您现在所在的城市；要问的在别处，前面加那里的区号。"
#: Another place, by the question that asks for it: what its hotline is called, what to ask it about, and what is said
#: where several cities share one 区号, and so one number.
_OTHERS = {
    "care_place": ("就医地医保", "问那边的医院、药店能不能当场报。", "看病的城市也是这个号，接通先说问哪个市。"),
    "family_place": ("家人参保地医保", "问家人那边开通没有。", "家人那边也是这个号，接通先说问哪个市。"),
}
#: By the outcome, what is asked there instead: within a province nothing has to be opened at the other end, and of a bill
#: that is paid nobody asks whether it can be paid on the spot.
_ASKED_THERE = {"share": "问家人参保登记了没有。", "settled": "问那家医院能不能退费重结。"}


class Turn(Enum):
    """When to ring, in words that a number can follow."""

    FIRST = "先打"
    THEN = "再打"
    IF_NEEDED = "有事问"


def card_home(walk: Walk) -> str:
    """The question for the place whose 12333 is rung, '' for one that is not asked for: who is hurt where he works has
    nothing to ask where he pays."""
    delivery = walk.flow.delivery
    elsewhere = (key for key, when in delivery.card_at.items() if holds(when, walk.facts))
    return next(elsewhere, delivery.home)


def phones(
    places: Places, walk: Walk, home: str, others: Mapping[str, str], rung_in: Iterable[Text]
) -> tuple[Phone, ...]:
    """The numbers of an outcome, first that of its hotlines that its steps ring first, for it is the page's button. None
    that its steps or its deadline ring is left out: what only some are to ring stands behind its own. ``home`` is a
    code, and so are the ``others`` by their questions, '' where not known."""
    at = {CARD: (others.get(key) or home) if (key := card_home(walk)) else ""}
    numbers = {hotline: number(places, at.get(hotline, home), hotline) for hotline in ABOUT}
    texts = [_in_order(text) for text in rung_in]
    titles, rest = ([line for text in texts for line in text[part]] for part in (slice(2), slice(2, None)))
    said = " ".join([*titles, *rest])  # a body may name another number for a few of its readers
    listed = walk.flow.delivery.hotlines_of(walk.outcome)
    also = [hotline for hotline in ABOUT if hotline not in listed and _rings(said, numbers[hotline])]
    hotlines = [*_as_rung(listed, numbers, said), *_as_rung(also, numbers, said)]
    found = {hotline: phone(places, at.get(hotline, home), hotline) for hotline in hotlines}
    if CARD in found and Service.BANK in walk.flow.delivery.services_of(walk.outcome):
        found[CARD] = replace(found[CARD], note=found[CARD].note + _BANK)
    elsewhere: list[Phone] = []
    for key, code in others.items():
        if code and code != home and (here := found.get(MEDICAL)):
            label, about, shared = _OTHERS[key]
            there = _phone(places, code, MEDICAL, label, _ASKED_THERE.get(walk.outcome, about))
            if there.dial != here.dial:
                elsewhere.append(there)
            else:
                found[MEDICAL] = replace(here, note=here.note + shared)
    return (*found.values(), *elsewhere)


def _rings(said: str, digits: str) -> bool:
    """Whether a text has this number, and not one that ends with it."""
    return re.search(rf"(?<![\d-]){digits}(?!\d)", said) is not None


def turn_to_ring(steps: Sequence[Text], numbers: Sequence[Phone]) -> Turn:
    """When the first number is to be rung: it is the page's button only where the first step rings it, or the second is
    to ring it whatever comes of the first."""
    if not steps or not numbers:
        return Turn.IF_NEEDED
    if _is_call(steps[0], numbers[0].number):
        return Turn.FIRST
    then = [step for step in steps[1:2] if step.title.startswith("打")]
    return Turn.THEN if any(_is_call(step, numbers[0].number) for step in then) else Turn.IF_NEEDED


def _is_call(step: Text, number: str) -> bool:
    said, button = step.title, step.button
    return _rings(said, number) or (button is not None and "电话" in said and _rings(button.label, number))


def _in_order(text: Text) -> tuple[str, ...]:
    return (text.title, text.button.label if text.button else "", *text.lines)


def _as_rung(hotlines: Collection[str], numbers: Mapping[str, str], said: str) -> list[str]:
    """Hotlines as a text rings them; those that it does not ring come last, in their own order."""
    rung = {hotline: said.find(numbers[hotline]) for hotline in hotlines}
    return sorted(hotlines, key=lambda hotline: rung[hotline] if rung[hotline] >= 0 else len(said))


def phone(places: Places, code: str, hotline: str) -> Phone:
    """A hotline as dialled for a place, '' where that is not known."""
    return _phone(places, code, hotline, *ABOUT[hotline])


def _phone(places: Places, code: str, hotline: str, label: str, about: str) -> Phone:
    shown = number(places, code, hotline)
    of_a_city = hotline in OF_A_CITY
    where = f"（{places.full_name(code)}）" if code and of_a_city else ""
    return Phone(f"{label}{where}", shown, dialled(shown), about if code or not of_a_city else about + _ELSEWHERE)
