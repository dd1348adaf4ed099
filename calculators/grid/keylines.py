"""What the lines of a notice's sheets are about, as far as its text says: insurance, care, level or class stand there
already, and a clerk writes the figures beside them. A line that is offered and left without figures is none.
"""

import re
from collections.abc import Iterator

from calculators.circumstances import CareType, Category, Hardship, HospitalLevel, Scheme
from calculators.written import CALLED, scheme_of, schemes_in, written
from registry.typed.clauses import clauses

#: What a line says in some of its columns, by their names.
KeyLine = dict[str, str]

_LEVEL = re.compile("[一二三]级及其?以下|社区|乡镇卫生院|[一二三]级[甲乙丙]等|[一二三]级")
_TWO_ILLNESSES = re.compile("高血压|糖尿病")
_SENTENCE = re.compile("[。；;]")


def policies(title: str, text: str) -> list[KeyLine]:
    """For each insurance and care of which the text speaks a line for all levels alike, and one for each that it names;
    what it pays for high blood pressure and diabetes by themselves."""
    levels: dict[tuple[str, str], dict[str, None]] = {}
    illnesses: list[KeyLine] = []
    for line, schemes, cares in _spoken(title, text):
        if named := _TWO_ILLNESSES.findall(line):
            own = [{"item": illness} for illness in dict.fromkeys(named)]
            illnesses += [_about(scheme, CareType.CHRONIC) | one for scheme in schemes for one in own]
            continue
        for scheme, care in ((scheme, care) for scheme in schemes for care in cares):
            levels.setdefault((scheme, care), {}).update(dict.fromkeys(_LEVEL.findall(line)))
    any_level = str(HospitalLevel.ANY.label)
    return [
        *(
            _about(*who) | {"hospital_level": one}
            for who, named in levels.items()
            for one in (any_level, *_finest(named))
        ),
        *(one for number, one in enumerate(illnesses) if one not in illnesses[:number]),
    ]


def away(text: str) -> list[KeyLine]:
    """A line for each way in which care away from home may be filed, of which the text speaks."""
    found: dict[str, None] = {}
    for sentence in (one for line in clauses(text) if not line.is_head for one in _SENTENCE.split(line.text)):
        named = [category for category, words in CALLED.items() if re.search(words, sentence)]
        unfiled = [Category.UNFILED.value] if Category.UNFILED.value in named else []
        found.update(dict.fromkeys(unfiled or named))
    return [{"category": str(Category(category).label)} for category in found]


def upper(title: str, text: str) -> list[KeyLine]:
    """Of each insurance of which the text says what 大病保险 pays a line for everybody, and one for the classes it names."""
    found: dict[str, dict[str, None]] = {}
    for line, schemes, _ in _spoken(title, text):
        for scheme in schemes if "大病保险" in line else ():
            words = (re.search("|".join(written(one.value)), line) for one in Hardship if written(one.value))
            found.setdefault(scheme, {}).update({word[0]: None for word in words if word})
    lines = ((_called(scheme), "、".join(classes)) for scheme, classes in found.items())
    return [
        {"scheme": scheme, "hardship": whose} for scheme, classes in lines for whose in dict.fromkeys(("", classes))
    ]


def only_care(text: str) -> str:
    """The one kind of care of which a text speaks; '' where it speaks of several, or of none."""
    found = {care for line in clauses(text) for care in _cares(line.text)}
    return found.pop().value if len(found) == 1 else ""


def _spoken(title: str, text: str) -> Iterator[tuple[str, list[str], list[CareType]]]:
    """Each clause with the insurances and the kinds of care that it, or else the one before it, is about."""
    schemes, cares = _insured(title, text), list[CareType]()
    for line in clauses(text):
        if not line.is_head:
            schemes, cares = schemes_in(line.text) or schemes, _cares(line.text) or cares
            yield line.text, schemes, cares


def _insured(title: str, text: str) -> list[str]:
    only = scheme_of(title, text)
    return [only] if only else schemes_in(text)


def _cares(line: str) -> list[CareType]:
    """A clause on chronic illnesses is none on 普通门诊."""
    named = [care for care in CareType if re.search("|".join(written(care.value)), line)]
    return [care for care in named if care != CareType.OUTPATIENT or CareType.CHRONIC not in named]


def _finest(levels: dict[str, None]) -> list[str]:
    """Without those that finer ones stand for: 三级 beside 三级甲等, 一级 beside 一级及以下."""
    return [one for one in levels if not any(other != one and other.startswith(one) for other in levels)]


def _about(scheme: str, care: str) -> KeyLine:
    return {"scheme": _called(scheme), "care_type": str(CareType(care).label)}


def _called(scheme: str) -> str:
    return str(Scheme(scheme).label)
