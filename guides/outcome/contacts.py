"""Whom to ring: 区号 + the hotline, for the place whose rules apply and for the place of care."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from guides.engine.flow import Walk
from guides.outcome.outcome import Phone, Text
from registry.offices.phones import ABOUT, MEDICAL, OF_A_CITY, number
from registry.places import Places
from registry.telephones import dialled

#: A hotline without 区号 reaches the city that one rings from.
_ELSEWHERE = "直接拨，接的是您现在所在的城市；要问的在别处，前面加那里的区号。"
#: Several cities share one 区号, and so one number.
_SHARED = "看病的城市也是这个号，接通先说问哪个市。"


def phones(places: Places, walk: Walk, home: str, care: str, steps: Iterable[Text]) -> tuple[Phone, ...]:
    """The numbers of an outcome, first the hotline that its steps ring first, for it is the page's button; ``home`` and
    ``care`` are codes, '' where not known."""
    said = " ".join(line for text in steps for line in _in_order(text))
    hotlines = _as_rung(places, walk.flow.delivery.hotlines_of(walk.outcome), home, said)
    found = {hotline: phone(places, home, hotline) for hotline in hotlines}
    if care and care != home and MEDICAL in found:
        there = _phone(places, care, MEDICAL, "就医地医保", "问那边的医院能不能当场报。")
        here = found[MEDICAL]
        if there.dial != here.dial:
            return (*found.values(), there)
        found[MEDICAL] = replace(here, note=here.note + _SHARED)
    return tuple(found.values())


def _in_order(text: Text) -> tuple[str, ...]:
    return (text.title, text.button.label if text.button else "", *text.lines)


def _as_rung(places: Places, hotlines: Collection[str], home: str, said: str) -> list[str]:
    """Hotlines as a text rings them; those that it does not ring come last, in their own order."""
    rung = {hotline: said.find(number(places, home, hotline)) for hotline in hotlines}
    return sorted(hotlines, key=lambda hotline: rung[hotline] if rung[hotline] >= 0 else len(said))


def phone(places: Places, code: str, hotline: str) -> Phone:
    """A hotline as dialled for a place, '' where that is not known."""
    return _phone(places, code, hotline, *ABOUT[hotline])


def _phone(places: Places, code: str, hotline: str, label: str, about: str) -> Phone:
    shown = number(places, code, hotline)
    of_a_city = hotline in OF_A_CITY
    where = f"（{places.full_name(code)}）" if code and of_a_city else ""
    return Phone(f"{label}{where}", shown, dialled(shown), about if code or not of_a_city else about + _ELSEWHERE)
