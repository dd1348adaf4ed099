"""Whom to ring: 区号 + the hotline, for the place whose rules apply and for the place of care."""

from guides.flow import Flow
from guides.outcome import Phone
from registry.places import Places

MEDICAL = "12393"
CARD = "12333"

#: Hotline → what it is called, and what to ask it about.
_ABOUT = {
    MEDICAL: ("医保", "备案、报销、医保码都问这里。"),
    CARD: ("社保卡", "挂失、补卡、换卡都问这里。"),
}
_ELSEWHERE = "问外地的，前面加那个城市的区号。"


def number(places: Places, code: str, hotline: str = MEDICAL) -> str:
    """The hotline as dialled from anywhere; without its 区号 where the place is not known."""
    place = places.get(code)
    return f"{place.area_code}-{hotline}" if place and place.area_code else hotline


def phones(places: Places, flow: Flow, home: str, care: str) -> tuple[Phone, ...]:
    """The numbers of an outcome, the most useful first; ``home`` and ``care`` are codes, '' where not known."""
    found = [_phone(places, home, hotline, *_ABOUT[hotline]) for hotline in flow.hotlines]
    if care and care != home:
        found.append(_phone(places, care, MEDICAL, "就医地医保", "问那边的医院能不能当场报。"))
    return tuple(found)


def _phone(places: Places, code: str, hotline: str, label: str, about: str) -> Phone:
    dialled = number(places, code, hotline)
    where = f"（{places.full_name(code)}）" if code else ""
    return Phone(f"{label}{where}", dialled, dialled.replace("-", ""), about if code else about + _ELSEWHERE)
