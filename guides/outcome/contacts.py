"""Whom to ring: 区号 + the hotline, for the place whose rules apply and for the place of care."""

from collections.abc import Collection

from guides.outcome.outcome import Phone
from registry.offices.phones import ABOUT, MEDICAL, number
from registry.places import Places
from registry.telephones import dialled

_ELSEWHERE = "问外地的，前面加那个城市的区号。"


def phones(places: Places, hotlines: Collection[str], home: str, care: str) -> tuple[Phone, ...]:
    """The numbers of an outcome, the most useful first; ``home`` and ``care`` are codes, '' where not known."""
    found = [_phone(places, home, hotline, *ABOUT[hotline]) for hotline in hotlines]
    if care and care != home and MEDICAL in hotlines:
        found.append(_phone(places, care, MEDICAL, "就医地医保", "问那边的医院能不能当场报。"))
    return tuple(found)


def _phone(places: Places, code: str, hotline: str, label: str, about: str) -> Phone:
    shown = number(places, code, hotline)
    where = f"（{places.full_name(code)}）" if code else ""
    return Phone(f"{label}{where}", shown, dialled(shown), about if code else about + _ELSEWHERE)
