"""Who a clause is about, and who of all that are named is ill: 我在深圳上班，我爸在老家住院 tells the work of one and the stay
of the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from guides.understanding.phrases import Hit

SPEAKER = "我"
_ENDS = ",。!?;、"
_CLAUSE = re.compile(rf"(?<![^{_ENDS} ])[^{_ENDS} ]")
#: What may stand before the subject of a clause.
_OPENS = re.compile(
    r"(?:这回是?|这次是?|可是|可|但是|但|而|然后|就是|那|因为|现在|后来|今年|去年|这|喂|你好|前两天|前几天|昨天|昨晚|前天|今天|上周|上个月|这几天|刚才|今早|半夜)*"
)
#: 我跟老公在昆山上班: both; the next person belongs to the subject too.
_WITH = re.compile("(?:和|跟|与|同)?我?")
_SPEAKS = re.compile("我(?!们|家|的?[爸妈爹娘爷奶哥姐弟妹])")
_PRONOUN = re.compile("[他她](?!们|[爸妈爹娘爷奶哥姐弟妹])")
#: 奶奶 is also 奶.
_TWICE = re.compile(r"^(.)\1$")
#: Kin without what a phrase says of them: 我爸在.
_SHORT = re.compile(r"我?([^,。!?;、]{1,5}?)(?:[在去住今退得查生病说]|上班|打工|工作|结婚)?$")
TELLS_OF_ILLNESS = re.compile(
    r"住[了着进过]?[^,。]{0,3}院|手术|[得犯患]了?[^,。]{0,4}病|骨折|摔|疼|痛|药|晕|癌|瘤|急诊|出院|抢救|开刀|化疗|透析|糖尿病|高血压|心脏|脑|支架|看病|看[^,。]{0,3}(?:门诊|眼|牙|腿|腰|心脏|骨科|专家)|查出|发烧|肺炎|炎|病了|生[的了]|剖|移植|白内障|结石|疝气|痔疮|医院"
)


#: 大哥在医院陪护我爸: who looks after a patient is none.
_TENDS = re.compile("陪护|陪床|陪着|伺候|照顾|护理|守着|照看")
#: As many people are told apart in one text.
_MOST_PEOPLE = 16


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a text: ``name`` is the word, or 我; ``leads`` says that a clause begins with him."""

    start: int
    end: int
    name: str
    leads: bool


def people(text: str, kin: Sequence[Hit]) -> list[Person]:
    """Everybody a text names, in order: kin as the phrases say, and where a clause begins with them the one who speaks, and
    他, who is the one named last."""
    opening = _openings(text)
    found = _kin(text, kin, opening)
    taken = {at for person in found for at in (person.start, person.start - 1)}
    speaks = (match.start() for match in _SPEAKS.finditer(text) if match.start() in opening - taken)
    others = [Person(at, at + 1, SPEAKER, True) for at in islice(speaks, _MOST_PEOPLE)]
    leading = [person for person in found if person.leads]
    for match in _PRONOUN.finditer(text):
        before = [person.name for person in leading if person.end <= match.start()]
        if before and match.start() in opening and len(others) < 2 * _MOST_PEOPLE:
            others.append(Person(*match.span(), before[-1], True))
    return sorted([*found, *others], key=lambda person: person.start)


def _kin(text: str, kin: Sequence[Hit], opening: frozenset[int]) -> list[Person]:
    found: list[Person] = []
    for hit in sorted(kin, key=lambda hit: (hit.start, -hit.end)):
        name = _SHORT.match(text[hit.start : hit.end])
        if name and (not found or found[-1].end <= hit.start):
            leads, short = hit.start in opening, _TWICE.sub(r"\1", name[1])
            found.append(Person(hit.start, hit.start + name.end(1), short, leads))
    return found[:_MOST_PEOPLE]


def _openings(text: str) -> frozenset[int]:
    """Where clauses begin, and where they go on behind words that only open them."""
    begins = [match.start() for match in _CLAUSE.finditer(text)]
    return frozenset(at for begin in begins for at in (begin, _OPENS.match(text, begin).end()))  # type: ignore[union-attr]


def patient(text: str, named: Sequence[Person]) -> str:
    """Who is ill: the first whom a clause begins with, and of whom the words up to the next such person tell it; ''."""
    leading = [person for person in named if person.leads]
    ends = [*(person.start for person in leading[1:]), len(text)]
    told = ((person, text[person.end : end]) for person, end in zip(leading, ends, strict=False))
    return next(
        (person.name for person, words in told if TELLS_OF_ILLNESS.search(words) and not _tends(words, named)), ""
    )


def _tends(words: str, named: Sequence[Person]) -> bool:
    """Whether words tell of somebody who looks after another one: 在医院陪护我爸."""
    found = _TENDS.search(re.split(f"[{_ENDS}]", words)[0])
    return found is not None and any(person.name in words[found.end() :] for person in named)


def subjects(text: str, at: int, named: Sequence[Person]) -> frozenset[str]:
    """Who the clause around a sign is about, where it begins with somebody; empty where it does not say."""
    begins = max(text.rfind(end, 0, at) for end in _ENDS) + 1
    found, end = set[str](), begins
    for person in named:
        if begins <= person.start <= at and (_WITH.fullmatch(text, end, person.start) if found else person.leads):
            found.add(person.name)
            end = person.end
    return frozenset(found)


def carried(text: str, at: int, named: Sequence[Person]) -> frozenset[str]:
    """Whom a sign is said of: those its clause is about, else those of the last clause before that begins with
    somebody."""
    before = [person.start for person in named if person.leads and person.start <= at]
    return subjects(text, at, named) or (
        subjects(text, _clause_end(text, before[-1]), named) if before else frozenset()
    )


def _clause_end(text: str, at: int) -> int:
    return min((found for end in _ENDS if (found := text.find(end, at)) >= 0), default=len(text))
