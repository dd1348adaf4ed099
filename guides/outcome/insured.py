"""What finished answers say of the insured person and the care, in the terms of the calculators, which know no guide."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from calculators.circumstances import ELSEWHERE, CareType, Category, Distance, Known, Scheme
from guides.engine.flow import Walk
from guides.models import PLACEHOLDERS, Parameter
from registry.places import Places, Standing

_SCHEMES = {"employee": Scheme.EMPLOYEE, "flexible": Scheme.EMPLOYEE, "resident": Scheme.RESIDENT}
_TIERS = {"tier1": Scheme.EMPLOYEE_TIER1, "tier2": Scheme.EMPLOYEE_TIER2}
_CATEGORIES = {
    "long_term": Category.LONG_TERM,
    "long_term_pledge": Category.LONG_TERM,
    "referral": Category.REFERRAL,
    "temporary": Category.OTHER_TEMPORARY,
    "none": Category.OTHER_TEMPORARY,
    "": Category.OTHER_TEMPORARY,  # not said yet
}
#: What an APP calls the kind of filing that somebody is to choose, by how he stays. Nobody asks by its name for the kind
#: that pays least.
_STAYS = {"living": "异地长期居住人员", "retired": "异地安置退休人员", "working": "常驻异地工作人员"}
_REFERRED = "异地转诊就医"
EMPLOYED = ("employee", "flexible")
#: What pays after basic insurance, as each scheme calls it.
_UPPER = {"resident": "大病保险", **dict.fromkeys(EMPLOYED, "大额补助")}
_AT_HOME = frozenset({Standing.SAME, Standing.POOL, Standing.EXEMPT})


def known(walk: Walk, places: Places) -> Known:
    """What need not be asked again."""
    region = walk.answer("insured_place")
    category = _category(walk)
    return Known(
        region="" if region == "unknown" else region,
        scheme=_TIERS.get(walk.answer("tier"), "") or _scheme(walk),
        care_type=_care_type(walk),
        category=category,
        distance=_distance(walk, places) if category else None,
    )


def upper_layer(walk: Walk, rules: Iterable[Parameter], on: dt.date) -> str:
    """What the insurance that pays next is called for this patient; both names where nobody knows which."""
    cover = _cover(walk)
    own = _own_name(Parameter.Name.TOP_UP_NAME, rules, on) if cover in EMPLOYED else ""
    return own or _UPPER.get(cover, "大病、大额")


def recognition(rules: Iterable[Parameter], on: dt.date) -> str:
    """What it is called that a chronic illness is recognised."""
    return _own_name(Parameter.Name.CHRONIC_NAME, rules, on) or PLACEHOLDERS["recognition"]


def filing_as(walk: Walk) -> str:
    """As what to file, in words that stand before 备案 and may be left out; '' where it has to be asked first."""
    stays = next(iter(walk.facts.get("stays_as", ())), "")
    kind = _STAYS.get(stays) or (_REFERRED if walk.answer("reason") == "referral" else "")
    return f"按“{kind}”" if kind else ""


def _own_name(name: Parameter.Name, rules: Iterable[Parameter], on: dt.date) -> str:
    """What the place calls a thing; '' where it has no name of its own."""
    return next((rule.value for rule in rules if rule.name == name and rule.is_trusted(on)), "")


def _scheme(walk: Walk) -> Scheme | Literal[""]:
    return _SCHEMES.get(_cover(walk), "")


def _cover(walk: Walk) -> str:
    """The patient's scheme, who may have another one than the family said."""
    return next(iter(walk.facts.get("cover", ())), walk.answer("scheme"))


def _distance(walk: Walk, places: Places) -> str | None:
    """How far care is or was from home; None while one of the two places is not known."""
    insured, care = (places.pool(walk.answer(key)) for key in ("insured_place", "care_place"))
    if insured is None or care is None:
        return None
    is_near = places.province_of(insured.code) == places.province_of(care.code)
    return Distance.SAME_PROVINCE.value if is_near else ELSEWHERE


def _care_type(walk: Walk) -> str:
    if walk.answer("stage") == "admitted":
        return CareType.INPATIENT
    care = walk.answer("care_type")
    if care == CareType.CHRONIC and walk.answer("chronic_approved") != "yes":
        return ""  # without the approval it may be settled as any other outpatient visit
    return care if care in CareType.values else ""


def _category(walk: Walk) -> Category | Literal[""] | None:
    """None where the rules of home hold, whatever the hospital; '' where a guide never asks."""
    related = next(iter(walk.facts.get("relation", ())), "")
    if related in _AT_HOME:
        return None
    if walk.outcome == "emergency":
        return Category.EMERGENCY
    if related == Standing.EXEMPT_LOWER:
        return Category.EXEMPT
    if "filing_type" not in walk.flow.facts_by_key:
        return ""
    if walk.outcome == "local":
        return None
    filing = next(iter(walk.facts.get("filing_type", ())), "")
    return _CATEGORIES[filing]
