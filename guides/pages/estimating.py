"""Between a guide's answers and the calculators, which know no guide: what answers already say to a private form
(region, scheme, care, filing category, benefit year, what is not open), and what its answer says to a flow."""

import datetime as dt

from calculators.burden import BenefitYear, Progress
from calculators.circumstances import CareType, Category, Known, Scheme
from calculators.payout import Payout
from guides.engine.flow import Walk
from registry.places import Standing

_SCHEMES = {"employee": Scheme.EMPLOYEE, "flexible": Scheme.EMPLOYEE, "resident": Scheme.RESIDENT}
_TIERS = {"tier1": Scheme.EMPLOYEE_TIER1, "tier2": Scheme.EMPLOYEE_TIER2}
_CATEGORIES = {
    "long_term": Category.LONG_TERM,
    "long_term_pledge": Category.LONG_TERM,
    "referral": Category.REFERRAL,
    "temporary": Category.OTHER_TEMPORARY,
}
_AT_HOME = frozenset({Standing.SAME, Standing.POOL, Standing.EXEMPT})


def _answer(walk: Walk, key: str) -> str:
    return next(iter(walk.answers.get(key, ())), "")


def known(walk: Walk) -> Known:
    """What need not be asked again."""
    region = _answer(walk, "insured_place")
    return Known(
        region="" if region == "unknown" else region,
        scheme=_TIERS.get(_answer(walk, "tier"), "") or _SCHEMES.get(_answer(walk, "scheme"), ""),
        care_type=_care_type(walk),
        category=_category(walk),
    )


def _care_type(walk: Walk) -> str:
    if _answer(walk, "stage") in {"admitted", "discharged"}:
        return CareType.INPATIENT
    care = _answer(walk, "care_type")
    if care == CareType.CHRONIC and _answer(walk, "chronic_approved") != "yes":
        return ""  # without the approval it may be settled as any other outpatient visit
    return care if care in CareType.values else ""


def private(told: Payout | Progress) -> dict[str, str]:
    """What a flow may know of a private form's answer while it makes this one page; '' for what was not said."""
    said = {"supported": "yes" if told.form.says_supported else ""}
    if isinstance(told, Progress):
        said["threshold"] = {"passed": "passed", "reached": "short", "short": "short"}.get(told.state, "")
    return said


def _category(walk: Walk) -> Category | None:
    """None where the rules of home hold, whatever the hospital."""
    related = next(iter(walk.facts.get("relation", ())), "")
    if related in _AT_HOME:
        return None
    if walk.outcome == "emergency":
        return Category.EMERGENCY
    if related == Standing.EXEMPT_LOWER:
        return Category.EXEMPT
    if walk.outcome == "local" or "filing_type" not in walk.flow.facts_by_key:
        return None
    filing = next(iter(walk.facts.get("filing_type", ())), "")
    return _CATEGORIES.get(filing, Category.OTHER_TEMPORARY)


def benefit_year(walk: Walk, on: dt.date) -> BenefitYear:
    """The year that the stay counts to; almost everywhere it ends with the calendar year."""
    return {
        "last_year": BenefitYear("去年", dt.date(on.year - 1, 12, 31)),
        "earlier": BenefitYear("那一年", None),
    }.get(_answer(walk, "discharged"), BenefitYear("今年", on))


def closed(walk: Walk) -> dict[str, str]:
    """Filing categories that this person cannot use, each with the reason; all stay open where nobody asked."""
    if walk.outcome == "local":
        return dict.fromkeys(Category.compared(), "两地之间不用备案")
    reason = _answer(walk, "reason")
    reasons: dict[str, str] = {}
    if reason in {"referral", "own_choice"}:
        reasons[Category.LONG_TERM] = "长期住在那里的人才能办"
    if reason in {"own_choice", "lives_there", "resettled", "works_there"}:
        reasons[Category.REFERRAL] = "要本地医院先开转诊单"
    return reasons
