"""The finer questions: which of them a form puts, and what a place tells apart in them."""

from collections.abc import Collection, Iterable, Mapping

from calculators.circumstances import CareType, Category, Distance, Hardship, Known, Scheme

#: Questions that are put only where a rule in force hangs on them, or that were answered.
_WHERE_IT_MATTERS = (
    "hospital_class",
    "person_class",
    "item",
    "distance",
    "at_home",
    "age",
    "insured_months",
    "unclaimed_years",
    "days",
    "transferred",
    "fund_before",
    "expenses_before",
    "level_admission",
)
#: The place's own words, and what says that it is none of them.
NONE = "none"
_NONE_OF_THEM = {
    "hospital_class": [(NONE, "都不是")],
    "person_class": [(NONE, "都不是")],
    "hardship": [(Hardship.ANY.value, "别的困难身份")],
}
_SETS: dict[str, type[Hardship | Distance | Category]] = {
    "hardship": Hardship,
    "distance": Distance,
    "at_home": Category,
}


def finer(known: Known, data: Mapping[str, object], asks: Collection[str]) -> list[str]:
    """The questions about person and stay that can matter, by what is ``known``, typed so far, and asked for here."""
    scheme = known.scheme or data.get("scheme", "")
    care_type = known.care_type or data.get("care_type", "")
    matters = {
        "tier": "tier" in asks or bool(data.get("tier")),
        "hospital_level": True,
        "away": True,
        "retired": scheme != Scheme.RESIDENT,
        **{name: name in asks or bool(data.get(name)) for name in _WHERE_IT_MATTERS},
        "admission_number": care_type in ("", CareType.INPATIENT),
    }
    return [name for name, does in matters.items() if does]


def offered(name: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """The answers to one question where a place tells ``values`` apart, with the one that says it is none of them."""
    return [*_NONE_OF_THEM.get(name, []), *((value, _named(name, value)) for value in values)]


def _named(name: str, value: str) -> str:
    """A value that a place tells apart, as people read it."""
    return str(_SETS[name](value).label) if name in _SETS else value
