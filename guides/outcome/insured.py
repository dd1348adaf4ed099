"""What finished answers say of the insured person and the care, in the terms of the calculators, which know no guide."""

from calculators.circumstances import CareType, Category, Known, Scheme
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


def known(walk: Walk) -> Known:
    """What need not be asked again."""
    region = walk.answer("insured_place")
    return Known(
        region="" if region == "unknown" else region,
        scheme=_TIERS.get(walk.answer("tier"), "") or _SCHEMES.get(walk.answer("scheme"), ""),
        care_type=_care_type(walk),
        category=_category(walk),
    )


def _care_type(walk: Walk) -> str:
    if walk.answer("stage") == "admitted":
        return CareType.INPATIENT
    care = walk.answer("care_type")
    if care == CareType.CHRONIC and walk.answer("chronic_approved") != "yes":
        return ""  # without the approval it may be settled as any other outpatient visit
    return care if care in CareType.values else ""


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
