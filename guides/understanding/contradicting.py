"""What a text says and takes back in one breath: 没住院，出院了; 办过备案，没办备案. Nobody can tell which of the two is so.

Two bare clauses, one behind the other, that tell of the same person and of no other time: 之前没备案，后来备案了 is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from guides.understanding.phrases import Conclusion

#: What is said both ways, the question it is, and what else depends on it.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "住院": ("stage",),
    "出院": ("stage", "discharged"),
    "备案": ("filed_before",),
    "转诊": ("reason",),
    "参保": ("insured_now",),
    "丢": ("trouble",),
}
_DEPENDS: Mapping[str, frozenset[str]] = {
    "住院": frozenset({"stage", "discharged", "care_type", "care_kind", "ill_now"}),
    "出院": frozenset({"stage", "discharged", "ill_now"}),
    "备案": frozenset({"filed_before", "why_not_settled"}),
    "转诊": frozenset({"reason", "proof", "referral_letter"}),
    "参保": frozenset({"insured_now", "matter"}),
    "丢": frozenset({"trouble"}),
}
#: Who has not been in hospital cannot have left it.
LEFT_UNENTERED = "没住院又出院"
CLASHES = frozenset({*_ASKED, LEFT_UNENTERED})

_WHO = "(?P<who>(?:(?:我|俺|咱|你)们?(?:家)?的?)?(?:爸爸?|妈妈?|父亲|母亲|老公|老婆|爱人|孩子|儿子|女儿|老伴|老人|[他她]|本人|人)?)"
_CARD = "(?:(?:社保|医保)?卡)?"
_WHERE = "(?:(?:在|去|到)[^,。!?;没未不]{1,8}?)?"
_DEED = "(?P<deed>" + "|".join(_ASKED) + ")"
_IS_SO = re.compile(
    rf"{_WHO}{_CARD}(?:已经?|早就?|都|正|是|确实)*{_WHERE}(?:正在)?(?:(?:办|做|弄)(?:过|了|好了?)?)?(?:异地)?{_DEED}(?:过|办)?(?:了|的|着)?"
    rf"|{_WHO.replace('who', 'one')}(?:已经?|早就?|都|确实)*(?P<verb>[住出备转参])(?:过|了)(?P<noun>院|案|诊|保)(?:了|的)?"
)
_IS_NOT = re.compile(
    rf"{_WHO}{_CARD}(?:还|也|都|又|一直|根本|其实|从来|并)*{_WHERE}(?:没有?|未)(?:有|去|给)?(?:(?:办|做|弄)(?:过|了|好)?)?(?:异地)?(?:{_DEED}(?:过|的)?|(?P<verb>[住出备转参])过(?P<noun>院|案|诊|保))"
)
_CLAUSE = re.compile(r"[^,。!?; ]+")
_LONGEST, _FEWEST = 16, 2


def clashes(text: str) -> list[str]:
    """What is said both ways, each named as in ``CLASHES``."""
    if "没" not in text and "未" not in text:
        return []
    clauses = _CLAUSE.findall(text)
    if len(clauses) < _FEWEST or not any(
        ("没" in each or "未" in each) and _IS_NOT.fullmatch(each) for each in clauses
    ):
        return []
    told = [_told(clause) for clause in clauses]
    return list(dict.fromkeys(name for one, other in pairwise(told) if (name := _clash(one, other))))


def _told(clause: str) -> tuple[str, str, bool] | None:
    """Of whom a bare clause tells what, and whether it is so."""
    if len(clause) > _LONGEST:
        return None
    if found := _IS_NOT.fullmatch(clause):
        return found["who"], _deed(found), False
    if found := _IS_SO.fullmatch(clause):
        return found["who"] or found["one"] or "", _deed(found), True
    return None


def _deed(found: re.Match[str]) -> str:
    return found["deed"] or found["verb"] + found["noun"]


def _clash(one: tuple[str, str, bool] | None, other: tuple[str, str, bool] | None) -> str:
    if one is None or other is None or one[2] == other[2] or (one[0] and other[0] and one[0] != other[0]):
        return ""
    so, not_so = (one[1], other[1]) if one[2] else (other[1], one[1])
    if so == not_so:
        return so if so in _ASKED else ""
    return LEFT_UNENTERED if (so, not_so) == ("出院", "住院") else ""


def taken_back(
    names: Sequence[str], found: Sequence[Conclusion], unclear: Sequence[str]
) -> tuple[list[Conclusion], list[str]]:
    """The conclusions without what depends on a contradiction, and with it what is to be asked."""
    doubted = frozenset[str]().union(*(_DEPENDS[deed] for deed in _deeds(names)))
    asked = [key for deed in _deeds(names) for key in _ASKED[deed]]
    return [each for each in found if each.key not in doubted], list(dict.fromkeys([*unclear, *asked]))


def _deeds(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from ("住院", "出院") if name == LEFT_UNENTERED else (name,)
