"""The choices a policy makes between two or more ways to count."""

from enum import StrEnum


class DeductibleBasis(StrEnum):
    """Whether a deductible is due for each claim, or once for the whole benefit year."""

    PER_CLAIM = "per_claim"
    PER_YEAR = "per_year"


class BandBasis(StrEnum):
    """Where the basic bands count from: the first yuan above the deductible, or the first eligible yuan."""

    OVER_DEDUCTIBLE = "over_deductible"
    ELIGIBLE = "eligible"


class BurdenBasis(StrEnum):
    """Where the critical-illness bands count from: above the threshold, or from the burden's first yuan."""

    OVER_DEDUCTIBLE = "over_deductible"
    BURDEN = "burden"


class RemoteKind(StrEnum):
    """What changes away from home; "down 10 points" and "times 0.9" are never inferred from each other."""

    NONE = "none"
    RATE_POINTS = "rate_points"
    RATE_FACTOR = "rate_factor"
    UPFRONT_SHARE = "upfront_share"
    DEDUCTIBLE = "deductible"


CHOICE_LABELS = {
    DeductibleBasis.PER_CLAIM: "每次就医一条",
    DeductibleBasis.PER_YEAR: "全年合计一条",
    BandBasis.OVER_DEDUCTIBLE: "从起付线以上算起",
    BandBasis.ELIGIBLE: "从政策范围内第一元算起",
    BurdenBasis.BURDEN: "从自付的第一元算起",
    RemoteKind.NONE: "和本地一样",
    RemoteKind.RATE_POINTS: "比例降低若干百分点",
    RemoteKind.RATE_FACTOR: "比例打折",
    RemoteKind.UPFRONT_SHARE: "先自付一部分",
    RemoteKind.DEDUCTIBLE: "换一条起付线",
}
