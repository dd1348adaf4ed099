"""What finished answers already say to the estimate: region, scheme, care, filing category, benefit year, and what is
not open."""

import datetime as dt

from calculators.burden import BenefitYear
from calculators.circumstances import Category, Scheme
from guides.engine.flow import Walk

_SCHEMES = {"employee": Scheme.EMPLOYEE, "flexible": Scheme.EMPLOYEE, "resident": Scheme.RESIDENT}
_TIERS = {"tier1": Scheme.EMPLOYEE_TIER1, "tier2": Scheme.EMPLOYEE_TIER2}
_CARE = {"inpatient": "inpatient", "outpatient": "outpatient"}
_CATEGORIES = {
    "long_term": Category.LONG_TERM,
    "long_term_pledge": Category.LONG_TERM,
    "referral": Category.REFERRAL,
    "temporary": Category.OTHER_TEMPORARY,
}


def _answer(walk: Walk, key: str) -> str:
    return next(iter(walk.answers.get(key, ())), "")


def known(walk: Walk) -> dict[str, str | None]:
    """The estimate's circumstances that need not be asked again; '' for what the answers leave open."""
    region = _answer(walk, "insured_place")
    staying = {"admitted": "inpatient", "discharged": "inpatient"}.get(_answer(walk, "stage"), "")
    return {
        "region": "" if region == "unknown" else region,
        "scheme": _TIERS.get(_answer(walk, "tier")) or _SCHEMES.get(_answer(walk, "scheme"), ""),
        "care_type": staying or _CARE.get(_answer(walk, "care_type"), ""),
        "category": _category(walk),
    }


def _category(walk: Walk) -> str | None:
    if walk.outcome == "emergency":
        return Category.EMERGENCY
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
    reason = _answer(walk, "reason")
    reasons: dict[str, str] = {}
    if reason in {"referral", "own_choice"}:
        reasons[Category.LONG_TERM] = "长期住在那里的人才能办"
    if reason in {"own_choice", "lives_there", "resettled", "works_there"}:
        reasons[Category.REFERRAL] = "要本地医院先开转诊单"
    return reasons
