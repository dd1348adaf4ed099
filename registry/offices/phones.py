"""Whom to ring: 区号 + the hotline, for any place."""

from collections.abc import Iterable

from registry.models import Service
from registry.places import Places
from registry.typed.telephones import dialled

MEDICAL = "12393"
CARD = "12333"
TAX = "12366"
CITIZENS = "12345"

#: Hotline → what it is called, and what to ask it about.
ABOUT = {
    MEDICAL: ("医保", "参保、备案、报销、医保码都问这里。"),
    CARD: ("人社局，管社保卡、工伤", "社保卡挂失、补换，还有失业、退休、工伤，都问这里。"),
    TAX: ("税务", "医保费怎么交、交了没有，问这里。人在外地的，前面加交费那里的区号。"),
    CITIZENS: ("政务热线", "不知道该找谁，或者要投诉，打这里。"),
}
#: Those of one city, dialled with its 区号; the others are the country's.
OF_A_CITY = (MEDICAL, CARD)
#: Who answers for a service.
HOTLINES = {Service.FILING: MEDICAL, Service.CLAIMS: MEDICAL, Service.CARD: CARD, Service.BANK: CARD}


def number(places: Places, code: str, hotline: str = MEDICAL) -> str:
    """The hotline as dialled from anywhere; without a 区号 where the place is not known, or it is the country's."""
    place = places.get(code) if hotline in OF_A_CITY else None
    return f"{place.area_code}-{hotline}" if place and place.area_code else hotline


def told(places: Places, code: str, hotline: str) -> dict[str, str]:
    """A hotline for a page: its number as shown and as dialled, what it is called, and what to ask it about."""
    shown, (label, note) = number(places, code, hotline), ABOUT[hotline]
    return {"number": shown, "dial": dialled(shown), "label": label, "note": note}


def hotlines(services: Iterable[str]) -> tuple[str, ...]:
    """The hotlines for services, each once."""
    return tuple(dict.fromkeys(HOTLINES[Service(service)] for service in services))
