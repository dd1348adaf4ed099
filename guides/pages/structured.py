"""What search engines and chats are told of a page: of a place its heading and description, and schema.org's words for what is on it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from guides.outcome.answers import Answered
from guides.outcome.place import Found
from registry.offices import NO_ADDRESS, Card, phones
from registry.pages import url
from registry.places import Places

#: The path of a page → its whole address.
Whole = Callable[[str], str]
#: Questions, each with the lines of its answer.
Questions = Iterable[tuple[str, Sequence[str]]]
#: What a hotline is called on the page → what people ring it for, in few words.
_RUNG_FOR = {phones.ABOUT[phones.MEDICAL][0]: "医保", phones.ABOUT[phones.CARD][0]: "社保卡"}
_WORDS = "https://schema.org"


def heading(found: Found) -> str:
    """The words that people search for; counters only where there are some."""
    things = ("各地电话",) if found.cities else ("电话", *(("窗口",) if found.offices else ()))
    return f"{found.name}医保办事：{'、'.join((*things, '异地备案', '报销', '补卡'))}"


def description(found: Found) -> str:
    """Whom to ring, and what of the place stands on the page."""
    if found.cities:
        return f"{found.full_name}各地的医保电话和规定。选好城市，看去外地看病、报销、补卡怎么办，要带什么。"
    numbers = "，".join(f"{_RUNG_FOR[number.label]}电话 {number.number}" for number in found.numbers)
    parts = (("窗口地址", found.offices), ("当地的规定", found.differs), ("报多少", found.figures))
    known = "、".join(("去外地看病、报销、补卡怎么办", *(words for words, there in parts if there)))
    return f"{found.full_name}{numbers}。{known}。"


def trail(found: Found) -> list[tuple[str, str]]:
    """The pages above, with their paths, and the place itself."""
    above = ((link.name, link.address) for link in found.above)
    return [("首页", url("guides:home")), ("各地医保", url("guides:places")), *above]


def data(found: Found, whole: Whole) -> dict[str, Any]:
    """JSON-LD. Nothing in it that is not on the page."""
    graph: list[dict[str, Any]] = [_breadcrumbs(found, whole)]
    if found.numbers:
        graph.append(_service(found, whole))
    if found.asked:
        graph.append(_faq((asked.text.title, asked.text.lines) for asked in found.asked))
    return {"@context": _WORDS, "@graph": graph}


def faq(said: Questions) -> dict[str, Any]:
    """A page of questions by itself."""
    return {"@context": _WORDS, **_faq(said)}


def asked(found: Answered, places: Places) -> str:
    """The title of a question: with the place before it where it has an answer of its own and the words do not name it."""
    place = places.get(found.place) if found.is_local else None
    return f"{place.name}：{found.question}" if place and place.short_name not in found.question else found.question


def _faq(said: Questions) -> dict[str, Any]:
    return {"@type": "FAQPage", "mainEntity": [_question(question, lines) for question, lines in said]}


def _breadcrumbs(found: Found, whole: Whole) -> dict[str, Any]:
    steps = [*trail(found), (found.name, url("guides:place", found.code))]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": whole(path)}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _service(found: Found, whole: Whole) -> dict[str, Any]:
    channels = [
        {
            "@type": "ServiceChannel",
            "name": number.label,
            "servicePhone": {"@type": "ContactPoint", "telephone": number.number, "description": number.about},
        }
        for number in found.numbers
    ]
    return {
        "@type": "GovernmentService",
        "name": f"{found.name}医保办事",
        "url": whole(url("guides:place", found.code)),
        "areaServed": {"@type": "AdministrativeArea", "name": found.full_name},
        "availableChannel": [*channels, *_counters(found)],
    }


def _question(question: str, lines: Iterable[str]) -> dict[str, Any]:
    answer = {"@type": "Answer", "text": "\n".join(lines)}
    return {"@type": "Question", "name": question, "acceptedAnswer": answer}


def _counters(found: Found) -> Iterator[dict[str, Any]]:
    for card in found.offices:
        yield {"@type": "ServiceChannel", "name": card.name, "serviceLocation": _location(card)}


def _location(card: Card) -> dict[str, Any]:
    location: dict[str, Any] = {"@type": "GovernmentOffice", "name": card.name}
    location |= {} if card.address == NO_ADDRESS else {"address": card.address}
    return {**location, "telephone": list(card.phones)} if card.phones else location
